package io.tenterhook.testing;

import io.tenterhook.testing.JournalEntry.Kind;
import java.util.List;
import java.util.function.Consumer;

/**
 * What goes to a client, on its way to the wire: the journal, the faults, and one flush for all
 * that is written at once.
 *
 * <p>Used by the loop of its connection alone.
 */
final class Outgoing {
  private final EngineSession session;
  private final Journal journal;
  private final long maxQueuedBytes;
  private final ArmedFaults faults;
  private boolean flushIsDue;
  private long sent;

  /** A message was cut in its middle: whatever came after it would be taken for its rest. */
  private boolean cutShort;

  Outgoing(EngineSession session, Journal journal, long maxQueuedBytes, ArmedFaults faults) {
    this.session = session;
    this.journal = journal;
    this.maxQueuedBytes = maxQueuedBytes;
    this.faults = faults;
  }

  void send(OutgoingPacket packet) {
    if (packet.type() == OutgoingPacket.Type.ACK) {
      session.act(ArmedFaults.takeAll(faults.onAck));
    }
    for (OutgoingPacket each : faults.packets.inPlaceOf(packet)) {
      write(each);
    }
  }

  private void write(OutgoingPacket packet) {
    if (!takesMessages()) {
      drop(packet);
      return;
    }
    Kind kind = packet.binary() ? Kind.SENT_BINARY : Kind.SENT;
    write(kind, packet.array(), packet.start(), packet.binary());
    if (!packet.attachments().isEmpty()) {
      session.actWhenLeft(ArmedFaults.takeAll(faults.beforeAttachment));
    }
    for (byte[] attachment : packet.attachments()) {
      write(Kind.SENT_BINARY, attachment, 0, true);
    }
    written();
  }

  void sendBinary(byte[] message) {
    write(Kind.SENT_BINARY, message, 0, true);
    written();
  }

  void drop(OutgoingPacket packet) {
    journal.note(session.sid(), Kind.DROPPED, packet.array(), packet.start());
  }

  private boolean takesMessages() {
    return session.isOpen() && !session.isSilent() && !cutShort;
  }

  private void write(Kind kind, byte[] array, int start, boolean binary) {
    if (!takesMessages()) {
      journal.note(session.sid(), Kind.DROPPED, array, start);
      return;
    }
    sent++;
    journal.note(session.sid(), kind, array, start);
    List<Consumer<ServerConnection>> due = ArmedFaults.due(faults.inFrame, sent);
    if (due.isEmpty()) {
      session.wire().write(array, start, binary);
    } else {
      cutShort = true;
      session.wire().writeHalf(array, start, binary);
      session.actWhenLeft(due);
    }
  }

  private void written() {
    if (!session.isOpen()) {
      return;
    }
    long queuedBytes = session.wire().queuedBytes();
    if (queuedBytes > maxQueuedBytes) {
      session.overflowed(queuedBytes);
      return;
    }
    List<Consumer<ServerConnection>> due = ArmedFaults.due(faults.onSent, sent);
    if (!due.isEmpty()) {
      session.actWhenLeft(due);
    } else if (!flushIsDue) {
      // One flush for all that is written until the loop comes round to it.
      flushIsDue = true;
      session.wire().loop().execute(session.noted(this::flush));
    }
  }

  private void flush() {
    flushIsDue = false;
    session.wire().flush();
  }
}
