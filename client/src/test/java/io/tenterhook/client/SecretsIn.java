package io.tenterhook.client;

import java.io.PrintWriter;
import java.io.StringWriter;

/** All that an exception says to people: messages, causes, suppressed ones, stack traces. */
final class SecretsIn {
  private SecretsIn() {}

  static String of(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
