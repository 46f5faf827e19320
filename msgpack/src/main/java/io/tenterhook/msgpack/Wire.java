package io.tenterhook.msgpack;

/**
 * The first bytes of MessagePack values, and how those are written that every packet has. The
 * smallest form is always taken, as notepack.io does. Big-endian.
 *
 * <pre>
 *   00..7f  integer 0 to 127      cc cd ce cf  uint 8 to 64     d0 d1 d2 d3  int 8 to 64
 *   80..8f  map     dc..df        a0..bf       str              d9 da db     str 8 to 32
 *   90..9f  array   dc dd         c4 c5 c6     bin 8 to 32      ca cb        float 32 and 64
 *   e0..ff  integer -32 to -1     c7 c8 c9     ext 8 to 32      d4..d8       ext of 1 to 16 bytes
 *   c0      nil                   c2 c3        false, true      c1           never used
 * </pre>
 */
final class Wire {
  static final int FIXMAP = 0x80;
  static final int FIXARRAY = 0x90;
  static final int FIXSTR = 0xa0;
  static final int NIL = 0xc0;
  static final int NEVER_USED = 0xc1;
  static final int FALSE = 0xc2;
  static final int TRUE = 0xc3;
  static final int BIN_8 = 0xc4;
  static final int BIN_16 = 0xc5;
  static final int BIN_32 = 0xc6;
  static final int EXT_8 = 0xc7;
  static final int EXT_16 = 0xc8;
  static final int EXT_32 = 0xc9;
  static final int FLOAT_32 = 0xca;
  static final int FLOAT_64 = 0xcb;
  static final int UINT_8 = 0xcc;
  static final int UINT_16 = 0xcd;
  static final int UINT_32 = 0xce;
  static final int UINT_64 = 0xcf;
  static final int INT_8 = 0xd0;
  static final int INT_16 = 0xd1;
  static final int INT_32 = 0xd2;
  static final int INT_64 = 0xd3;
  static final int FIXEXT_1 = 0xd4;
  static final int FIXEXT_8 = 0xd7;
  static final int STR_8 = 0xd9;
  static final int STR_16 = 0xda;
  static final int STR_32 = 0xdb;
  static final int ARRAY_16 = 0xdc;
  static final int ARRAY_32 = 0xdd;
  static final int MAP_16 = 0xde;
  static final int MAP_32 = 0xdf;
  static final int NEGATIVE_FIXINT = 0xe0;

  /** The longest header of any value but an extension. */
  static final int MAX_HEADER = 9;

  private static final int MAX_FIXSTR = 0x1f;
  private static final int MAX_FIX_CONTAINER = 0xf;

  private Wire() {}

  static int integerLength(long value) {
    if (value >= -0x20 && value < 0x80) {
      return 1;
    } else if (value >= Byte.MIN_VALUE && value < 1 << 8) {
      return 2;
    } else if (value >= Short.MIN_VALUE && value < 1 << 16) {
      return 3;
    }
    return value >= Integer.MIN_VALUE && value < 1L << 32 ? 5 : 9;
  }

  /** Writes an integer. @return the index after it */
  static int writeInteger(long value, byte[] target, int at) {
    int length = integerLength(value);
    boolean negative = value < 0;
    return switch (length) {
      case 1 -> writeBytes(value, 1, target, at);
      case 2 -> writeTyped(negative ? INT_8 : UINT_8, value, 1, target, at);
      case 3 -> writeTyped(negative ? INT_16 : UINT_16, value, 2, target, at);
      case 5 -> writeTyped(negative ? INT_32 : UINT_32, value, 4, target, at);
      default -> writeTyped(negative ? INT_64 : UINT_64, value, 8, target, at);
    };
  }

  /** Writes the 64 bits of an integer of 2^63 or more. @return the index after it */
  static int writeUnsigned(long bits, byte[] target, int at) {
    return writeTyped(UINT_64, bits, 8, target, at);
  }

  static int stringHeaderLength(int bytes) {
    return bytes <= MAX_FIXSTR ? 1 : bytes < 1 << 8 ? 2 : bytes < 1 << 16 ? 3 : 5;
  }

  /** Writes a string in UTF-8 with its header. @return the index after it */
  static int writeString(byte[] utf8, byte[] target, int at) {
    int start = writeStringHeader(utf8.length, target, at);
    System.arraycopy(utf8, 0, target, start, utf8.length);
    return start + utf8.length;
  }

  static int writeStringHeader(int bytes, byte[] target, int at) {
    if (bytes <= MAX_FIXSTR) {
      return writeBytes(FIXSTR | bytes, 1, target, at);
    }
    return bytes < 1 << 8
        ? writeTyped(STR_8, bytes, 1, target, at)
        : writeLarge(STR_16, STR_32, bytes, target, at);
  }

  static int writeBinaryHeader(int bytes, byte[] target, int at) {
    return bytes < 1 << 8
        ? writeTyped(BIN_8, bytes, 1, target, at)
        : writeLarge(BIN_16, BIN_32, bytes, target, at);
  }

  static int writeArrayHeader(int elements, byte[] target, int at) {
    return elements <= MAX_FIX_CONTAINER
        ? writeBytes(FIXARRAY | elements, 1, target, at)
        : writeLarge(ARRAY_16, ARRAY_32, elements, target, at);
  }

  static int writeMapHeader(int members, byte[] target, int at) {
    return members <= MAX_FIX_CONTAINER
        ? writeBytes(FIXMAP | members, 1, target, at)
        : writeLarge(MAP_16, MAP_32, members, target, at);
  }

  static int writeDouble(double value, byte[] target, int at) {
    return writeTyped(FLOAT_64, Double.doubleToLongBits(value), 8, target, at);
  }

  private static int writeLarge(int type16, int type32, int size, byte[] target, int at) {
    return size < 1 << 16
        ? writeTyped(type16, size, 2, target, at)
        : writeTyped(type32, size, 4, target, at);
  }

  private static int writeTyped(int type, long value, int bytes, byte[] target, int at) {
    target[at] = (byte) type;
    return writeBytes(value, bytes, target, at + 1);
  }

  private static int writeBytes(long value, int bytes, byte[] target, int at) {
    for (int i = 0; i < bytes; i++) {
      target[at + i] = (byte) (value >> (8 * (bytes - 1 - i)));
    }
    return at + bytes;
  }
}
