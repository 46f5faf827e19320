package io.tenterhook.client;

import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as the text it came in, or is to be sent in: nothing is lost, not the digits of a
 * number, not the order of members.
 *
 * <pre>{@code
 * socket.emit("order", RawJson.of("{\"price\":1.10,\"id\":9007199254740993}"));
 * }</pre>
 *
 * <p>It can be looked into without a JSON library. What does not fit is a {@link
 * ConversionException} that says where and what, and no number is ever rounded to fit:
 *
 * <pre>{@code
 * RawJson order = event.args().raw(0);
 * long id = order.member("id").asLong();
 * var price = order.member("lines").element(0).member("price").asBigDecimal();
 * }</pre>
 *
 * <p>Immutable; equal when the texts are equal. Each look reads the text anew: keep what you need.
 */
public final class RawJson {

  /** What a value can be. */
  public enum Type {
    /** Members in braces. */
    OBJECT,
    /** Elements in brackets. */
    ARRAY,
    /** A text. */
    STRING,
    /** A number of any size. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** {@code null}. */
    NULL,
    /** A placeholder, that is, an attachment of the packet. */
    BINARY
  }

  private final JsonSource source;
  private final @Nullable RawJson parent;

  /**
   * For messages, made only then: an argument's index, the whole's name, or the step from the
   * parent.
   */
  private final Object step;

  private RawJson(JsonSource source, @Nullable RawJson parent, Object step) {
    this.source = source;
    this.parent = parent;
    this.step = step;
  }

  RawJson(JsonSource source, String what) {
    this(source, null, what);
  }

  /** An argument of an event or ack. */
  RawJson(JsonSource source, int index) {
    this(source, null, index);
  }

  /**
   * Checks a text and keeps it.
   *
   * @param json one JSON value
   * @return the value
   * @throws IllegalArgumentException if the text is not strict JSON (RFC 8259); says where
   */
  public static RawJson of(String json) {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    try {
      JsonScanner.checkValue(utf8, 0, utf8.length, JsonScanner.DEFAULT_MAX_DEPTH);
    } catch (ProtocolException invalid) {
      throw new IllegalArgumentException("not JSON: " + invalid.getMessage(), invalid);
    }
    return new RawJson(new JsonSource(utf8, 0, utf8.length, List.of()), "the value");
  }

  JsonSource source() {
    return source;
  }

  /**
   * The value's size.
   *
   * @return bytes of UTF-8
   */
  public int sizeBytes() {
    return source.length();
  }

  // ---- what it is

  /**
   * What the value is.
   *
   * @return its type
   */
  public Type type() {
    return switch (source.array()[start()]) {
      case '{' -> attachment() < 0 ? Type.OBJECT : Type.BINARY;
      case '[' -> Type.ARRAY;
      case '"' -> Type.STRING;
      case 't', 'f' -> Type.BOOLEAN;
      case 'n' -> Type.NULL;
      default -> Type.NUMBER;
    };
  }

  /**
   * Whether the value is {@code null}.
   *
   * @return true for null alone
   */
  public boolean isNull() {
    return type() == Type.NULL;
  }

  // ---- as Java's values

  /**
   * The text of a string.
   *
   * @return without quotes and escapes
   * @throws ConversionException if it is no string
   */
  public String asString() {
    expect(Type.STRING);
    return JsonScanner.readString(source.array(), start(), end());
  }

  /**
   * A whole number.
   *
   * @return the number; {@code 1.0} and {@code 1e3} are whole too
   * @throws ConversionException if it is no number, not whole, or takes more than 64 bits
   */
  public long asLong() {
    try {
      return asBigDecimal().longValueExact();
    } catch (ArithmeticException inexact) {
      throw unfit("a whole number of 64 bits");
    }
  }

  /**
   * A whole number.
   *
   * @return the number; {@code 1.0} and {@code 1e3} are whole too
   * @throws ConversionException if it is no number, not whole, or takes more than 32 bits
   */
  public int asInt() {
    try {
      return asBigDecimal().intValueExact();
    } catch (ArithmeticException inexact) {
      throw unfit("a whole number of 32 bits");
    }
  }

  /**
   * A number as the double that is nearest to it, which is what JavaScript makes of it.
   *
   * @return a finite number
   * @throws ConversionException if it is no number, or beyond all doubles
   */
  public double asDouble() {
    double nearest = asBigDecimal().doubleValue();
    if (Double.isInfinite(nearest)) {
      throw unfit("within the range of a double");
    }
    return nearest;
  }

