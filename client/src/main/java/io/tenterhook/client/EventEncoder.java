package io.tenterhook.client;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSink;
import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.json.JsonWriter;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import io.tenterhook.protocol.socketio.Placeholder;
import io.tenterhook.protocol.socketio.ReservedEvents;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments to JSON bytes, on the caller's thread: whatever is wrong with them is thrown there.
 *
 * <p>Strings, numbers, booleans, null, {@link RawJson} and binary are written here, without the
 * JSON binding; everything else is the binding's.
 */
final class EventEncoder {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final int GUESS_PER_OBJECT = 96;

  /** A payload with headroom in front; never changed after it was made, but for the headroom. */
  @SuppressWarnings("ArrayRecordComponent")
  record Encoded(
      @Nullable String name, byte[] array, int payloadStart, int end, List<byte[]> attachments) {

    /** For sending it more than once: a transport may change what it sends. */
    Encoded copy() {
      List<byte[]> copies =
          // Asked first: a stream of nothing would be the largest thing made for a call.
          attachments.isEmpty() ? attachments : attachments.stream().map(byte[]::clone).toList();
      return new Encoded(name, array.clone(), payloadStart, end, copies);
    }
  }

  private final JsonBinding binding;
  private final Parser parser;

  EventEncoder(JsonBinding binding, Parser parser) {
    this.binding = binding;
    this.parser = parser;
  }

  /** Refuses a name that the protocol keeps for itself. */
  static String checkName(String event) {
    if (ReservedEvents.contains(event)) {
      throw new IllegalArgumentException(
          "event name \""
              + event
              + "\" is reserved by Socket.IO; choose another, or use onConnect and onDisconnect");
    }
    return event;
  }

  /** {@code ["name",arg,…]} behind so much headroom. */
  Encoded event(int headroom, String name, @Nullable Object[] arguments) {
    checkName(name);
    Sink sink = new Sink(headroom, 4 + name.length() + guess(arguments));
    sink.write('[');
    sink.writeString(name);
    for (int i = 0; i < arguments.length; i++) {
      sink.write(',');
      write(sink, arguments[i], i, name);
    }
    sink.write(']');
    return encoded(name, sink, headroom);
  }

  /** {@code [arg,…]} behind so much headroom. */
  Encoded ack(int headroom, @Nullable Object[] arguments) {
    Sink sink = new Sink(headroom, 2 + guess(arguments));
    sink.write('[');
    for (int i = 0; i < arguments.length; i++) {
      if (i > 0) {
        sink.write(',');
      }
      write(sink, arguments[i], i, "an ack");
    }
    sink.write(']');
    return encoded(null, sink, headroom);
  }

  private Encoded encoded(@Nullable String name, Sink sink, int headroom) {
    byte[] frame;
    try {
      if (!sink.attachments.isEmpty()) {
        Placeholder.checkOwn(sink.array, headroom, sink.size, sink.attachments.size());
      }
      frame = parser.payload(sink.array, headroom, sink.size, sink.attachments, headroom);
    } catch (IllegalArgumentException refused) {
      throw refuse(name == null ? "an ack" : "event " + Excerpts.of(name), refused);
    }
    return frame == null
        ? new Encoded(name, sink.array, headroom, sink.size, sink.attachments)
        : new Encoded(name, frame, headroom, frame.length, List.of());
  }

  private IllegalArgumentException refuse(String what, IllegalArgumentException refused) {
    return new IllegalArgumentException(
        "%s cannot be sent as %s: %s".formatted(what, parser, refused.getMessage()), refused);
  }

  /** An auth payload. */
  byte[] object(Object value) {
    Sink sink = new Sink(0, GUESS_PER_OBJECT);
    write(sink, value, 0, "auth");
    if (sink.array[JsonScanner.skipWhitespace(sink.array, 0, sink.size)] != '{') {
      throw new IllegalArgumentException(
          "an auth payload must be a JSON object (a map, a record), not a "
              + value.getClass().getName());
    }
    if (!sink.attachments.isEmpty()) {
      throw new IllegalArgumentException("an auth payload cannot hold binary data");
    }
    byte[] json = Arrays.copyOf(sink.array, sink.size);
    try {
      // What cannot be sent is said here, to whoever supplied it, and not on the event loop.
      parser.connect(Namespace.ROOT, json);
    } catch (IllegalArgumentException refused) {
      throw refuse("an auth payload", refused);
    }
    return json;
  }

