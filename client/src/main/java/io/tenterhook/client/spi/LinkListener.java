package io.tenterhook.client.spi;

import java.util.List;
import java.util.Map;

/**
 * Hears what happens on a {@link Link}, on its {@link EventLoop}: {@link #answered} at most once,
 * {@link #opened()} at most once, then any number of messages, and {@link #closed} exactly once and
 * last.
 */
public interface LinkListener {

  /**
   * The server has answered the WebSocket handshake, by 101 or by a refusal. Informational answers
   * (103, for example) are not told.
   *
   * @param headers as they came, in order; a name may come twice. They may hold secrets: never put
   *     them into a message.
   */
  default void answered(List<Map.Entry<String, String>> headers) {}

  /** TCP, TLS and the WebSocket handshake are done: messages may be sent. */
  void opened();

  /**
   * One whole text message, its fragments joined. UTF-8 is <b>not</b> checked by the link.
   *
   * @param message a right-sized array that belongs to the listener
   */
  void text(byte[] message);

  /**
   * One whole binary message, its fragments joined.
   *
   * @param message a right-sized array that belongs to the listener
   */
  void binary(byte[] message);

  /** Everything that was read in one go has been reported: the end of a burst. */
  void readComplete();

  /** {@link Link#queuedBytes()} has risen above, or fallen below, what the link buffers gladly. */
  void writabilityChanged();

  /** The answer to {@link Link#controlPing()}. */
  void controlPong();

  /**
   * The link is gone, or was never made. Nothing follows.
   *
   * @param closure why
   */
  void closed(LinkClosure closure);
}
