package io.tenterhook.client;

import java.io.PrintWriter;
import java.io.StringWriter;

/** All that an exception says: messages, causes, suppressed ones, frames. */
final class StackTraces {
  private StackTraces() {}

  static String of(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
