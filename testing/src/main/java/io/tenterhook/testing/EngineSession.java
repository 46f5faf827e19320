package io.tenterhook.testing;

import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.Future;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketDecoder;
import io.tenterhook.testing.JournalEntry.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one Engine.IO session: from the OPEN packet to the end, whoever brings it.
 * Engine.IO v4, "Protocol", and {@code Socket.onPacket} of the reference server.
 *
 * <p>Used by the loop of its wire alone; tests come in through {@link ServerConnection}.
 */
final class EngineSession {
  private final SocketIoServer server;
  private final ServerOptions options;
  private final Wire wire;
  private final ArmedFaults faults;
  private final String sid;
  private final ServerConnection connection;
  private final PacketDecoder decoder;
  private final JoinedSockets sockets;
  private final Heartbeat heartbeat;
  private @Nullable Future<?> joinDeadline;
  private boolean ended;
  private boolean silent;
  private boolean flushIsDue;
  private long sent;
  private long received;

  EngineSession(SocketIoServer server, Wire wire, HandshakeRequest request, ArmedFaults faults) {
    this.server = server;
    this.options = server.options();
    this.wire = wire;
    this.faults = faults;
    this.sid = server.newId();
    this.connection = new ServerConnection(server, this, wire.loop(), sid, request);
    this.decoder = new PacketDecoder(options.decoderLimits());
    this.sockets = new JoinedSockets(server, this, faults);
    this.heartbeat =
        new Heartbeat(
            wire.loop(),
            options.pingInterval(),
            options.pingTimeout(),
            noted(() -> send(OutgoingPacket.of("2"))),
            noted(() -> close(DisconnectReason.PING_TIMEOUT)));
  }

  ServerConnection connection() {
    return connection;
  }

  JoinedSockets sockets() {
    return sockets;
  }

  boolean isOpen() {
    return !ended;
  }

  void open() {
    server.opened(connection);
    if (faults.pings && !"".equals(faults.openText)) {
      heartbeat.start();
    }
    joinDeadline = later(options.connectTimeout(), this::joinedNothing);
    if (faults.openText == null) {
      send(openPacket());
    } else if (!faults.openText.isEmpty()) {
      send(OutgoingPacket.of(faults.openText));
    }
  }

  private OutgoingPacket openPacket() {
    Handshake handshake =
        new Handshake(
            sid,
            List.of(),
            options.pingInterval().toMillis(),
            options.pingTimeout().toMillis(),
            options.maxPayloadBytes());
    byte[] json = handshake.toJson();
    byte[] packet = new byte[1 + json.length];
    packet[0] = EnginePacketType.OPEN.code();
    System.arraycopy(json, 0, packet, 1, json.length);
    return OutgoingPacket.of(packet);
  }

  private void joinedNothing() {
    if (sockets.isEmpty() && isOpen()) {
      report(ServerError.Kind.STATE, "joined no namespace in " + options.connectTimeout(), null);
      close(DisconnectReason.FORCED_SERVER_CLOSE);
    }
  }

  void text(byte[] message) {
    server.journal().note(sid, Kind.RECEIVED, message, 0);
    read(() -> packet(EnginePacket.text(message, 0, message.length)));
  }

  void binary(byte[] message) {
    server.journal().note(sid, Kind.RECEIVED_BINARY, message, 0);
    read(() -> decoded(decoder.binary(message)));
  }

  private void read(Runnable step) {
    if (!isOpen()) {
      return;
    }
    try {
      step.run();
    } catch (ProtocolException e) {
      report(ServerError.Kind.PROTOCOL, String.valueOf(e.getMessage()), e);
      close(
          e.rule() == ProtocolRule.UNEXPECTED_ENGINE_PACKET
              ? DisconnectReason.TRANSPORT_ERROR
              : DisconnectReason.PARSE_ERROR);
    }
    received++;
    act(ArmedFaults.due(faults.onReceived, received));
  }

  private void packet(EnginePacket packet) {
    switch (packet.type()) {
      case MESSAGE -> decoded(decoder.text(packet.array(), packet.start(), packet.end()));
      case PONG -> heartbeat.pong();
      case CLOSE -> close(DisconnectReason.TRANSPORT_CLOSE);
      case PING ->
          throw new ProtocolException(
              ProtocolRule.UNEXPECTED_ENGINE_PACKET, "a client must not ping the server");
      case OPEN, UPGRADE, NOOP -> {
        // The reference server ignores these too.
      }
    }
  }

  private void decoded(@Nullable Packet packet) {
    if (packet != null) {
      sockets.packet(packet);
    }
  }

  /** Writes a packet; it leaves when the loop has done what it was doing. */
  void send(OutgoingPacket packet) {
    if (!isOpen() || silent) {
      server.journal().note(sid, Kind.DROPPED, packet.array(), packet.start());
      return;
    }
    server.journal().note(sid, Kind.SENT, packet.array(), packet.start());
    for (byte[] attachment : packet.attachments()) {
      server.journal().note(sid, Kind.SENT_BINARY, attachment, 0);
    }
    wire.write(packet);
    written(packet.packets());
  }

