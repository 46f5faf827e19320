package io.tenterhook.fuzz;

import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Packet;
import org.jspecify.annotations.Nullable;

/** What holds for every packet that a decoder gives away. */
final class Check {
  private static final int MAX_DEPTH = 513; // a placeholder at the deepest level is an object too

  private Check() {}

  static void valid(Packet packet) {
    if (packet instanceof Packet.Event event) {
      JsonScanner.checkValue(event.array(), event.argsStart(), event.argsEnd(), MAX_DEPTH);
      if (event.name() == null) {
        throw new AssertionError("no name");
      }
    } else if (packet instanceof Packet.Ack ack) {
      JsonScanner.checkValue(ack.array(), ack.start(), ack.end(), MAX_DEPTH);
    } else if (packet instanceof Packet.Connect connect) {
      valid(connect.payload());
    } else if (packet instanceof Packet.ConnectError error) {
      valid(error.payload());
    }
  }

  private static void valid(@Nullable JsonRange range) {
    if (range != null) {
      JsonScanner.checkValue(range.array(), range.start(), range.end(), MAX_DEPTH);
    }
  }
}
