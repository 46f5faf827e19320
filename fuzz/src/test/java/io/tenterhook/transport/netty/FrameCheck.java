package io.tenterhook.transport.netty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The way to the decoder of WebSocket frames, which the transport shows to nobody. */
public final class FrameCheck {
  private static final int MAX_BYTES = 1_000;

  private FrameCheck() {}

  /**
   * Reads the bytes at once and one by one, which must come to the same.
   *
   * @param data of a server
   */
  public static void sameHoweverItIsCut(byte[] data) {
    List<String> whole = framesOf(data, Math.max(1, data.length));
    List<String> single = framesOf(data, 1);
    if (!whole.equals(single)) {
      throw new AssertionError("read at once " + whole + ", one by one " + single);
    }
  }

  private static List<String> framesOf(byte[] data, int step) {
    List<String> frames = new ArrayList<>();
    FrameDecoder decoder =
        new FrameDecoder(
            MAX_BYTES,
            (opcode, last, payload) -> frames.add(opcode + " " + last + Arrays.toString(payload)));
    try {
      for (int at = 0; at < data.length; at += step) {
        decoder.read(data, at, at + step);
      }
    } catch (FrameException refused) {
      frames.add(refused.getMessage());
    }
    return frames;
  }
}
