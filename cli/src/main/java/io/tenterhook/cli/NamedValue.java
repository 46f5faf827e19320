package io.tenterhook.cli;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;

/**
 * A header {@code NAME: VALUE} or a query parameter {@code NAME=VALUE}. The value may be secret.
 */
record NamedValue(String name, String value) {

  Map.Entry<String, String> entry() {
    return Map.entry(name, value);
  }

  @Override
  public String toString() {
    return name + " ***";
  }

  private static NamedValue parse(String text, char separator, String example) {
    int at = text.indexOf(separator);
    if (at < 1) {
      throw CommandFailure.usage(
          "a " + example + " has no '" + separator + "'", "write " + example);
    }
    return new NamedValue(text.substring(0, at).strip(), text.substring(at + 1).strip());
  }

  /** For {@code --header}. */
  static final class Header implements ITypeConverter<NamedValue> {
    @Override
    public NamedValue convert(String text) {
      return parse(text, ':', "-H 'NAME: VALUE'");
    }
  }

  /** For {@code --query}. */
  static final class Query implements ITypeConverter<NamedValue> {
    @Override
    public NamedValue convert(String text) {
      return parse(text, '=', "-q NAME=VALUE");
    }
  }
}
