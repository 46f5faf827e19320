package io.tenterhook.client;

import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.session.OutboundPacket;
import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.socketio.Packet;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the observer is told beside the news of the namespaces: how attempts went, what the server
 * announced, and packets if it wants them. Lives on the loop.
 */
final class Sightings {
  private final Client client;

  /** No attempt is under way. */
  private static final int NONE = -1;

  private int attempt = NONE;
  private long startedAt;

  Sightings(Client client) {
    this.client = client;
  }

  void attemptStarted(int number) {
    attempt = number;
    startedAt = client.now();
  }

  void handshake(Handshake handshake) {
    Duration interval = Duration.ofMillis(handshake.pingIntervalMillis());
    Duration timeout = Duration.ofMillis(handshake.pingTimeoutMillis());
    long maxPayload = handshake.maxPayloadBytes();
    client.notice(
        () -> client.observe(observer -> observer.onHandshake(interval, timeout, maxPayload)));
  }

  /** A namespace is connected: the attempt has succeeded, if there was one. */
  void connected() {
    attemptEnded(null);
  }

  /** The connection is gone: the attempt has failed, if it was not over. */
  void connectionEnded(SessionEnd end) {
    attemptEnded(end);
  }

  private void attemptEnded(@Nullable SessionEnd end) {
    int number = attempt;
    if (number == NONE) {
      return;
    }
    attempt = NONE;
    Duration duration = Duration.ofNanos(client.now() - startedAt);
    Ending failure = end == null ? null : client.endings().of(end);
    client.notice(
        () -> client.observe(observer -> observer.onAttemptEnded(number, duration, failure)));
  }

  void sent(OutboundPacket packet) {
    if (client.settings().observesPackets()) {
      Emission emission = (Emission) packet;
      packet(true, emission.socket.namespace(), emission.event(), emission.sizeBytes());
    }
  }

  void received(Packet.Event event) {
    if (client.settings().observesPackets()) {
      long size = size(event.argsEnd() - event.argsStart(), event.attachments());
      packet(false, event.namespace().name(), event.name(), size);
    }
  }

  void received(Packet.Ack ack, Emission asked) {
    if (client.settings().observesPackets()) {
      long size = size(ack.end() - ack.start(), ack.attachments());
      packet(false, asked.socket.namespace(), null, size);
    }
  }

  private static long size(long json, List<byte[]> attachments) {
    return json + attachments.stream().mapToLong(bytes -> bytes.length).sum();
  }

  private void packet(boolean outgoing, String namespace, @Nullable String event, long bytes) {
    if (!client.isObserverBehind()) {
      client.notice(
          () -> client.observe(observer -> observer.onPacket(outgoing, namespace, event, bytes)));
    }
  }
}
