package io.tenterhook.protocol.json;

import static io.tenterhook.protocol.ProtocolException.unexpected;
import static io.tenterhook.protocol.ProtocolRule.INVALID_UTF8;

/**
 * Checks UTF-8 beyond ASCII: no overlong forms, no surrogates, nothing above U+10FFFF. RFC 3629,
 * "Syntax of UTF-8 Byte Sequences".
 *
 * <pre>
 *   C2..DF  80..BF
 *   E0      A0..BF  80..BF          E1..EF  80..BF  80..BF   (ED: 80..9F, no surrogates)
 *   F0      90..BF  80..BF  80..BF  F1..F4  80..BF  80..BF  80..BF   (F4: 80..8F)
 * </pre>
 */
final class Utf8 {
  private Utf8() {}

  /** Passes over the one character that starts at {@code at} with a byte of 0x80 or more. */
  static int skipCharacter(byte[] text, int at, int end) {
    int lead = text[at] & 0xff;
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || lead > 0xf4 || end - at < length || !isSecond(lead, text[at + 1] & 0xff)) {
      throw unexpected(INVALID_UTF8, "a UTF-8 character", text, at, end);
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((text[i] & 0xc0) != 0x80) {
        throw unexpected(INVALID_UTF8, "a UTF-8 character", text, at, end);
      }
    }
    return at + length;
  }

  private static boolean isSecond(int lead, int second) {
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= lowest && second <= highest;
  }
}