  private static int guess(@Nullable Object[] arguments) {
    int guess = 0;
    for (Object argument : arguments) {
      if (argument instanceof RawJson raw) {
        guess += 1 + raw.sizeBytes();
      } else if (argument instanceof String text) {
        guess += 3 + text.length();
      } else if (argument instanceof byte[]) {
        guess += 1 + Placeholder.MAX_BYTES;
      } else {
        guess += GUESS_PER_OBJECT;
      }
    }
    return guess;
  }

  private void write(Sink sink, @Nullable Object value, int index, String where) {
    try {
      if (value instanceof String text) {
        sink.writeString(text);
      } else if (value instanceof RawJson raw) {
        sink.writeRaw(raw);
      } else if (value == null) {
        sink.write(NULL, 0, NULL.length);
      } else if (value instanceof Boolean || isExactNumber(value)) {
        byte[] digits = value.toString().getBytes(StandardCharsets.US_ASCII);
        sink.write(digits, 0, digits.length);
      } else if (value instanceof Double || value instanceof Float) {
        throw new IllegalArgumentException("JSON has no NaN and infinity; send null or a string");
      } else if (value instanceof byte[] bytes) {
        sink.writePlaceholder(sink.keep(bytes.clone()));
      } else if (value instanceof ByteBuffer buffer) {
        sink.writePlaceholder(sink.attach(buffer));
      } else {
        binding.write(value, sink);
      }
    } catch (IOException | RuntimeException refused) {
      throw refuse(value, index, where, String.valueOf(refused.getMessage()), refused);
    } catch (StackOverflowError endless) {
      throw refuse(value, index, where, "it is too deep, or contains itself", endless);
    }
  }

  private static IllegalArgumentException refuse(
      @Nullable Object value, int index, String where, String why, Throwable cause) {
    String type = value == null ? "null" : value.getClass().getName();
    return new IllegalArgumentException(
        "argument %d of %s, a %s, cannot be JSON: %s".formatted(index, where, type, why), cause);
  }

  private static boolean isExactNumber(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger
        || value instanceof BigDecimal
        || (value instanceof Double d && Double.isFinite(d))
        || (value instanceof Float f && Float.isFinite(f));
  }

  /** A growing array, and attachments beside it. */
  private static final class Sink extends JsonSink {
    private byte[] array;
    private int size;
    private List<byte[]> attachments = List.of();

    Sink(int headroom, int guess) {
      array = new byte[headroom + guess];
      size = headroom;
    }

    @Override
    public void write(int value) {
      reserve(1);
      array[size++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      reserve(length);
      System.arraycopy(bytes, offset, array, size, length);
      size += length;
    }

    @Override
    public int attach(ByteBuffer data) {
      byte[] copy = new byte[data.remaining()];
      data.duplicate().get(copy);
      return keep(copy);
    }

    /** Takes an attachment that nobody else has. @return its number */
    int keep(byte[] attachment) {
      if (attachments.isEmpty()) {
        // Most packets with any have one: a list that can grow is three times as large.
        attachments = List.of(attachment);
        return 0;
      }
      if (attachments.size() == 1) {
        attachments = new ArrayList<>(attachments);
      }
      attachments.add(attachment);
      return attachments.size() - 1;
    }

    void writePlaceholder(int number) {
      reserve(Placeholder.MAX_BYTES);
      size = Placeholder.write(number, array, size);
    }

    void writeString(String text) {
      reserve(JsonWriter.stringLength(text));
      size = JsonWriter.writeString(text, array, size);
    }

    void writeRaw(RawJson raw) {
      JsonSource source = raw.source();
      if (!source.attachments().isEmpty()) {
        throw new IllegalArgumentException(
            "raw JSON that came with attachments cannot be sent on; read it as a type first");
      }
      write(source.array(), source.start(), source.length());
    }

    private void reserve(int more) {
      if (array.length - size < more) {
        array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(size, more)));
      }
    }
  }
}
