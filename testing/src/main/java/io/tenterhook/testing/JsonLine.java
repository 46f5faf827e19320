package io.tenterhook.testing;

/** One JSON object on one line, member by member. */
final class JsonLine {
  private final StringBuilder out = new StringBuilder("{");

  JsonLine text(String name, String value) {
    return raw(name, Json.string(value));
  }

  JsonLine number(String name, long value) {
    return raw(name, Long.toString(value));
  }

  JsonLine flag(String name, boolean value) {
    return raw(name, Boolean.toString(value));
  }

  /** A value that is JSON already. */
  JsonLine raw(String name, String json) {
    out.append(out.length() == 1 ? "" : ",").append(Json.string(name)).append(':').append(json);
    return this;
  }

  @Override
  public String toString() {
    return out + "}";
  }
}
