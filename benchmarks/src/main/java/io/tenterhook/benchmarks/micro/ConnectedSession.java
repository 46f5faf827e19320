package io.tenterhook.benchmarks.micro;

import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.session.ClientSession;
import io.tenterhook.protocol.session.OutboundPacket;
import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.session.SessionOutput;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session whose main namespace is connected, and which only tells of events. */
public final class ConnectedSession {
  private static final Namespace ROOT = Namespace.of("/");

  private final ClientSession session;
  private int ticket;

  /**
   * Connects it.
   *
   * @param events hears of each event
   */
  public ConnectedSession(Consumer<Packet.Event> events) {
    session = new ClientSession(Samples.CONFIG, new Output(events));
    session.open(ROOT, 0);
    session.transportOpened();
    session.text(
        Samples.bytes(
            "0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
                + "\"maxPayload\":1000000}"),
        0);
    session.authenticated(ROOT, ticket, null, 0);
    session.text(Samples.bytes("40{\"sid\":\"n\"}"), 0);
  }

  /**
   * The session.
   *
   * @return connected
   */
  public ClientSession session() {
    return session;
  }

  private final class Output implements SessionOutput {
    private final Consumer<Packet.Event> events;

    Output(Consumer<Packet.Event> events) {
      this.events = events;
    }

    @Override
    public void event(Packet.Event event) {
      events.accept(event);
    }

    @Override
    public void requestAuth(Namespace namespace, int asked) {
      ticket = asked;
    }

    @Override
    public void openTransport(int attempt) {}

    @Override
    public void transmit(
        byte[] array, int start, int end, boolean binary, @Nullable OutboundPacket completes) {}

    @Override
    public void handshake(Handshake handshake) {}

    @Override
    public void connected(Namespace namespace, String sid, boolean recovered) {}

    @Override
    public void buffered(Namespace namespace, int count, long bytes) {}

    @Override
    public void acked(OutboundPacket packet, Packet.Ack ack) {}

    @Override
    public void closeTransport(SessionEnd why) {
      throw unexpected(why);
    }

    @Override
    public void failed(OutboundPacket packet, EmitFailure failure, @Nullable SessionEnd end) {
      throw unexpected(failure);
    }

    @Override
    public void interrupted(Namespace namespace, SessionEnd end) {
      throw unexpected(end);
    }

    @Override
    public void askRetry(
        @Nullable Namespace namespace,
        int asked,
        SessionEnd end,
        int failures,
        boolean everConnected) {
      throw unexpected(end);
    }

    @Override
    public void retrying(
        @Nullable Namespace namespace, int attempt, long delayNanos, SessionEnd end) {
      throw unexpected(end);
    }

    @Override
    public void ended(Namespace namespace, SessionEnd end) {
      throw unexpected(end);
    }

    @Override
    public void dropped(Drop drop, Namespace namespace) {
      throw unexpected(drop);
    }

    private IllegalStateException unexpected(Object what) {
      return new IllegalStateException("a benchmark's session must stay connected: " + what);
    }
  }
}
