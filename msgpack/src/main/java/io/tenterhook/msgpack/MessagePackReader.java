package io.tenterhook.msgpack;

import static io.tenterhook.protocol.ProtocolException.unexpected;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import java.util.Arrays;

/**
 * Reads a MessagePack message from front to end. Every length that it gives is one that the message
 * has: what a peer declares is compared with what is there before anything is done with it.
 */
final class MessagePackReader {
  /** What notepack.io writes for {@code undefined}: an extension of type 0 with one byte. */
  private static final int UNDEFINED_LENGTH = 3;

  private final byte[] array;
  private int at;

  MessagePackReader(byte[] array) {
    this.array = array;
  }

  byte[] array() {
    return array;
  }

  int at() {
    return at;
  }

  boolean atEnd() {
    return at == array.length;
  }

  void skip(int bytes) {
    at += bytes;
  }

  /** The next byte, which stays the next. */
  int peek() {
    require(1, "a value");
    return array[at] & 0xff;
  }

  /** Whether an extension of this form and type is next. */
  boolean startsWith(int form, int type) {
    return at + 1 < array.length && (array[at] & 0xff) == form && array[at + 1] == type;
  }

  /** Reads an unsigned integer of 1 to 4 bytes, or the bits of one of 8. */
  long bits(int bytes) {
    require(bytes, "a number");
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (array[at++] & 0xff);
    }
    return value;
  }

  /** Passes over nil, if that is next. */
  boolean skipNil() {
    boolean nil = peek() == Wire.NIL;
    at += nil ? 1 : 0;
    return nil;
  }

  /** Passes over {@code undefined}, if that is next. */
  boolean skipUndefined() {
    boolean undefined = startsWith(Wire.FIXEXT_1, Extension.JAVASCRIPT);
    if (undefined) {
      require(UNDEFINED_LENGTH, "undefined");
      at += UNDEFINED_LENGTH;
    }
    return undefined;
  }

  boolean isMap() {
    int first = peek();
    return (first >= Wire.FIXMAP && first < Wire.FIXARRAY)
        || first == Wire.MAP_16
        || first == Wire.MAP_32;
  }

  boolean isArray() {
    int first = peek();
    return (first >= Wire.FIXARRAY && first < Wire.FIXSTR)
        || first == Wire.ARRAY_16
        || first == Wire.ARRAY_32;
  }

  boolean isString() {
    int first = peek();
    return (first >= Wire.FIXSTR && first < Wire.NIL)
        || (first >= Wire.STR_8 && first <= Wire.STR_32);
  }

  boolean isInteger() {
    int first = peek();
    return first < Wire.FIXMAP
        || first >= Wire.NEGATIVE_FIXINT
        || (first >= Wire.UINT_8 && first <= Wire.INT_64);
  }

  /**
   * Reads an integer.
   *
   * @return its value; the bits of one of 2^63 or more
   */
  long integer() {
    int first = peek();
    at++;
    return switch (first) {
      case Wire.UINT_8 -> bits(1);
      case Wire.UINT_16 -> bits(2);
      case Wire.UINT_32 -> bits(4);
      case Wire.UINT_64, Wire.INT_64 -> bits(8);
      case Wire.INT_8 -> (byte) bits(1);
      case Wire.INT_16 -> (short) bits(2);
      case Wire.INT_32 -> (int) bits(4);
      default -> (byte) first;
    };
  }

  /**
   * Reads the header of a string.
   *
   * @return how many bytes follow
   */
  int stringHeader(String what) {
    int first = peek();
    if (first >= Wire.FIXSTR && first < Wire.NIL) {
      at++;
      return declared(first & 0x1f, 1, what);
    }
    return switch (first) {
      case Wire.STR_8 -> sized(1, what);
      case Wire.STR_16 -> sized(2, what);
      case Wire.STR_32 -> sized(4, what);
      default -> throw invalid("a string as " + what);
    };
  }

  /** Passes over the first byte and reads the size after it, of a string or binary. */
  int sized(int sizeBytes, String what) {
    at++;
    return declared(bits(sizeBytes), 1, what);
  }

  /**
   * Reads the header of an array.
   *
   * @return how many elements follow
   */
  int arrayHeader() {
    return containerHeader(Wire.FIXARRAY, Wire.ARRAY_16, 1, "elements of an array");
  }

  /**
   * Reads the header of a map.
   *
   * @return how many members follow
   */
  int mapHeader() {
    return containerHeader(Wire.FIXMAP, Wire.MAP_16, 2, "members of a map");
  }

  private int containerHeader(int fix, int type16, int leastBytes, String what) {
    int first = peek();
    at++;
    long count = first == type16 ? bits(2) : first == type16 + 1 ? bits(4) : first - fix;
    return declared(count, leastBytes, what);
  }

  private int declared(long count, int leastBytes, String what) {
    int left = array.length - at;
    if (count * leastBytes > left) {
      throw new ProtocolException(
          ProtocolRule.INVALID_MESSAGE_PACK,
          "expected "
              + count
              + " "
              + what
              + " as declared, found "
              + left
              + " bytes at index "
              + at);
    }
    return (int) count;
  }

  byte[] bytes(int count) {
    byte[] bytes = Arrays.copyOfRange(array, at, at + count);
    at += count;
    return bytes;
  }

  /** Whether the next bytes are these, which are as many as a string header has said. */
  boolean isText(byte[] ascii, int bytes) {
    return Arrays.equals(array, at, at + bytes, ascii, 0, ascii.length);
  }

  ProtocolException invalid(String expected) {
    return unexpected(ProtocolRule.INVALID_MESSAGE_PACK, expected, array, at, array.length);
  }

  private void require(int bytes, String what) {
    if (array.length - at < bytes) {
      throw invalid(what);
    }
  }
}
