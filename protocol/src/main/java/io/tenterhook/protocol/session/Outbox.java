package io.tenterhook.protocol.session;

import io.tenterhook.protocol.session.SessionOutput.EmitFailure;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketEncoder;

/**
 * What one namespace sends: at once where it can, else as the packet's {@link Delivery} wishes. The
 * one place that knows the order in which kept packets leave when the namespace is connected again.
 */
final class Outbox {
  private final Namespace name;
  private final ClientSession session;
  private final SessionConfig config;
  private final PendingAcks acks;
  private final SendBuffer buffer;
  private final RetryQueue retries;
  private final PendingAcks.Waiting once = new Once();
  private final PendingAcks.Waiting again = new Again();
  private boolean connected;

  Outbox(
      Namespace name,
      ClientSession session,
      Deadlines deadlines,
      SessionConfig config,
      long firstAckId) {
    this.name = name;
    this.session = session;
    this.config = config;
    this.acks = new PendingAcks(deadlines, firstAckId);
    this.buffer = new SendBuffer(config.buffer(), deadlines, session.output());
    this.retries = new RetryQueue(config.buffer(), session.output(), this::sendRetried);
  }

  long nextAckId() {
    return acks.nextId();
  }

  boolean isEmpty() {
    return buffer.count() == 0 && retries.count() == 0;
  }

  /** Sends, keeps, or reports why not. */
  void emit(OutboundPacket packet, long now) {
    Delivery delivery = packet.delivery;
    if (delivery.retries() > 0) {
      retries.add(packet);
      pump(now);
      tellLevel();
    } else if (connected) {
      if (delivery.droppable() && !session.isWritable()) {
        session.output().failed(packet, EmitFailure.NOT_WRITABLE, null);
      } else {
        send(packet, now);
      }
    } else if (delivery.buffered()) {
      buffer.add(packet, now);
      tellLevel();
    } else {
      session.output().failed(packet, EmitFailure.NOT_CONNECTED, null);
    }
  }

  /** Answers a server's ack request, or reports why not. */
  void acknowledge(OutboundPacket packet, long ackId) {
    if (!connected) {
      session.output().failed(packet, EmitFailure.NOT_CONNECTED, null);
      return;
    }
    transmit(
        packet,
        packet.array,
        PacketEncoder.ackHeader(
            packet.array, packet.payloadStart, name, ackId, packet.attachments.size()));
  }

  /** Takes an ack. @return whether anybody awaited it */
  boolean receive(Packet.Ack ack, long now) {
    if (!connected || !acks.take(ack)) {
      return false;
    }
    pump(now);
    return true;
  }

  /** The namespace is connected: what was buffered goes first, then the retry queue. */
  void connected(long now) {
    connected = true;
    boolean kept = !isEmpty();
    buffer.flush((packet, since) -> send(packet, since));
    pump(now);
    if (kept) {
      tellLevel();
    }
  }

  /** The connection is gone. What has not been sent stays. */
  void disconnected(SessionEnd end) {
    connected = false;
    acks.abandon(end);
  }

  /** The namespace has ended for good: nothing is kept. */
  void end(SessionEnd end) {
    disconnected(end);
    if (!isEmpty()) {
      buffer.fail(EmitFailure.NOT_CONNECTED, end);
      retries.fail(EmitFailure.NOT_CONNECTED, EmitFailure.CONNECTION_ENDED, end);
      tellLevel();
    }
  }

  /** The user does not want to send what is kept any more. */
  void discard() {
    buffer.fail(EmitFailure.DISCARDED, null);
    tellLevel();
  }

  private void pump(long now) {
    if (connected) {
      retries.pump(now);
    }
  }

  private void tellLevel() {
    session
        .output()
        .buffered(name, buffer.count() + retries.count(), buffer.bytes() + retries.bytes());
  }

  /** A packet that may be sent again is copied: a transport may change what it sends. */
  private void sendRetried(OutboundPacket packet, long now) {
    long id = acks.await(packet, again, now);
    byte[] copy = packet.array.clone();
    transmit(
        packet,
        copy,
        PacketEncoder.eventHeader(copy, packet.payloadStart, name, id, packet.attachments.size()));
  }

  private void send(OutboundPacket packet, long since) {
    if (packet.wantsAck() && acks.size() >= config.maxPendingAcks()) {
      session.output().failed(packet, EmitFailure.TOO_MANY_PENDING_ACKS, null);
      return;
    }
    long id = packet.wantsAck() ? acks.await(packet, once, since) : -1;
    transmit(
        packet,
        packet.array,
        PacketEncoder.eventHeader(
            packet.array, packet.payloadStart, name, id, packet.attachments.size()));
  }

  /** Header and attachments leave in one go: nothing can come between. */
  private void transmit(OutboundPacket packet, byte[] array, int start) {
    int left = packet.attachments.size();
    boolean copied = array != packet.array;
    session.output().transmit(array, start, packet.end, false, left == 0 ? packet : null);
    for (byte[] attachment : packet.attachments) {
      left--;
      byte[] given = copied ? attachment.clone() : attachment;
      session.output().transmit(given, 0, given.length, true, left == 0 ? packet : null);
    }
  }

  /** Of a packet that is sent once. */
  private final class Once implements PendingAcks.Waiting {
    @Override
    public void acked(OutboundPacket packet, Packet.Ack ack) {
      session.output().acked(packet, ack);
    }

    @Override
    public void timedOut(OutboundPacket packet, long now) {
      session.output().failed(packet, EmitFailure.ACK_TIMEOUT, null);
    }

    @Override
    public void lost(OutboundPacket packet, SessionEnd end) {
      session.output().failed(packet, EmitFailure.CONNECTION_ENDED, end);
    }
  }

  /** Of the first packet in the retry queue. */
  private final class Again implements PendingAcks.Waiting {
    @Override
    public void acked(OutboundPacket packet, Packet.Ack ack) {
      retries.acked();
      session.output().acked(packet, ack);
      tellLevel();
    }

    @Override
    public void timedOut(OutboundPacket packet, long now) {
      retries.timedOut();
      pump(now);
      tellLevel();
    }

    @Override
    public void lost(OutboundPacket packet, SessionEnd end) {
      retries.lost(end);
      tellLevel();
    }
  }
}
