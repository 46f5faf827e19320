package io.tenterhook.client;

import java.nio.charset.StandardCharsets;

/**
 * Frames as people may see them: short, and without credentials.
 *
 * <pre>
 * 40/realtime,{"token":…}   as   40/realtime,***      CONNECT: auth, or session ids and pid
 * 44/realtime,{"message":…} as   44/realtime,***      CONNECT_ERROR: whatever the server quotes
 * 0{"sid":…}                as   0***                 OPEN: the session's id
 * </pre>
 */
final class FrameText {
  private static final int MAX = 1_000;
  private static final String MASK = "***";

  private FrameText() {}

  static String of(byte[] array, int start, int end, boolean binary) {
    int length = end - start;
    if (binary) {
      return "(binary, " + length + " bytes)";
    }
    String text =
        new String(array, start, Math.min(length, MAX), StandardCharsets.UTF_8)
            + (length > MAX ? "…" : "");
    int shown = shown(text);
    return shown < text.length() ? text.substring(0, shown) + MASK : text;
  }

  /** How much of the text is no secret. */
  private static int shown(String text) {
    if (text.startsWith("0")) {
      return 1;
    }
    if (!text.startsWith("40") && !text.startsWith("44")) {
      return text.length();
    }
    if (!text.startsWith("/", 2)) {
      return 2;
    }
    int payload = text.indexOf(',') + 1;
    // Other clients put a query behind a namespace, and servers may send it back.
    int query = text.indexOf('?');
    return query > 0 && (query < payload || payload == 0)
        ? query + 1
        : payload == 0 ? text.length() : payload;
  }
}
