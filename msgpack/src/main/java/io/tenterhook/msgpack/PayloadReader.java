package io.tenterhook.msgpack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.json.JsonWriter;
import io.tenterhook.protocol.socketio.PacketRules;
import io.tenterhook.protocol.socketio.Placeholder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;

/**
 * Translates one MessagePack value into JSON; binary becomes an attachment and its placeholder.
 *
 * <pre>
 *   92  a1 61  c4 03 01 02 03   ["a",{"_placeholder":true,"num":0}]
 * </pre>
 *
 * <p>A map of the peer's own that looks like a placeholder is none: the first letter of its mark is
 * written as an escape, which is the same text to a reader of JSON.
 *
 * <p>Never recurses, so that no input overflows the stack. One object for each value.
 */
final class PayloadReader {
  private static final byte[] NULL = "null".getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final String MARK = "_placeholder";
  private static final byte[] ESCAPED_MARK = "\"\\u005fplaceholder\"".getBytes(US_ASCII);

  private final StrictUnpacker in;
  private final PacketRules rules;
  private byte[] json;
  private int size;

  // What is left of each open container, the innermost last, and whether it is a map.
  private int[] left = new int[8];
  private boolean[] maps = new boolean[8];
  private int depth;

  private List<byte[]> attachments = List.of();
  private long attachmentBytes;

  private PayloadReader(StrictUnpacker in, PacketRules rules) {
    this.in = in;
    this.rules = rules;
    this.json = new byte[in.array().length - in.at() + 16];
  }

  /** Reads one value with all that is in it. */
  static PayloadReader read(StrictUnpacker in, PacketRules rules) throws IOException {
    PayloadReader payload = new PayloadReader(in, rules);
    payload.read();
    return payload;
  }

  /** Holds the JSON, from 0 to {@link #size}. */
  byte[] json() {
    return json;
  }

  int size() {
    return size;
  }

  List<byte[]> attachments() {
    return Collections.unmodifiableList(attachments);
  }

  private void read() throws IOException {
    do {
      value();
      while (depth > 0 && !advance()) {
        depth--;
        write(maps[depth] ? '}' : ']');
      }
    } while (depth > 0);
  }

  /** Goes to the next value of the innermost container. @return whether there is one */
  private boolean advance() throws IOException {
    int innermost = depth - 1;
    while (left[innermost] > 0) {
      left[innermost]--;
      if (!maps[innermost]) {
        comma();
        return true;
      }
      if (key()) {
        return true;
      }
    }
    return false;
  }

  /** Reads a key. @return false if JSON leaves the member out, as its value is undefined */
  private boolean key() throws IOException {
    int length = in.stringHeader("a map's key");
    int start = in.at();
    boolean mark = in.isText(MARK, length);
    in.skip(length);
    if (Extension.skipUndefined(in)) {
      return false;
    }
    comma();
    if (mark && in.array()[in.at()] == MessagePack.Code.TRUE) {
      write(ESCAPED_MARK);
    } else {
      text(start, length);
    }
    write(':');
    return true;
  }

  private void comma() {
    byte last = json[size - 1];
    if (last != '[' && last != '{') {
      write(',');
    }
  }

  private void value() throws IOException {
    MessageFormat format = in.getNextFormat();
    switch (format.getValueType()) {
      case NIL -> {
        in.unpackNil();
        write(NULL);
      }
      case BOOLEAN -> write(in.unpackBoolean() ? TRUE : FALSE);
      case INTEGER -> {
        // Boxes nothing for what nearly all integers are.
        boolean large = format == MessageFormat.UINT64;
        ascii(large ? in.unpackBigInteger().toString() : Long.toString(in.unpackLong()));
      }
      case FLOAT -> decimal(in.unpackDouble());
      case STRING -> string();
      case BINARY -> binary(in.unpackBinaryHeader());
      case ARRAY -> open(false);
      case MAP -> open(true);
      case EXTENSION -> extension(format);
    }
  }

  private void open(boolean map) throws IOException {
    checkDepth();
    int count = map ? in.unpackMapHeader() : in.unpackArrayHeader();
    if (depth == left.length) {
      left = Arrays.copyOf(left, depth * 2);
      maps = Arrays.copyOf(maps, depth * 2);
    }
    left[depth] = count;
    maps[depth] = map;
    depth++;
    write(map ? '{' : '[');
  }

  private void checkDepth() {
    int most = rules.limits().maxJsonDepth();
    if (depth == most) {
      throw new ProtocolException(
          ProtocolRule.JSON_TOO_DEEP,
          "expected at most " + most + " nested arrays and maps, found more at index " + in.at());
    }
  }

  private void decimal(double value) {
    if (!Double.isFinite(value)) {
      throw new ProtocolException(
          ProtocolRule.NUMBER_NOT_FINITE,
          "expected a number that JSON has, found " + value + " before index " + in.at());
    }
    ascii(Double.toString(value));
  }

  private void string() throws IOException {
    int length = in.unpackRawStringHeader();
    int start = in.at();
    in.skip(length);
    text(start, length);
  }

  private void text(int start, int length) {
    reserve(JsonWriter.utf8Length(in.array(), start, start + length));
    size = JsonWriter.writeUtf8(in.array(), start, start + length, json, size);
  }

  private void binary(int length) throws IOException {
    checkDepth();
    if (attachments.isEmpty()) {
      attachments = new ArrayList<>();
    }
    rules.checkAttachmentCount(attachments.size() + 1);
    attachmentBytes += length;
    rules.checkAttachmentBytes(attachmentBytes);
    write(Placeholder.json(attachments.size()));
    attachments.add(in.readPayload(length));
  }

  private void extension(MessageFormat format) throws IOException {
    if (Extension.skipUndefined(in)) {
      write(NULL);
      return;
    }
    int start = in.at();
    int length = Extension.header(in);
    switch (format) {
      case FIXEXT8 -> {
        write('"');
        ascii(Extension.date(ByteBuffer.wrap(in.readPayload(length)).getLong()));
        write('"');
      }
      case EXT8, EXT16, EXT32 -> binary(length);
      default -> throw Extension.unknown(in, start);
    }
  }

  // ---- writing

  private void ascii(String text) {
    write(text.getBytes(US_ASCII));
  }

  private void write(char sign) {
    reserve(1);
    json[size++] = (byte) sign;
  }

  private void write(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, json, size, bytes.length);
    size += bytes.length;
  }

  private void reserve(long more) {
    if (json.length - size < more) {
      json = Arrays.copyOf(json, Math.toIntExact(Math.max(json.length * 2L, size + more)));
    }
  }
}
