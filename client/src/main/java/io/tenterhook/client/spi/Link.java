package io.tenterhook.client.spi;

import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to one server. All methods are called on the link's {@link EventLoop} and are
 * harmless before the link is open and after it has closed. The listener's {@link
 * LinkListener#closed} never comes from inside one of them, but in a later turn of the loop.
 */
public interface Link {

  /**
   * Queues one message, unflushed. The array belongs to the link from here on and may be changed by
   * it (masked in place, for example).
   *
   * @param array holds the message
   * @param start index of its first byte
   * @param end index after its last byte
   * @param binary a binary message, else a text message that is known to be valid UTF-8
   * @param listener hears once, on the loop, whether the message was handed to the operating
   *     system; null when nobody wants to know
   */
  void send(byte[] array, int start, int end, boolean binary, @Nullable WriteListener listener);

  /** Writes what is queued. Called once per burst. */
  void flush();

  /**
   * Sends a WebSocket control ping (RFC 6455, 5.5.2), flushed. Its pong is reported by {@link
   * LinkListener#controlPong()}.
   */
  void controlPing();

  /**
   * Stops or resumes reading from the network. While stopped, TCP slows the server down, and
   * neither messages nor the server's orderly close may be noticed. Messages that had been read
   * already may still be reported after a stop.
   *
   * @param reading false to stop, true to go on
   */
  void setReading(boolean reading);

  /**
   * Bytes queued by {@link #send} that the operating system has not taken yet.
   *
   * @return bytes, 0 when everything is on its way
   */
  long queuedBytes();

  /**
   * A measure of what is still to be done for {@link #queuedBytes}: it falls whenever something of
   * them gets on its way, and rises by what is added. Where the two differ it falls sooner.
   *
   * @return bytes, 0 when and only when nothing is queued
   */
  default long unsentBytes() {
    return queuedBytes();
  }

  /**
   * Closes in order: what is queued is written, then a WebSocket close frame, then TCP is closed
   * when the server has answered or after a few seconds. Messages that still come are dropped, also
   * if reading had been stopped. The listener hears {@link LinkListener#closed} at the end. Before
   * the link is open this is an {@link #abort()}.
   *
   * @param code WebSocket close code, for example 1000
   */
  void close(int code);

  /** Closes TCP at once. The listener hears {@link LinkListener#closed}. */
  void abort();

  /** Hears of the fate of one message. */
  interface WriteListener {
    /**
     * The message was handed to the operating system, or never will be. May come from inside {@link
     * #flush()}, and from inside {@link #send} if the link is not open; always before {@link
     * LinkListener#closed}.
     *
     * @param written true if the operating system took all of it
     */
    void completed(boolean written);
  }
}
