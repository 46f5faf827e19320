package io.tenterhook.client;

import io.tenterhook.client.EventEncoder.Encoded;
import io.tenterhook.protocol.session.Delivery;
import io.tenterhook.protocol.session.OutboundPacket;
import io.tenterhook.protocol.socketio.Packet;
import org.jspecify.annotations.Nullable;

/**
 * One packet from the caller's thread to the wire: it is the letter in the mailbox and the
 * session's packet in one, so that an emit costs one object and one array.
 */
class Emission extends OutboundPacket implements Mailbox.Letter {
  final ClientSocket socket;
  private final @Nullable String event;
  private volatile Mailbox.@Nullable Letter next;

  Emission(ClientSocket socket, Encoded encoded, Delivery delivery) {
    super(
        socket.name(),
        encoded.array(),
        encoded.payloadStart(),
        encoded.end(),
        encoded.attachments(),
        delivery);
    this.socket = socket;
    this.event = encoded.name();
  }

  @Override
  public void open(long now) {
    socket.client().session().emit(this, now);
  }

  @Override
  public final Mailbox.@Nullable Letter next() {
    return next;
  }

  @Override
  public final void link(Mailbox.@Nullable Letter letter) {
    next = letter;
  }

  /** The event's name; null for an ack. */
  final @Nullable String event() {
    return event;
  }

  /** For messages. */
  final String what() {
    return event == null ? "an ack" : "event " + Excerpts.of(event);
  }

  /** On the loop: the ack came and will be handed over. */
  void keep(Packet.Ack ack) {}

  /** On the handler executor: the ack was handed over. */
  void acked() {}

  /** On the handler executor: it was not sent, or its ack will never come. */
  void failed(SocketIoException error) {
    socket.dropped(what() + " was not sent: " + error.getMessage());
  }
}