  /** Writes a binary message, announced or not. */
  void sendBinary(byte[] message) {
    if (!isOpen() || silent) {
      server.journal().note(sid, Kind.DROPPED, message, 0);
      return;
    }
    server.journal().note(sid, Kind.SENT_BINARY, message, 0);
    wire.writeBinary(message);
    written(1);
  }

  void flood(OutgoingPacket packet, long times, CompletableFuture<Void> done) {
    server.journal().note(sid, Kind.SENT, times + " times " + packet);
    wire.flood(packet, times, done);
  }

  private void written(int packets) {
    sent += packets;
    if (wire.queuedBytes() > options.maxQueuedBytes()) {
      report(ServerError.Kind.OVERFLOW, wire.queuedBytes() + " bytes wait for the client", null);
      ended(DisconnectReason.TRANSPORT_ERROR);
      wire.reset();
      return;
    }
    List<Consumer<ServerConnection>> due = ArmedFaults.due(faults.onSent, sent);
    if (!due.isEmpty()) {
      wire.flush();
      act(due);
    } else if (!flushIsDue) {
      // One flush for all that is written until the loop comes round to it.
      flushIsDue = true;
      wire.loop().execute(this::flushNow);
    }
  }

  private void flushNow() {
    flushIsDue = false;
    wire.flush();
  }

  private void act(List<Consumer<ServerConnection>> acts) {
    for (Consumer<ServerConnection> act : acts) {
      guarded("a fault's act", () -> act.accept(connection));
    }
  }

  /** Runs what the test has given us: its exceptions are noted and harm nobody. */
  void guarded(String what, Step step) {
    try {
      step.run();
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      report(ServerError.Kind.HANDLER, what + " threw " + e, e);
    }
  }

  /** A step of the test's code. */
  interface Step {
    void run() throws Exception;
  }

  void report(ServerError.Kind kind, String message, @Nullable Throwable cause) {
    server.report(new ServerError(kind, sid, message, cause));
  }

  void hasJoined() {
    cancel(joinDeadline);
    peersChanged();
  }

  void peersChanged() {
    connection.peersAre(sockets.peers());
  }

  void close(DisconnectReason reason) {
    if (isOpen()) {
      ended(reason);
      wire.close(Wire.NO_CODE, "");
    }
  }

  /** The network, Netty's codec or we ourselves have given up. A reset is nobody's mistake. */
  void failed(Throwable cause) {
    if (cause instanceof DecoderException) {
      report(ServerError.Kind.TRANSPORT, String.valueOf(cause.getMessage()), cause);
    } else if (!(cause instanceof IOException)) {
      report(ServerError.Kind.INTERNAL, String.valueOf(cause), cause);
    }
    ended(DisconnectReason.TRANSPORT_ERROR);
  }

  /** The connection is over, whoever ended it; later calls change nothing. */
  void ended(DisconnectReason reason) {
    if (!isOpen()) {
      return;
    }
    ended = true;
    heartbeat.stop();
    cancel(joinDeadline);
    server.journal().note(sid, Kind.CLOSED, reason.text());
    server.forget(connection);
    connection.closedFor(reason);
    for (ServerSocketPeer peer : sockets.peers()) {
      sockets.leave(peer, reason);
    }
  }

  /** The server stops: no grace for the client's close frame. */
  void shutDown() {
    close(DisconnectReason.SERVER_SHUTTING_DOWN);
    wire.finish();
  }

  void stopPinging() {
    heartbeat.stop();
  }

  void sendBytes(byte[] bytes) {
    fault("bytes", bytes.length);
    wire.writeBytes(bytes);
    wire.flush();
  }

  void blackHole() {
    fault("black hole", sent);
    heartbeat.stop();
    cancel(joinDeadline);
    silent = true;
    wire.goSilent();
  }

  void closeWebSocket(int code, String reason) {
    fault("close frame", code);
    ended(DisconnectReason.BROKEN_ON_PURPOSE);
    wire.close(code, reason);
  }

  void finish() {
    fault("end of stream", sent);
    ended(DisconnectReason.BROKEN_ON_PURPOSE);
    wire.finish();
  }

  void cut() {
    fault("reset", sent);
    ended(DisconnectReason.BROKEN_ON_PURPOSE);
    wire.flush();
    wire.reset();
  }

  private void fault(String what, long detail) {
    server.journal().note(sid, Kind.FAULT, what + " (" + detail + ")");
  }

  Future<?> later(Duration delay, Runnable task) {
    return wire.loop().schedule(noted(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Netty keeps the exceptions of tasks to itself, or prints them. */
  Runnable noted(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        report(ServerError.Kind.INTERNAL, String.valueOf(e), e);
      }
    };
  }

  private static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }
}
