package io.tenterhook.protocol.session;

import io.tenterhook.protocol.session.SessionOutput.EmitFailure;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import java.util.List;

/**
 * What one namespace sends: at once where it can, else as the packet's {@link Delivery} wishes. The
 * one place that knows the order in which kept packets leave when the namespace is connected again.
 */
final class Outbox {
  private final Namespace name;
  private final Connections connections;
  private final SessionConfig config;
  private final Parser parser;
  private final PendingAcks acks;
  private final SendBuffer buffer;
  private final RetryQueue retries;
  private final PendingAcks.Waiting sentOnce = new SentOnce();
  private final PendingAcks.Waiting retried = new Retried();
  private boolean connected;
  private int toldCount;
  private long toldBytes;

  Outbox(
      Namespace name,
      Connections connections,
      Deadlines deadlines,
      SessionConfig config,
      long firstAckId) {
    this.name = name;
    this.connections = connections;
    this.config = config;
    this.parser = config.parser();
    this.acks = new PendingAcks(deadlines, firstAckId);
    this.buffer = new SendBuffer(config.buffer(), deadlines, connections.output(), this::tellLevel);
    this.retries = new RetryQueue(config.buffer(), connections.output(), this::sendRetried);
  }

  long nextAckId() {
    return acks.nextId();
  }

  /** Without that of the first of the retry queue, which counts as kept. */
  int pendingAcks() {
    return acks.size() - (retries.isInFlight() ? 1 : 0);
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
      if (delivery.droppable() && !connections.isWritable()) {
        connections.output().failed(packet, EmitFailure.NOT_WRITABLE, null);
      } else {
        send(packet, now);
      }
    } else if (delivery.buffered()) {
      buffer.add(packet, now);
      tellLevel();
    } else {
      connections.output().failed(packet, EmitFailure.NOT_CONNECTED, null);
    }
  }

  /** Answers a server's ack request, or reports why not. */
  void acknowledge(OutboundPacket packet, long ackId) {
    if (!connected) {
      connections.output().failed(packet, EmitFailure.NOT_CONNECTED, null);
      return;
    }
    int start =
        parser.ackHeader(packet.array, packet.payloadStart, name, ackId, packet.attachments.size());
    transmit(packet, packet.array, start, packet.attachments);
  }

  /** Takes an ack. @return whether anybody awaited it */
  boolean receive(Packet.Ack ack, long now) {
    boolean awaited = acks.take(ack);
    pump(now);
    return awaited;
  }

  /** The namespace is connected: what was buffered goes first, then the retry queue. */
  void connected(long now) {
    connected = true;
    buffer.flush(this::send, now);
    pump(now);
    tellLevel();
  }

  /** The connection is gone. What has not been sent stays, and what has retries left. */
  void disconnected(SessionEnd end) {
    connected = false;
    acks.abandon(end);
    tellLevel();
  }

  /** The namespace has ended for good: nothing is kept. */
  void end(SessionEnd end) {
    disconnected(end);
    buffer.fail(EmitFailure.NOT_CONNECTED, end);
    retries.end(end);
    tellLevel();
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

  /** Called after every step that may have changed it. */
  private void tellLevel() {
    int count = buffer.count() + retries.count();
    long bytes = buffer.bytes() + retries.bytes();
    if (count != toldCount || bytes != toldBytes) {
      toldCount = count;
      toldBytes = bytes;
      connections.output().buffered(name, count, bytes);
    }
  }

  private void send(OutboundPacket packet, long since) {
    if (packet.wantsAck() && acks.size() >= config.maxPendingAcks()) {
      connections.output().failed(packet, EmitFailure.TOO_MANY_PENDING_ACKS, null);
      return;
    }
    long id = packet.wantsAck() ? acks.await(packet, sentOnce, since) : -1;
    transmitEvent(packet, packet.array, id, packet.attachments);
  }

  /** What may be sent again is copied: a transport may change what it sends. */
  private void sendRetried(OutboundPacket packet, long now) {
    long id = acks.await(packet, retried, now);
    List<byte[]> copies = packet.attachments.stream().map(byte[]::clone).toList();
    transmitEvent(packet, packet.array.clone(), id, copies);
  }

  private void transmitEvent(
      OutboundPacket packet, byte[] array, long ackId, List<byte[]> attachments) {
    int start = parser.eventHeader(array, packet.payloadStart, name, ackId, attachments.size());
    transmit(packet, array, start, attachments);
  }

  /** Header and attachments leave in one go: nothing can come between. */
  private void transmit(OutboundPacket packet, byte[] array, int start, List<byte[]> attachments) {
    SessionOutput output = connections.output();
    int count = attachments.size();
    output.transmit(array, start, packet.end, parser.binary(), count == 0 ? packet : null);
    // By index: an iterator for each packet would be made for nothing.
    for (int i = 0; i < count; i++) {
      byte[] attachment = attachments.get(i);
      output.transmit(attachment, 0, attachment.length, true, i == count - 1 ? packet : null);
    }
  }

  /** Awaits the ack of a packet that is sent once. */
  private final class SentOnce implements PendingAcks.Waiting {
    @Override
    public void acked(OutboundPacket packet, Packet.Ack ack) {
      connections.output().acked(packet, ack);
    }

    @Override
    public void timedOut(OutboundPacket packet, long now) {
      connections.output().failed(packet, EmitFailure.ACK_TIMEOUT, null);
    }

    @Override
    public void lost(OutboundPacket packet, SessionEnd end) {
      connections.output().failed(packet, EmitFailure.CONNECTION_ENDED, end);
    }
  }

  /** Awaits the ack of the first packet in the retry queue. */
  private final class Retried implements PendingAcks.Waiting {
    @Override
    public void acked(OutboundPacket packet, Packet.Ack ack) {
      retries.acked();
      connections.output().acked(packet, ack);
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
    }
  }
}
