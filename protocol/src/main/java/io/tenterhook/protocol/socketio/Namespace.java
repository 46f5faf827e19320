package io.tenterhook.protocol.socketio;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The immutable name of a namespace, {@code "/"} or {@code "/chat"}: its text and its wire bytes.
 *
 * <p>On the wire the root namespace is left out, any other is its name in UTF-8 and a comma: {@code
 * 42/chat,["hi"]}. Socket.IO v5, "Format". A {@code ?} has no meaning: {@code /chat?a=1} is a
 * namespace of its own.
 */
public final class Namespace {
  /** The namespace {@code "/"}. */
  public static final Namespace ROOT = new Namespace("/", new byte[0]);

  private final String name;

  /** The name and a comma, or nothing for the root. */
  private final byte[] wire;

  private Namespace(String name, byte[] wire) {
    this.name = name;
    this.wire = wire;
  }

  /**
   * The namespace with a name. A missing leading slash is added, as the JavaScript client does.
   *
   * @param name the name, without commas, control characters and lone surrogates
   * @return the namespace
   * @throws IllegalArgumentException if the name cannot be written on the wire
   */
  public static Namespace of(String name) {
    String full = name.startsWith("/") ? name : "/" + name;
    if (full.length() == 1) {
      return ROOT;
    }
    int refused = indexOfRefused(full);
    if (refused >= 0) {
      throw new IllegalArgumentException(
          String.format(
              "namespace of %d characters has U+%04X at index %d: commas, control characters and"
                  + " lone surrogates cannot be sent; leave it out",
              full.length(), (int) full.charAt(refused), refused));
    }
    return new Namespace(full, (full + ",").getBytes(StandardCharsets.UTF_8));
  }

  /** The namespace that a peer wrote, from its slash to before its comma. */
  static Namespace parse(byte[] array, int start, int end) {
    if (start == end || array[start] != '/') {
      throw invalid(array, start, end);
    }
    if (end - start == 1) {
      return ROOT;
    }
    String name;
    try {
      name =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(array, start, end - start))
              .toString();
    } catch (CharacterCodingException e) {
      throw invalid(array, start, end);
    }
    if (indexOfRefused(name) >= 0) {
      throw invalid(array, start, end);
    }
    return new Namespace(name, (name + ",").getBytes(StandardCharsets.UTF_8));
  }

  /** Says whether the range is this name as a peer writes it; never for the root. */
  boolean matches(byte[] array, int start, int end) {
    return Arrays.equals(wire, 0, Math.max(0, wire.length - 1), array, start, end);
  }

  /**
   * The name.
   *
   * @return the name, with its leading slash
   */
  public String name() {
    return name;
  }

  /**
   * How many bytes the namespace takes in a packet.
   *
   * @return 0 for the root, else the length of the name and its comma
   */
  public int wireLength() {
    return wire.length;
  }

  /**
   * Writes the namespace into a packet.
   *
   * @param target gets {@link #wireLength()} bytes
   * @param at where the first goes
   * @return the index just after the last
   */
  public int writeTo(byte[] target, int at) {
    System.arraycopy(wire, 0, target, at, wire.length);
    return at + wire.length;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Namespace that && name.equals(that.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode(); // cached by the String
  }

  @Override
  public String toString() {
    return name;
  }

  private static int indexOfRefused(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == ',' || Character.isISOControl(c)) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        if (i + 1 == name.length() || !Character.isSurrogatePair(c, name.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static ProtocolException invalid(byte[] array, int start, int end) {
    return ProtocolException.unexpected(
        ProtocolRule.INVALID_NAMESPACE,
        "a namespace that starts with '/', in UTF-8 without control characters",
        array,
        start,
        end);
  }
}
