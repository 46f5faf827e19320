package io.tenterhook.cli;

import io.tenterhook.client.Proxy;

/** What may be shown of a flag's value: where a secret comes from, never the secret. */
final class Masked {
  private static final String HIDDEN = "…";

  private Masked() {}

  /**
   * @param flag the long name without dashes, or {@code url}
   */
  static String value(String flag, String value) {
    return switch (flag) {
      case "auth", "require-auth" -> auth(value);
      case "header" -> value.replaceFirst("(?s):.*", ": " + HIDDEN);
      case "query" -> value.replaceFirst("(?s)=.*", "=" + HIDDEN);
      case "proxy" -> proxy(value);
      case Context.URL -> url(value);
      default -> value;
    };
  }

  /** Of a command its first word: it may take a secret as its argument. */
  private static String auth(String value) {
    if (value.startsWith("@") || value.startsWith("env:")) {
      return value;
    }
    return value.startsWith("cmd:") ? value.replaceFirst("(?s)\\s.*", " " + HIDDEN) : HIDDEN;
  }

  private static String proxy(String value) {
    try {
      return Proxy.parse(value).toString();
    } catch (IllegalArgumentException none) {
      return HIDDEN;
    }
  }

  private static String url(String value) {
    return value
        .replaceFirst("//[^/?#]*@", "//" + HIDDEN + "@")
        .replaceAll("([?&][^=&#]*)=[^&#]*", "$1=" + HIDDEN);
  }
}
