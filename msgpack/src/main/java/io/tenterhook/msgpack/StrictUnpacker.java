package io.tenterhook.msgpack;

import static io.tenterhook.protocol.ProtocolException.unexpected;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import java.io.IOException;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.ArrayBufferInput;
import org.msgpack.value.ValueType;

/**
 * The library's unpacker over one message, with what it leaves to its callers: every length that a
 * header gives is one that the message has. Look at the format before reading: the library would
 * take binary for a string.
 *
 * <p>What it cannot read at all ends in a {@code MessagePackException}; {@link #malformed} says
 * that with the position. An {@code IOException} does not happen, as all is in memory.
 */
final class StrictUnpacker extends MessageUnpacker {
  private final byte[] array;

  /** Where the value starts that was looked at last. */
  private int start;

  StrictUnpacker(byte[] array) {
    super(new ArrayBufferInput(array), MessagePack.DEFAULT_UNPACKER_CONFIG);
    this.array = array;
  }

  byte[] array() {
    return array;
  }

  int at() {
    return (int) getTotalReadBytes();
  }

  boolean nextIs(ValueType type) throws IOException {
    return getNextFormat().getValueType() == type;
  }

  /** The format of the next value, which must be there and have one. */
  @Override
  public MessageFormat getNextFormat() throws IOException {
    start = at();
    if (start == array.length) {
      throw invalid("a value");
    }
    MessageFormat format = super.getNextFormat();
    if (format == MessageFormat.NEVER_USED) {
      throw invalid("a value");
    }
    return format;
  }

  /** Passes over nil, if that is next. */
  boolean skipNil() throws IOException {
    boolean nil = nextIs(ValueType.NIL);
    if (nil) {
      unpackNil();
    }
    return nil;
  }

  /** Passes over bytes that a header has said. */
  void skip(int bytes) throws IOException {
    readPayloadAsReference(bytes);
  }

  /** Reads the header of what must be a string. @return how many bytes follow */
  int stringHeader(String what) throws IOException {
    if (!nextIs(ValueType.STRING)) {
      throw invalid("a string as " + what);
    }
    return unpackRawStringHeader();
  }

  @Override
  public int unpackRawStringHeader() throws IOException {
    return declared(super.unpackRawStringHeader(), 1, "bytes of a string");
  }

  @Override
  public int unpackBinaryHeader() throws IOException {
    return declared(super.unpackBinaryHeader(), 1, "bytes of binary");
  }

  @Override
  public ExtensionTypeHeader unpackExtensionTypeHeader() throws IOException {
    ExtensionTypeHeader header = super.unpackExtensionTypeHeader();
    declared(header.getLength(), 1, "bytes of an extension");
    return header;
  }

  @Override
  public int unpackArrayHeader() throws IOException {
    return declared(super.unpackArrayHeader(), 1, "elements of an array");
  }

  @Override
  public int unpackMapHeader() throws IOException {
    return declared(super.unpackMapHeader(), 2, "members of a map");
  }

  /** Checked before anything is done with it, as a peer may declare what it likes. */
  private int declared(int count, int leastBytes, String what) {
    int left = array.length - at();
    if ((long) count * leastBytes > left) {
      throw new ProtocolException(
          ProtocolRule.INVALID_MESSAGE_PACK,
          "expected "
              + count
              + " "
              + what
              + " as declared, found "
              + left
              + " bytes at index "
              + at());
    }
    return count;
  }

  /** Whether the next bytes are these, which are as many as a string header has said. */
  boolean isText(String ascii, int bytes) {
    if (bytes != ascii.length()) {
      return false;
    }
    int at = at();
    for (int i = 0; i < bytes; i++) {
      if (array[at + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  ProtocolException invalid(String expected) {
    return unexpected(ProtocolRule.INVALID_MESSAGE_PACK, expected, array, start, array.length);
  }

  /** The library could not read the value that was looked at last. */
  ProtocolException malformed() {
    return invalid("a whole value of a possible length");
  }
}
