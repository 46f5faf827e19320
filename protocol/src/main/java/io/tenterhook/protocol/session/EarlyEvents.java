package io.tenterhook.protocol.session;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.socketio.Packet;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that come before the CONNECT answer: a recovered session's missed events do. They are held
 * in order, up to a limit.
 */
final class EarlyEvents {
  /** Takes room only while something is held. */
  private List<Packet.Event> held = List.of();

  private final int maxBytes;
  private long bytes;

  EarlyEvents(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  void hold(Packet.Event event) {
    bytes += event.array().length;
    for (byte[] attachment : event.attachments()) {
      bytes += attachment.length;
    }
    if (bytes > maxBytes) {
      throw new ProtocolException(
          ProtocolRule.EARLY_EVENTS_TOO_LARGE,
          "more than " + maxBytes + " bytes of events before the CONNECT answer");
    }
    if (held.isEmpty()) {
      held = new ArrayList<>();
    }
    held.add(event);
  }

  /** Gives all events away. */
  List<Packet.Event> release() {
    List<Packet.Event> released = held;
    held = List.of();
    bytes = 0;
    return released;
  }
}
