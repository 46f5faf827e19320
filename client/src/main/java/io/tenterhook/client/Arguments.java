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
 *   String symbol = event.args().get(0, String.class);
 *   RawJson rest = event.args().raw(1);
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
    return new RawJson(range(index));
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
    return new RawJson(new JsonSource(text, 0, text.length, array.attachments()));
  }

  /** The binding promises the type it was asked for, or null for JSON's null. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T cast(@Nullable Object bound) {
    return (T) bound;
  }

  private @Nullable Object bind(int index, Type type) {
    JsonSource value = range(index);
    if (type == RawJson.class) {
      return new RawJson(value);
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
