package io.tenterhook.client;

import java.nio.charset.StandardCharsets;

/** Frames as people may see them: short, and without credentials. */
final class FrameText {
  private static final int MAX = 1_000;

  private FrameText() {}

  static String of(byte[] array, int start, int end, boolean binary) {
    int length = end - start;
    if (binary) {
      return "(binary, " + length + " bytes)";
    }
    String text =
        new String(array, start, Math.min(length, MAX), StandardCharsets.UTF_8)
            + (length > MAX ? "…" : "");
    int json = text.indexOf('{');
    // CONNECT carries the auth payload one way and session ids the other; OPEN carries the sid.
    boolean secret = text.startsWith("40") || text.startsWith("0");
    return secret && json >= 0 ? text.substring(0, json) + "***" : text;
  }
}
