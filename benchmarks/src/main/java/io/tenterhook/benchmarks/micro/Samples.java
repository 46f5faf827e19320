package io.tenterhook.benchmarks.micro;

import io.tenterhook.benchmarks.server.Script;
import io.tenterhook.protocol.session.BufferLimits;
import io.tenterhook.protocol.session.SessionConfig;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Parser;
import java.nio.charset.StandardCharsets;

/** Inputs that several benchmarks share. */
public final class Samples {
  /** The client's defaults. */
  public static final SessionConfig CONFIG =
      new SessionConfig(
          20_000_000_000L,
          10_000_000_000L,
          4 << 20,
          100_000,
          new BufferLimits(1_000, 8 << 20, 60_000_000_000L, false),
          DecoderLimits.DEFAULT,
          Parser.json());

  private Samples() {}

  /**
   * An Engine.IO message with an event of about 100 bytes.
   *
   * @return a new array
   */
  public static byte[] message() {
    return bytes("42[\"tick\"," + Script.ARGUMENT + "]");
  }

  /**
   * ASCII text as bytes.
   *
   * @param ascii the text
   * @return a new array
   */
  public static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  /** An array of objects, with some text beyond ASCII and some escapes, of about so many bytes. */
  static byte[] document(int bytes) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; text.length() < bytes - 1; i++) {
      text.append(i == 0 ? "" : ",")
          .append("{\"id\":")
          .append(1_000_000 + i)
          .append(",\"name\":\"J\u00fcrgen\",\"note\":\"said \\\"hi\\\"\",")
          .append("\"price\":12.5e1,\"ok\":true,\"none\":null}");
    }
    return text.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }
}
