package io.tenterhook.client;

import io.tenterhook.client.spi.Link;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.session.OutboundPacket;
import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.session.SessionOutput;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the session wants done: frames to the link, news to the sockets, {@link Questions} to the
 * user's code. Lives on the loop.
 */
final class Outlet implements SessionOutput {
  private final Client client;
  private final Sightings sightings;
  private final Questions questions;

  Outlet(Client client) {
    this.client = client;
    this.sightings = new Sightings(client);
    this.questions = new Questions(client);
  }

  // ---- the link

  @Override
  public void openTransport(int attempt) {
    client.notice(() -> client.observe(observer -> observer.onAttempt(attempt)));
    sightings.attemptStarted(attempt);
    questions.endpoint(attempt);
  }

  @Override
  public void closeTransport(SessionEnd why) {
    sightings.connectionEnded(why);
    client.itinerary().leave(why);
    client.closeRoad(why);
  }

  @Override
  public void transmit(
      byte[] array, int start, int end, boolean binary, @Nullable OutboundPacket completes) {
    Link.WriteListener written =
        completes instanceof TrackedEmission emission && !emission.wantsAck() ? emission : null;
    client.roads().send(array, start, end, binary, written);
    if (completes != null) {
      sightings.sent(completes);
    }
  }

  @Override
  public void handshake(Handshake handshake) {
    client.backlog().maxPayload(handshake.maxPayloadBytes());
    sightings.handshake(handshake);
  }

  // ---- questions

  @Override
  public void requestAuth(Namespace namespace, int ticket) {
    questions.auth(namespace, ticket);
  }

  @Override
  public void askRetry(
      @Nullable Namespace namespace,
      int ticket,
      SessionEnd end,
      int failures,
      boolean everConnected) {
    questions.retry(namespace, ticket, end, failures, everConnected);
  }

  // ---- news

  @Override
  public void connected(Namespace namespace, String sid, boolean recovered) {
    sightings.connected();
    client.itinerary().answered();
    client.socket(namespace).onLoop().connected(sid, recovered);
  }

  @Override
  public void buffered(Namespace namespace, int count, long bytes) {
    client.socket(namespace).onLoop().buffered(count, bytes);
  }

  @Override
  public void event(Packet.Event event) {
    sightings.received(event);
    client.socket(event.namespace()).onLoop().event(event);
  }

  @Override
  public void acked(OutboundPacket packet, Packet.Ack ack) {
    Emission emission = (Emission) packet;
    sightings.received(ack, emission);
    emission.socket.onLoop().acked(emission, ack);
  }

  @Override
  public void failed(OutboundPacket packet, EmitFailure failure, @Nullable SessionEnd end) {
    Emission emission = (Emission) packet;
    SocketIoException error = error(emission, failure, end);
    emission.socket.onLoop().tell(() -> emission.failed(error));
  }

  private SocketIoException error(
      Emission emission, EmitFailure failure, @Nullable SessionEnd end) {
    String name = emission.socket.namespace();
    return switch (failure) {
      case NOT_CONNECTED ->
          new NotConnectedException(
              "namespace " + name + " lost its connection before " + emission.what() + " was sent");
      case NOT_WRITABLE ->
          new OverflowException(
              emission.what() + " was dropped: the network is busy, and it may be dropped");
      case BUFFER_FULL ->
          new OverflowException(
              emission.what() + " was not sent: the offline buffer or retry queue is full");
      case EXPIRED ->
          new SocketIoTimeoutException(
              SocketIoTimeoutException.Awaited.CONNECTION,
              Duration.ofNanos(client.settings().session().buffer().maxAgeNanos()),
              emission.what() + " was not sent: it waited too long in the offline buffer");
      case DISCARDED ->
          new NotConnectedException(emission.what() + " was not sent: the buffer was discarded");
      case TOO_MANY_PENDING_ACKS ->
          new OverflowException(
              "%s was not sent: %d acks are awaited already (maxPendingAcks)"
                  .formatted(emission.what(), client.settings().session().maxPendingAcks()));
      case ACK_TIMEOUT -> {
        Duration after = Duration.ofNanos(emission.ackTimeoutNanos());
        yield new SocketIoTimeoutException(
            SocketIoTimeoutException.Awaited.ACK,
            after,
            "no ack for "
                + emission.what()
                + " within "
                + Endings.text(after)
                + "; the server may have handled it");
      }
      case CONNECTION_ENDED -> {
        Ending ending = client.endings().of(end == null ? new SessionEnd.Unused() : end);
        yield DisconnectedException.maybeSent(
            ending.reason(),
            "the connection ended ("
                + ending
                + ") before the ack for "
                + emission.what()
                + "; the server may have handled it",
            ending.error().orElse(null));
      }
    };
  }

  @Override
  public void interrupted(Namespace namespace, SessionEnd end) {
    client.socket(namespace).onLoop().interrupted(end);
  }

  @Override
  public void retrying(
      @Nullable Namespace namespace, int attempt, long delayNanos, SessionEnd end) {
    if (namespace == null) {
      client.sockets().forEach(socket -> socket.onLoop().retrying());
    } else {
      client.socket(namespace).onLoop().retrying();
    }
    Ending ending = client.endings().of(end);
    Duration delay = Duration.ofNanos(delayNanos);
    client.notice(() -> client.observe(observer -> observer.onRetry(attempt, delay, ending)));
  }

  @Override
  public void ended(Namespace namespace, SessionEnd end) {
    client.socket(namespace).onLoop().ended(end);
  }

  @Override
  public void dropped(Drop drop, Namespace namespace) {
    String what =
        switch (drop) {
          case NAMESPACE_NOT_OPEN -> "a packet for a namespace that is not open";
          case ACK_NOT_AWAITED -> "an ack that is late, repeated, or was never asked for";
        };
    client.dropped(namespace.name(), what);
  }
}
