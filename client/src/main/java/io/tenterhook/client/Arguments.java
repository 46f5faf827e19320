package io.tenterhook.client;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.protocol.json.JsonCursor;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an event or of an ack, as raw JSON until someone asks for a type.
 *
 * <pre>{@code
 * socket.on("trade", event -> {
 *   String symbol = event.args().asString(0);
 *   Order order = event.args().get(1, Order.class);
 *   long volume = event.args().raw(2).member("volume").asLong();
 * });
 * }</pre>
 *
 * <p>Immutable, safe for any thread. Splitting and binding happen at each call: keep what you need.
 */
public final class Arguments {
  private static final int FEW = 4;

  private final JsonSource array;
  private final int skipped;
  private final JsonBinding binding;
  private int @Nullable [] bounds;

  /**
   * @param array the whole array
   * @param skipped elements in front that are no arguments: 1 for an event's name
   */
  Arguments(JsonSource array, int skipped, JsonBinding binding) {
    this.array = array;
    this.skipped = skipped;
    this.binding = binding;
  }

  /**
   * How many arguments there are.
   *
   * @return 0 or more
   */
  public int size() {
    return bounds().length / 2;
  }

  /**
   * One argument as it came.
   *
   * @param index from 0
   * @return the JSON value
   * @throws ConversionException if there is no such argument
   */
  public RawJson raw(int index) {
    return new RawJson(range(index), index);
  }

  /**
   * One argument that is a string.
   *
   * @param index from 0
   * @return its text
   * @throws ConversionException if there is no such argument, or it is no string
   */
  public String asString(int index) {
    return raw(index).asString();
  }

  /**
   * One argument that is a whole number.
   *
   * @param index from 0
   * @return the number
   * @throws ConversionException if there is no such argument, or it is no whole number of 32 bits
   */
  public int asInt(int index) {
    return raw(index).asInt();
  }

  /**
   * One argument that is a whole number.
   *
   * @param index from 0
   * @return the number
   * @throws ConversionException if there is no such argument, or it is no whole number of 64 bits
   */
  public long asLong(int index) {
    return raw(index).asLong();
  }

  /**
   * One argument that is a number, as the double that is nearest to it.
   *
   * @param index from 0
   * @return a finite number
   * @throws ConversionException if there is no such argument, or it is no number of that range
   */
  public double asDouble(int index) {
    return raw(index).asDouble();
  }

  /**
   * One argument that is a truth value.
   *
   * @param index from 0
   * @return true or false
   * @throws ConversionException if there is no such argument, or it is neither
   */
  public boolean asBoolean(int index) {
    return raw(index).asBoolean();
  }

  /**
   * One argument that is binary.
   *
   * @param index from 0
   * @return the attachment, not copied
   * @throws ConversionException if there is no such argument, or it is no attachment
   */
  public byte[] asBytes(int index) {
    return raw(index).asBytes();
  }

  /**
   * One argument as an object.
   *
   * @param index from 0
   * @param type what to make of it
   * @param <T> its type
   * @return the value; null only for JSON {@code null}
   * @throws ConversionException if there is no such argument, or it does not fit
   */
  public <T> T get(int index, Class<T> type) {
    return cast(bind(index, type));
  }

  /**
   * One argument as an object of a generic type.
   *
   * @param index from 0
   * @param type what to make of it
   * @param <T> its type
   * @return the value; null only for JSON {@code null}
   * @throws ConversionException if there is no such argument, or it does not fit
   */
  public <T> T get(int index, JsonType<T> type) {
    return cast(bind(index, type.type()));
  }

  /**
   * All binary attachments, in the order of their numbers.
   *
   * @return arrays that are not copied; empty for most packets
   */
  public List<byte[]> attachments() {
    return array.attachments();
  }

  /**
   * All arguments as one JSON array.
   *
   * @return for example {@code [1,"a"]}
   */
  public RawJson json() {
    int[] known = bounds();
    if (known.length == 0) {
      return RawJson.of("[]");
    }
    int from = known[0];
    int to = known[known.length - 1];
    byte[] text = new byte[to - from + 2];
    text[0] = '[';
    System.arraycopy(array.array(), from, text, 1, to - from);
    text[text.length - 1] = ']';
    return new RawJson(new JsonSource(text, 0, text.length, array.attachments()), "the arguments");
  }

  /** The binding promises the type it was asked for, or null for JSON's null. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T cast(@Nullable Object bound) {
    return (T) bound;
  }

  private @Nullable Object bind(int index, Type type) {
    JsonSource value = range(index);
    if (type == RawJson.class) {
      return raw(index);
    }
    try {
      return binding.read(value, type);
    } catch (IOException | RuntimeException unfit) {
      throw new ConversionException(
          "argument " + index + " is not a " + type.getTypeName() + ": " + unfit.getMessage(),
          unfit);
    }
  }

  private JsonSource range(int index) {
    int[] known = bounds();
    Objects.checkIndex(index, Integer.MAX_VALUE);
    if (index >= known.length / 2) {
      throw new ConversionException(
          "no argument " + index + ": the packet has " + known.length / 2, null);
    }
    return new JsonSource(
        array.array(), known[2 * index], known[2 * index + 1], array.attachments());
  }

  /** Start and end of each argument; found once. A race finds the same. */
  private int[] bounds() {
    int[] known = bounds;
    if (known == null) {
      known = split();
      bounds = known;
    }
    return known;
  }

  private int[] split() {
    JsonCursor element = JsonCursor.array(array.array(), array.start(), array.end());
    for (int i = 0; i < skipped; i++) {
      element.next();
    }
    int[] found = new int[2 * FEW];
    int count = 0;
    while (element.next()) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = element.start();
      found[count++] = element.end();
    }
    return Arrays.copyOf(found, count);
  }

  @Override
  public String toString() {
    return Excerpts.of(
        new String(array.array(), array.start(), array.length(), StandardCharsets.UTF_8));
  }
}
