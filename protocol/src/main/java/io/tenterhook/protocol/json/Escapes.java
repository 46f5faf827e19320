package io.tenterhook.protocol.json;

import static io.tenterhook.protocol.ProtocolException.unexpected;
import static io.tenterhook.protocol.ProtocolRule.INVALID_JSON;

/** The escapes in a string literal: two bytes, or six when they name a UTF-16 code unit. */
final class Escapes {
  private static final int UNIT_LENGTH = 6;

  private Escapes() {}

  /** Passes over the escape whose backslash is at {@code at}, and validates it. */
  static int skip(byte[] json, int at, int end) {
    int length = at + 1 < end ? length(json[at + 1]) : 0;
    boolean valid = length > 0 && length <= end - at;
    if (!valid || (length == UNIT_LENGTH && unit(json, at) < 0)) {
      throw unexpected(INVALID_JSON, "an escape", json, at, end);
    }
    return at + length;
  }

  /** How long an escape of a kind is, or 0 if there is no such kind. */
  private static int length(byte kind) {
    return switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
      case 'u' -> UNIT_LENGTH;
      default -> 0;
    };
  }

  /** The code unit that a valid escape stands for. */
  static char read(byte[] json, int at) {
    byte kind = json[at + 1];
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) unit(json, at);
      default -> (char) kind;
    };
  }

  /** The four hex digits after <code>&#92;u</code>, or a negative number if one is not. */
  private static int unit(byte[] json, int at) {
    return hex(json[at + 2]) << 12
        | hex(json[at + 3]) << 8
        | hex(json[at + 4]) << 4
        | hex(json[at + 5]);
  }

  private static int hex(byte b) {
    // Character.digit would take full-width digits for hex; here only a byte can come, all ASCII.
    return b < 0 ? -1 : Character.digit(b, 16);
  }
}
