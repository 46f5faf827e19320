package io.tenterhook.msgpack;

import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.Placeholder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Translates valid JSON into MessagePack, each placeholder into the attachment it stands for.
 *
 * <pre>
 *   ["a",{"_placeholder":true,"num":0}]   92  a1 61  c4 03 01 02 03
 * </pre>
 *
 * <p>MessagePack says at the front of a container how much is in it: a first pass over the JSON
 * counts. Neither pass recurses. Used once.
 */
final class PayloadWriter {
  private final byte[] json;
  private final int start;
  private final int end;
  private final List<byte[]> attachments;
  private byte[] out;
  private int size;

  PayloadWriter(byte[] json, int start, int end, List<byte[]> attachments, int headroom) {
    this.json = json;
    this.start = start;
    this.end = end;
    this.attachments = attachments;
    this.out = new byte[headroom + end - start + 2 * Wire.MAX_HEADER];
    this.size = headroom;
  }

  /** The payload behind its headroom. */
  byte[] write() {
    int[] counts = countElements();
    int container = 0;
    int at = start;
    while (at < end) {
      byte b = json[at];
      switch (b) {
        case '[' -> {
          reserve(Wire.MAX_HEADER);
          size = Wire.writeArrayHeader(counts[container++], out, size);
          at++;
        }
        case '{' -> {
          int num = attachments.isEmpty() ? -1 : Placeholder.num(json, at, end);
          if (num >= 0) {
            binary(num);
            at = JsonScanner.skipValue(json, at, end, 1);
          } else {
            reserve(Wire.MAX_HEADER);
            size = Wire.writeMapHeader(counts[container], out, size);
            at++;
          }
          container++;
        }
        case '"' -> {
          int after = JsonScanner.skipValue(json, at, end, 0);
          string(at, after);
          at = after;
        }
        case 't', 'f', 'n' -> {
          reserve(1);
          out[size++] = (byte) (b == 't' ? Wire.TRUE : b == 'f' ? Wire.FALSE : Wire.NIL);
          at += b == 'f' ? 5 : 4;
        }
        case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
          int after = JsonScanner.skipValue(json, at, end, 0);
          reserve(Wire.MAX_HEADER);
          size = JsonNumber.write(json, at, after, out, size);
          at = after;
        }
        default -> at++;
      }
    }
    return Arrays.copyOf(out, size);
  }

  /** How many elements or members each container has, in the order in which they open. */
  private int[] countElements() {
    int[] counts = new int[8];
    int[] open = new int[8];
    int containers = 0;
    int depth = 0;
    int at = start;
    while (at < end) {
      switch (json[at]) {
        case '"' -> at = JsonScanner.skipValue(json, at, end, 0) - 1;
        case '[', '{' -> {
          counts = grown(counts, containers);
          open = grown(open, depth);
          byte next = json[JsonScanner.skipWhitespace(json, at + 1, end)];
          counts[containers] = next == ']' || next == '}' ? 0 : 1;
          open[depth++] = containers++;
        }
        case ']', '}' -> depth--;
        case ',' -> counts[open[depth - 1]]++;
        default -> {
          // Inside a number or a literal, or white space.
        }
      }
      at++;
    }
    return counts;
  }

  private static int[] grown(int[] array, int index) {
    return index < array.length ? array : Arrays.copyOf(array, array.length * 2);
  }

  private void binary(int num) {
    if (num >= attachments.size()) {
      throw new IllegalArgumentException(
          "placeholder " + num + " of " + attachments.size() + " attachments");
    }
    byte[] attachment = attachments.get(num);
    reserve(Math.addExact(Wire.MAX_HEADER, attachment.length));
    size = Wire.writeBinaryHeader(attachment.length, out, size);
    append(attachment, 0, attachment.length);
  }

  private void string(int from, int to) {
    if (!JsonScanner.hasEscapes(json, from, to)) {
      int length = to - from - 2;
      reserve(Wire.MAX_HEADER + length);
      size = Wire.writeStringHeader(length, out, size);
      append(json, from + 1, length);
      return;
    }
    ByteBuffer utf8;
    try {
      utf8 =
          StandardCharsets.UTF_8
              .newEncoder()
              .encode(CharBuffer.wrap(JsonScanner.readString(json, from, to)));
    } catch (CharacterCodingException halfOfAPair) {
      throw new IllegalArgumentException(
          "the text at index "
              + (from - start)
              + " of the JSON has half a surrogate pair, which is not text in UTF-8",
          halfOfAPair);
    }
    reserve(Wire.MAX_HEADER + utf8.remaining());
    size = Wire.writeStringHeader(utf8.remaining(), out, size);
    append(utf8.array(), utf8.arrayOffset(), utf8.remaining());
  }

  private void append(byte[] bytes, int offset, int length) {
    System.arraycopy(bytes, offset, out, size, length);
    size += length;
  }

  private void reserve(int more) {
    if (out.length - size < more) {
      out = Arrays.copyOf(out, Math.max(out.length + out.length / 2, Math.addExact(size, more)));
    }
  }
}