  /**
   * A number, whatever its size.
   *
   * @return all its digits
   * @throws ConversionException if it is no number, or written with more than 1,000 characters
   */
  public BigDecimal asBigDecimal() {
    expect(Type.NUMBER);
    return ExactNumber.of(this, source.array(), start(), end());
  }

  /**
   * A truth value.
   *
   * @return true or false
   * @throws ConversionException if it is neither
   */
  public boolean asBoolean() {
    expect(Type.BOOLEAN);
    return source.array()[start()] == 't';
  }

  /**
   * The bytes of an attachment.
   *
   * @return the packet's own array, not a copy
   * @throws ConversionException if the value is no attachment
   */
  public byte[] asBytes() {
    expect(Type.BINARY);
    return source.attachment(attachment());
  }

  // ---- what is in it

  /**
   * A member of an object.
   *
   * @param name its name
   * @return its value; of several with the same name the last, as JavaScript has it
   * @throws ConversionException if this is no object, or has no such member
   */
  public RawJson member(String name) {
    RawJson found = find(name);
    if (found == null) {
      throw new ConversionException(where() + " has no member " + Excerpts.of(name), null);
    }
    return found;
  }

  /**
   * Whether an object has a member.
   *
   * @param name its name
   * @return true also if its value is null
   * @throws ConversionException if this is no object
   */
  public boolean hasMember(String name) {
    return find(name) != null;
  }

  private @Nullable RawJson find(String name) {
    JsonCursor member = cursor(Type.OBJECT);
    RawJson found = null;
    while (member.next()) {
      if (member.key().equals(name)) {
        found = part(member, "." + Excerpts.oneLine(name));
      }
    }
    return found;
  }

  /**
   * All members of an object, in their order.
   *
   * @return values by name, unmodifiable
   * @throws ConversionException if this is no object
   */
  public Map<String, RawJson> members() {
    JsonCursor member = cursor(Type.OBJECT);
    Map<String, RawJson> members = new LinkedHashMap<>();
    while (member.next()) {
      String name = member.key();
      members.put(name, part(member, "." + Excerpts.oneLine(name)));
    }
    return Collections.unmodifiableMap(members);
  }

  /**
   * An element of an array. To walk over all of them take {@link #elements()}.
   *
   * @param index from 0
   * @return its value
   * @throws ConversionException if this is no array, or has no such element
   */
  public RawJson element(int index) {
    JsonCursor element = cursor(Type.ARRAY);
    int size = 0;
    while (element.next()) {
      if (size == index) {
        return part(element, "[" + index + "]");
      }
      size++;
    }
    throw new ConversionException(where() + " has no element " + index + " of " + size, null);
  }

  /**
   * All elements of an array, in their order.
   *
   * @return values, unmodifiable
   * @throws ConversionException if this is no array
   */
  public List<RawJson> elements() {
    JsonCursor element = cursor(Type.ARRAY);
    List<RawJson> elements = new ArrayList<>();
    while (element.next()) {
      elements.add(part(element, "[" + elements.size() + "]"));
    }
    return Collections.unmodifiableList(elements);
  }

  private JsonCursor cursor(Type container) {
    expect(container);
    return container == Type.OBJECT
        ? JsonCursor.object(source.array(), start(), end())
        : JsonCursor.array(source.array(), start(), end());
  }

  private RawJson part(JsonCursor at, String stepTo) {
    return new RawJson(
        new JsonSource(source.array(), at.start(), at.end(), source.attachments()), this, stepTo);
  }

  // ---- where it is

  /** White space may stand around the value. */
  private int start() {
    return JsonScanner.skipWhitespace(source.array(), source.start(), source.end());
  }

  private int end() {
    int end = source.end();
    while (source.array()[end - 1] <= ' ') {
      end--;
    }
    return end;
  }

  /** The number of the attachment this stands for, or -1. */
  private int attachment() {
    int count = source.attachments().size();
    int num = source.placeholderAt(start());
    return num < count ? num : -1;
  }

  private void expect(Type expected) {
    if (type() != expected) {
      throw unfit("a JSON " + expected.name().toLowerCase(Locale.ROOT));
    }
  }

  ConversionException unfit(String expected) {
    return new ConversionException(
        where() + " is not " + expected + ": " + Excerpts.of(toString()), null);
  }

  private String where() {
    if (parent != null) {
      return parent.where() + step;
    }
    return step instanceof Integer index ? "argument " + index : step.toString();
  }

  /**
   * The JSON text.
   *
   * @return the text; attachments appear as placeholders
   */
  @Override
  public String toString() {
    return new String(source.array(), source.start(), source.length(), StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawJson that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
