package io.tenterhook.protocol.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tenterhook.protocol.json.JsonScanner;
import java.util.Arrays;
import java.util.Set;

/**
 * The names of life-cycle events, which are never sent: a peer that could send them could forge a
 * connection or its end. socket.io-parser, RESERVED_EVENTS.
 */
public final class ReservedEvents {
  private static final Set<String> NAMES =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private static final byte[][] BYTES =
      NAMES.stream().map(name -> name.getBytes(US_ASCII)).toArray(byte[][]::new);

  private ReservedEvents() {}

  /**
   * Says whether a name is reserved.
   *
   * @param name the name of an event
   * @return whether it must not be sent
   */
  public static boolean contains(String name) {
    return NAMES.contains(name);
  }

  /** Says whether a string literal, quotes included, is a reserved name, however it is escaped. */
  static boolean contains(byte[] json, int start, int end, boolean escaped) {
    if (escaped) {
      return contains(JsonScanner.readString(json, start, end));
    }
    for (byte[] name : BYTES) {
      // The length first: nearly every name on the wire fails it, and a call is saved.
      if (name.length == end - start - 2
          && Arrays.equals(name, 0, name.length, json, start + 1, end - 1)) {
        return true;
      }
    }
    return false;
  }
}
