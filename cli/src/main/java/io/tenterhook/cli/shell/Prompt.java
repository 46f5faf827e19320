package io.tenterhook.cli.shell;

/**
 * What stands before the line being typed: {@code :3000 /chat (reconnecting 3)>}.
 *
 * @param place the server, and the namespace if it is not the main one
 * @param state empty if all is well
 */
public record Prompt(String place, String state) {
  /** Leaves half of a narrow terminal to the user. */
  private static final int MAX_NAME = 20;

  static Prompt of(String host, String namespace, String state) {
    return new Prompt(
        shortened(host) + (namespace.equals("/") ? "" : " " + shortened(namespace)), state);
  }

  /** Both ends tell more than the middle. */
  private static String shortened(String name) {
    int half = MAX_NAME / 2;
    return name.length() <= MAX_NAME
        ? name
        : name.substring(0, half - 1) + "…" + name.substring(name.length() - half);
  }
}
