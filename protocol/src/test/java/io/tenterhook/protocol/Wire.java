package io.tenterhook.protocol;

import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** How tests write bytes, expect broken rules and get their random numbers. */
public final class Wire {
  private Wire() {}

  /** Text as it is on the wire. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static String text(byte[] array, int start, int end) {
    return new String(array, start, end - start, StandardCharsets.UTF_8);
  }

  /** Bytes in hex, spaces allowed. */
  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** The rule that an action breaks; fails if it breaks none. */
  public static ProtocolRule brokenRule(Runnable action) {
    Throwable thrown = catchThrowable(action::run);
    if (thrown instanceof ProtocolException broken) {
      return broken.rule();
    }
    return fail("expected a ProtocolException, got " + thrown, thrown);
  }

  /** The seed of all generated tests; set {@code -Dtenterhook.seed} to try another. */
  public static long seed() {
    return Long.getLong("tenterhook.seed", 20_260_101L);
  }

  /** One kilobyte at most of bytes that look like a packet here and there. */
  public static byte[] noise(Random random, byte[][] words) {
    StringBuilder hex = new StringBuilder();
    int pieces = random.nextInt(20);
    for (int i = 0; i < pieces; i++) {
      byte[] piece = words[random.nextInt(words.length)];
      if (random.nextInt(4) == 0) {
        piece = new byte[1 + random.nextInt(8)];
        random.nextBytes(piece);
      }
      hex.append(HexFormat.of().formatHex(piece));
    }
    return HexFormat.of().parseHex(hex);
  }

  /** A copy with a few bytes changed, cut out, doubled or put in. */
  public static byte[] mutate(Random random, byte[] original, byte[] alphabet) {
    StringBuilder latin = new StringBuilder(new String(original, StandardCharsets.ISO_8859_1));
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && latin.length() > 0; i++) {
      int at = random.nextInt(latin.length());
      char c = (char) (alphabet[random.nextInt(alphabet.length)] & 0xff);
      switch (random.nextInt(4)) {
        case 0 -> latin.setCharAt(at, c);
        case 1 -> latin.insert(at, c);
        case 2 -> latin.delete(at, at + 1 + random.nextInt(3));
        default -> latin.insert(at, latin.substring(at, Math.min(latin.length(), at + 5)));
      }
    }
    return latin.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
