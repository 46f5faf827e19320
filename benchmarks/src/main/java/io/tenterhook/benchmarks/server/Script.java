package io.tenterhook.benchmarks.server;

/**
 * What clients and the flood server say to each other, beside the handshakes.
 *
 * <pre>
 *   client  42["flood","NAME",n,perSecond]   server  NAME n times; 0: as fast as it is read
 *                                                    42["tick",{…}]     about 100 bytes
 *                                                    42["order",{…}]    the same, to be bound
 *                                                    42["long",[{…},…]] {@link #LONG_BYTES}
 *                                                    451-["blob",…]     and an attachment
 *   client  42["tick",{…}]                   server  42["seen"]  after each {@link #CHUNK}
 *   client  451-["blob",…] and attachment    server  42["seen"]  after each {@link #BLOB_CHUNK}
 *   client  42id["ask",{…}]                  server  43id["ok"]
 * </pre>
 */
public final class Script {
  /** The one argument of ticks and asks. With its name and type a tick has 102 bytes. */
  public static final String ARGUMENT =
      "{\"id\":1234567,\"symbol\":\"ABCDEF\",\"price\":1234.56,\"size\":100,"
          + "\"side\":\"buy\",\"at\":1700000000000}";

  /** What comes before an attachment. */
  public static final String BLOB = "451-[\"blob\",{\"_placeholder\":true,\"num\":0}]";

  /** After so many ticks the server says that it has seen them. */
  public static final int CHUNK = 8192;

  /** The same for attachments. */
  public static final int BLOB_CHUNK = 4;

  /** An attachment's size. */
  public static final int BLOB_BYTES = 64 << 10;

  /** A long event's size, to a hundred bytes. */
  public static final int LONG_BYTES = 256 << 10;

  private Script() {}
}
