package io.tenterhook.protocol.session;

import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The offset that a recovering server appends to an event: its last argument, if that is a string.
 * Looked for from the end, so that a large event is not walked through a second time.
 *
 * <pre>
 * ["name",arg,…,"offset"]
 *        ^ from         ^ end
 * </pre>
 */
final class EventOffset {
  /**
   * No string literal with more bytes between its quotes is taken for an offset. Those of the known
   * servers have about 20. It is sent back with each CONNECT: were it as long as a message may be,
   * the server would refuse the CONNECT for its size, again and again.
   */
  static final int MAX_BYTES = 1024;

  private EventOffset() {}

  /** The offset; null if the event has none. */
  static @Nullable String of(Packet.Event event) {
    if (event.ackId() >= 0) {
      return null;
    }
    byte[] json = event.array();
    int last = event.argsEnd() - 2;
    while (last >= event.nameEnd() && json[last] <= ' ') {
      last--;
    }
    int first = openingQuote(json, event.nameEnd(), last);
    return first < 0 ? null : JsonScanner.readString(json, first, last + 1);
  }

  /**
   * Finds where a string literal starts.
   *
   * @param from looks at no byte before this one
   * @param last the literal's last byte
   * @return the index of its opening quote; -1 if no literal of a sensible length ends there
   */
  static int openingQuote(byte[] json, int from, int last) {
    if (last < from || json[last] != '"') {
      return -1;
    }
    int lowest = Math.max(from, last - 1 - MAX_BYTES);
    for (int at = last - 1; at >= lowest; at--) {
      // An inner quote always has a backslash in front, the opening quote never: no need to count.
      if (json[at] == '"' && (at == from || json[at - 1] != '\\')) {
        return at;
      }
    }
    return -1;
  }
}
