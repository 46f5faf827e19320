package io.tenterhook.testing;

/**
 * What an Engine.IO session carries messages for: Socket.IO, or a test's own. Called on the
 * session's loop.
 */
interface Application {
  /** The OPEN packet has been sent, or what a fault sends in its place. */
  void opened();

  /** A text message, from {@code start} on. */
  void text(byte[] array, int start, int end);

  /** A binary message. */
  void binary(byte[] message);

  /** The session is over. */
  void ended(DisconnectReason reason);
}
