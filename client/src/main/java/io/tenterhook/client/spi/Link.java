package io.tenterhook.client.spi;

import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to one server. All methods are called on the link's {@link EventLoop} and are
 * harmless after the link has closed.
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
   * neither messages nor the server's orderly close may be noticed.
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
   * Closes in order: what is queued is written, then a WebSocket close frame, then TCP is closed
   * when the server has answered or after a few seconds. The listener hears {@link
   * LinkListener#closed} at the end.
   *
   * @param code WebSocket close code, for example 1000
   */
  void close(int code);

  /** Closes TCP at once. The listener hears {@link LinkListener#closed}. */
  void abort();

  /** Hears of the fate of one message. */
  interface WriteListener {
    /**
     * The message was handed to the operating system, or never will be.
     *
     * @param written true if the operating system took all of it
     */
    void completed(boolean written);
  }
}
