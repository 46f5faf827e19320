package io.tenterhook.protocol.json;

import io.tenterhook.protocol.Wire;
import java.util.Random;

/** Valid JSON documents of every shape, from a seed. */
public final class GeneratedJson {
  private static final String[] SPACES = {"", "", "", "", " ", "\n", "\t", "\r\n", "  "};

  private static final String[] PIECES = {
    "a",
    "plain text of some length",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u0000",
    "\\u00e9",
    "\\uD83D",
    "\\ude00",
    "é",
    "日本",
    "😀",
    "\u007f",
    "{",
    "]",
    ",",
    ":",
    "1",
    "_place",
    "\uffff",
    "\u0080"
  };

  private static final String[] NUMBERS = {
    "0", "-0", "1", "-1", "12.5", "1e3", "1E-3", "0.0e+0", "1e999", "9007199254740993", "-0.25"
  };

  private final Random random;
  private final StringBuilder json = new StringBuilder();

  private GeneratedJson(Random random) {
    this.random = random;
  }

  /** A value of any kind. */
  public static byte[] value(Random random) {
    GeneratedJson generated = new GeneratedJson(random);
    generated.appendValue(random.nextInt(6));
    return Wire.utf8(generated.json.toString());
  }

  /** An array with a depth inside; it starts with {@code first} unless that is empty. */
  public static byte[] array(Random random, String first, int depth) {
    GeneratedJson generated = new GeneratedJson(random);
    generated.json.append('[').append(first);
    for (int i = random.nextInt(4); i > 0; i--) {
      generated.json.append(generated.json.length() > 1 ? "," : "");
      generated.appendValue(depth);
    }
    return Wire.utf8(generated.json.append(']').toString());
  }

  private void appendValue(int depth) {
    space();
    switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> json.append(pick("true", "false", "null"));
      case 1, 2 -> json.append(pick(NUMBERS));
      case 3, 4 -> appendString();
      case 5 -> appendMembers(depth - 1);
      default -> appendElements(depth - 1);
    }
    space();
  }

  private void appendString() {
    json.append('"');
    for (int i = random.nextInt(6); i > 0; i--) {
      json.append(pick(PIECES));
    }
    json.append('"');
  }

  private void appendElements(int depth) {
    json.append('[');
    space();
    for (int i = random.nextInt(4); i > 0; i--) {
      appendValue(depth);
      json.append(i > 1 ? "," : "");
    }
    json.append(']');
  }

  private void appendMembers(int depth) {
    json.append('{');
    space();
    for (int i = random.nextInt(4); i > 0; i--) {
      space();
      appendString();
      space();
      json.append(':');
      appendValue(depth);
      json.append(i > 1 ? "," : "");
    }
    json.append('}');
  }

  private void space() {
    json.append(pick(SPACES));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
