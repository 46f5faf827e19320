package io.tenterhook.msgpack;

import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.Placeholder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.buffer.MessageBuffer;

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
  private static final int MAX_BUFFER_BYTES = 1 << 16;

  /** More than any header, and the spare byte without which the packer takes the next buffer. */
  private static final int SPARE_BYTES = 16;

  private final byte[] json;
  private final int start;
  private final int end;
  private final List<byte[]> attachments;
  private final int headroom;
  private final MessageBufferPacker out;

  PayloadWriter(byte[] json, int start, int end, List<byte[]> attachments, int headroom) {
    this.json = json;
    this.start = start;
    this.end = end;
    this.attachments = attachments;
    this.headroom = headroom;
    this.out =
        new MessagePack.PackerConfig()
            .withBufferSize(Math.min(end - start + SPARE_BYTES, MAX_BUFFER_BYTES))
            .newBufferPacker();
  }

  /** The payload behind its headroom. */
  byte[] write() {
    try (out) {
      pack();
      return frame();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  private byte[] frame() throws IOException {
    byte[] frame = new byte[Math.toIntExact(headroom + out.getTotalWrittenBytes())];
    int at = headroom;
    for (MessageBuffer piece : out.toBufferList()) {
      piece.getBytes(0, frame, at, piece.size());
      at += piece.size();
    }
    return frame;
  }

  private void pack() throws IOException {
    int[] counts = countElements();
    int container = 0;
    int at = start;
    while (at < end) {
      byte b = json[at];
      switch (b) {
        case '[' -> {
          out.packArrayHeader(counts[container++]);
          at++;
        }
        case '{' -> {
          int num = attachments.isEmpty() ? -1 : Placeholder.num(json, at, end);
          if (num >= 0) {
            binary(num);
            at = JsonScanner.skipValue(json, at, end, 1);
          } else {
            out.packMapHeader(counts[container]);
            at++;
          }
          container++;
        }
        case '"' -> {
          int after = JsonScanner.skipValue(json, at, end, 0);
          string(at, after);
          at = after;
        }
        case 't', 'f' -> {
          out.packBoolean(b == 't');
          at += b == 't' ? 4 : 5;
        }
        case 'n' -> {
          out.packNil();
          at += 4;
        }
        case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
          int after = JsonScanner.skipValue(json, at, end, 0);
          JsonNumber.write(json, at, after, out);
          at = after;
        }
        default -> at++;
      }
    }
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

  private void binary(int num) throws IOException {
    if (num >= attachments.size()) {
      throw new IllegalArgumentException(
          "placeholder " + num + " of " + attachments.size() + " attachments");
    }
    byte[] attachment = attachments.get(num);
    out.packBinaryHeader(attachment.length).addPayload(attachment);
  }

  private void string(int from, int to) throws IOException {
    if (!JsonScanner.hasEscapes(json, from, to)) {
      int length = to - from - 2;
      out.packRawStringHeader(length).addPayload(json, from + 1, length);
      return;
    }
    String text = JsonScanner.readString(json, from, to);
    // The packer would replace it.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "the text at index "
              + (from - start)
              + " of the JSON has half a surrogate pair, which is not text in UTF-8");
    }
    out.packString(text);
  }
}
