package io.tenterhook.benchmarks.server;

/**
 * What clients and the flood server say to each other, beside the handshakes.
 *
 * <pre>
 *   client  42["flood",n]        server  42["tick",{…}]   n times
 *   client  42["tick",{…}]       server  42["seen"]       after each {@link #CHUNK} ticks
 *   client  42id["ask",{…}]      server  43id["ok"]
 * </pre>
 */
public final class Script {
  /** The one argument of ticks and asks. With its name and type a tick has 102 bytes. */
  public static final String ARGUMENT =
      "{\"id\":1234567,\"symbol\":\"ABCDEF\",\"price\":1234.56,\"size\":100,"
          + "\"side\":\"buy\",\"at\":1700000000000}";

  /** After so many ticks the server says that it has seen them. */
  public static final int CHUNK = 8192;

  private Script() {}
}
