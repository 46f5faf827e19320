package io.tenterhook.testing;

/**
 * Takes Engine.IO messages as they come, in place of Socket.IO. It runs on the event loop of the
 * connection and must not block.
 *
 * <pre>{@code
 * EngineHandler echo = new EngineHandler() {
 *   @Override
 *   public void text(ServerConnection connection, String message) {
 *     connection.sendText("4" + message);
 *   }
 *
 *   @Override
 *   public void binary(ServerConnection connection, byte[] message) {
 *     connection.sendBinary(message);
 *   }
 * };
 * }</pre>
 */
public interface EngineHandler {
  /**
   * A text message.
   *
   * @param connection who sent it
   * @param message without the Engine.IO type
   */
  void text(ServerConnection connection, String message);

  /**
   * A binary message.
   *
   * @param connection who sent it
   * @param message its content
   */
  void binary(ServerConnection connection, byte[] message);
}
