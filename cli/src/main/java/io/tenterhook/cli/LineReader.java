package io.tenterhook.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 text from a stream of any length, one at a time: no more than one line, and a
 * buffer, is in memory. A line ends with {@code \n} or {@code \r\n}, or with the stream.
 *
 * <p>Whatever is wrong is a {@link CommandFailure} that begins with the stream's name and the line.
 * One thread.
 */
final class LineReader {
  static final int MAX_LINE_BYTES = 64 << 20;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream in;
  private final String name;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private int position;
  private int limit;
  private long number;

  /**
   * @param name for messages
   */
  LineReader(InputStream in, String name) {
    this(in, name, MAX_LINE_BYTES);
  }

  LineReader(InputStream in, String name, int maxLineBytes) {
    this.in = in;
    this.name = name;
    this.maxLineBytes = maxLineBytes;
  }

  /** The next line, without its end; null at the end of the stream. Blocks. */
  @Nullable String next() {
    number++;
    ByteArrayOutputStream begun = null;
    while (true) {
      if (position == limit && !fill()) {
        return begun == null ? null : text(begun.toByteArray(), 0, begun.size());
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int known = begun == null ? 0 : begun.size();
      if (known + (end - position) > maxLineBytes) {
        throw wrong("is longer than " + maxLineBytes + " bytes");
      }
      int start = position;
      boolean whole = end < limit;
      position = whole ? end + 1 : end;
      if (whole && begun == null) {
        return text(buffer, start, end);
      }
      begun = begun == null ? new ByteArrayOutputStream(2 * (end - start)) : begun;
      begun.write(buffer, start, end - start);
      if (whole) {
        return text(begun.toByteArray(), 0, begun.size());
      }
    }
  }

  private boolean fill() {
    try {
      position = 0;
      limit = Math.max(0, in.read(buffer));
      return limit > 0;
    } catch (IOException failed) {
      throw CommandFailure.usage(name + " cannot be read: " + failed.getMessage(), "");
    }
  }

  private String text(byte[] bytes, int start, int end) {
    int length = (end > start && bytes[end - 1] == '\r' ? end - 1 : end) - start;
    ByteBuffer line = ByteBuffer.wrap(bytes, start, length);
    try {
      String text = decoder.decode(line).toString();
      return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException other) {
      throw wrong("is not UTF-8 from byte " + (line.position() - start + 1) + " on");
    }
  }

  /** Where the line that was read last stands. */
  String where() {
    return name + ", line " + number;
  }

  /** The line cannot be used. */
  CommandFailure wrong(String why) {
    return CommandFailure.usage(where() + " " + why, "");
  }

  /**
   * The line cannot be used.
   *
   * @param column where in it, from 1
   * @param next what to write instead; empty if it is clear
   */
  CommandFailure wrong(int column, String why, String next) {
    return CommandFailure.usage(where() + ", column " + column + ": " + why, next);
  }
}
