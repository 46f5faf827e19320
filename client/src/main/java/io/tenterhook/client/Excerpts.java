package io.tenterhook.client;

/** Makes untrusted text fit for a message: one line, short, nothing that moves a terminal. */
final class Excerpts {
  private static final int MAX = 200;

  private Excerpts() {}

  static String of(String text) {
    StringBuilder safe = new StringBuilder(Math.min(text.length(), MAX) + 2).append('"');
    for (int i = 0; i < text.length() && i < MAX; i++) {
      char c = text.charAt(i);
      safe.append(Character.isISOControl(c) ? '?' : c);
    }
    return safe.append('"').append(text.length() > MAX ? "…" : "").toString();
  }
}
