package io.tenterhook.protocol.socketio;

/**
 * The immutable name of a namespace, {@code "/"} or {@code "/chat"}: its text and its wire bytes.
 *
 * <p>On the wire the root namespace is left out, any other is its name in UTF-8 and a comma: {@code
 * 42/chat,["hi"]}. Socket.IO v5, "Format".
 */
public final class Namespace {
  /** The namespace {@code "/"}. */
  public static final Namespace ROOT = new Namespace("/", new byte[0]);

  private final String name;
  private final byte[] wire;

  private Namespace(String name, byte[] wire) {
    this.name = name;
    this.wire = wire;
  }

  /**
   * The namespace with a name. A missing leading slash is added, as the JavaScript client does.
   *
   * @param name the name, without commas and control characters
   * @return the namespace
   * @throws IllegalArgumentException if the name cannot be written on the wire
   */
  public static Namespace of(String name) {
    throw new UnsupportedOperationException();
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
    return this == other || other instanceof Namespace that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
