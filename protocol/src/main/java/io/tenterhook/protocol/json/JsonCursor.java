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
 * <p>On text that was not validated the walk gives nonsense, but in bounds, and ends. One thread.
 */
public final class JsonCursor {
  private final byte[] json;

  /** The index of the closing bracket. */
  private final int limit;

  private final boolean members;

  private int at;
  private int keyStart;
  private int keyEnd;
  private int start;
  private int end;

  private JsonCursor(byte[] json, int start, int end, boolean members) {
    this.json = json;
    this.at = start + 1;
    this.limit = end - 1;
    this.members = members;
  }

  /**
   * A cursor before the first element of an array.
   *
   * @param json validated UTF-8 text
   * @param start the index of {@code [}
   * @param end the index just after {@code ]}
   * @return the cursor
   */
  public static JsonCursor array(byte[] json, int start, int end) {
    return new JsonCursor(json, start, end, false);
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
    return new JsonCursor(json, start, end, true);
  }

  /**
   * Moves to the next element or member.
   *
   * @return whether there is one
   */
  public boolean next() {
    int position = JsonScanner.skipWhitespace(json, at, limit);
    if (position < limit && json[position] == ',') {
      position = JsonScanner.skipWhitespace(json, position + 1, limit);
    }
    if (position >= limit) {
      return false;
    }
    if (members) {
      keyStart = position;
      keyEnd = endOfString(position);
      int colon = JsonScanner.skipWhitespace(json, keyEnd, limit);
      position = JsonScanner.skipWhitespace(json, Math.min(colon + 1, limit), limit);
    }
    start = position;
    end = position < limit ? endOfValue(position) : limit;
    at = end;
    return true;
  }

  /**
   * Where the current value starts.
   *
   * @return the index of its first byte
   */
  public int start() {
    return start;
  }

  /**
   * Where the current value ends.
   *
   * @return the index just after its last byte
   */
  public int end() {
    return end;
  }

  /**
   * The name of the current member.
   *
   * @return the name, unescaped
   */
  public String key() {
    return JsonScanner.readString(json, keyStart, keyEnd);
  }

  /**
   * Compares the name of the current member, escaped or not.
   *
   * @param asciiKey a name in ASCII
   * @return whether the member has this name
   */
  public boolean keyEquals(byte[] asciiKey) {
    return JsonScanner.stringEquals(json, keyStart, keyEnd, asciiKey);
  }

  private int endOfValue(int from) {
    return switch (json[from]) {
      case '"' -> endOfString(from);
      case '{', '[' -> endOfContainer(from);
      default -> endOfScalar(from);
    };
  }

  private int endOfScalar(int from) {
    int index = from + 1; // at least one byte, so that every walk ends
    while (index < limit && json[index] != ',' && !JsonScanner.isWhitespace(json[index])) {
      index++;
    }
    return index;
  }

  private int endOfContainer(int from) {
    int depth = 0;
    int index = from;
    while (index < limit) {
      byte b = json[index];
      if (b == '"') {
        index = endOfString(index);
        continue;
      }
      index++;
      if (b == '{' || b == '[') {
        depth++;
      } else if ((b == '}' || b == ']') && --depth == 0) {
        return index;
      }
    }
    return limit;
  }

  private int endOfString(int quote) {
    int index = quote + 1;
    while (index < limit) {
      index = PlainText.end(json, index, limit);
      if (index < limit) {
        byte b = json[index];
        if (b == '"') {
          return index + 1;
        }
        index += b == '\\' ? 2 : 1;
      }
    }
    return limit;
  }
}
