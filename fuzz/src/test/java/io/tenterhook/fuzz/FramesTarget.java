package io.tenterhook.fuzz;

import io.tenterhook.transport.netty.FrameCheck;

/** WebSocket frames of a server, the same however reads cut them. */
public final class FramesTarget {
  private FramesTarget() {}

  /**
   * Takes what came over a WebSocket.
   *
   * @param data any bytes
   */
  public static void fuzzerTestOneInput(byte[] data) {
    FrameCheck.sameHoweverItIsCut(data);
  }
}
