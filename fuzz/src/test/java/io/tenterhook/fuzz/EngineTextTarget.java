package io.tenterhook.fuzz;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.EnginePacket;

/** The text messages of Engine.IO. */
public final class EngineTextTarget {
  private EngineTextTarget() {}

  /**
   * Takes a message.
   *
   * @param data of a WebSocket text message
   */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      EnginePacket packet = EnginePacket.text(data, 0, data.length);
      if (packet.length() != data.length - 1) {
        throw new AssertionError("lost bytes: " + packet);
      }
    } catch (ProtocolException refused) {
      return;
    }
  }
}
