package io.tenterhook.protocol.json;

/**
 * Walks the elements of an array, or the members of an object, that {@link JsonScanner} has
 * <em>already validated</em>, without an allocation per element.
 *
 * <pre>{@code
 * JsonCursor args = JsonCursor.array(json, start, end);
 * while (args.next()) {
 *   bind(json, args.start(), args.end());
 * }
 * }</pre>
 *
 * <p>On text that was not validated the walk ends or gives nonsense, but in bounds. One thread.
 */
public final class JsonCursor {
  private JsonCursor() {}

  /**
   * A cursor before the first element of an array.
   *
   * @param json validated UTF-8 text
   * @param start the index of {@code [}
   * @param end the index just after {@code ]}
   * @return the cursor
   */
  public static JsonCursor array(byte[] json, int start, int end) {
    throw new UnsupportedOperationException();
  }

  /**
   * A cursor before the first member of an object.
   *
   * @param json validated UTF-8 text
   * @param start the index of the opening brace
   * @param end the index just after the closing brace
   * @return the cursor
   */
  public static JsonCursor object(byte[] json, int start, int end) {
    throw new UnsupportedOperationException();
  }

  /**
   * Moves to the next element or member.
   *
   * @return whether there is one
   */
  public boolean next() {
    throw new UnsupportedOperationException();
  }

  /**
   * Where the current value starts.
   *
   * @return the index of its first byte
   */
  public int start() {
    throw new UnsupportedOperationException();
  }

  /**
   * Where the current value ends.
   *
   * @return the index just after its last byte
   */
  public int end() {
    throw new UnsupportedOperationException();
  }

  /**
   * The name of the current member.
   *
   * @return the name, unescaped
   */
  public String key() {
    throw new UnsupportedOperationException();
  }

  /**
   * Compares the name of the current member, escaped or not, without making it a string.
   *
   * @param asciiKey a name in ASCII
   * @return whether the member has this name
   */
  public boolean keyEquals(byte[] asciiKey) {
    throw new UnsupportedOperationException();
  }
}
