package io.tenterhook.testing;

import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.EventExecutor;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's Engine.IO connection, with all that a test may do to it. Engine.IO v4.
 *
 * <p>All methods can be called from any thread; what they ask for is done on the connection's event
 * loop, in the order of the calls. Those that send return at once. Those that break or close the
 * connection return when it is done, so that whatever the test does next finds it done; only a
 * handler, which runs on a loop itself, does not wait for another loop.
 */
public final class ServerConnection {
  private final SocketIoServer server;
  private final ServerOptions options;
  private final Wire wire;
  private final HandshakeRequest request;
  private final ArmedFaults faults;
  private final String sid;
  private final CompletableFuture<DisconnectReason> closed = new CompletableFuture<>();
  private volatile List<ServerSocketPeer> peers = List.of();

  // Owned by the loop.
  private final PacketDecoder decoder;
  private final JoinedSockets sockets;
  private final Heartbeat heartbeat;
  private @Nullable Future<?> joinDeadline;
  private boolean flushIsDue;
  private boolean silent;
  private long sent;
  private long received;

  ServerConnection(SocketIoServer server, Wire wire, HandshakeRequest request, ArmedFaults faults) {
    this.server = server;
    this.options = server.options();
    this.wire = wire;
    this.request = request;
    this.faults = faults;
    this.sid = server.newId();
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

  /**
   * The Engine.IO session id.
   *
   * @return the id
   */
  public String sid() {
    return sid;
  }

  /**
   * The request that opened the connection.
   *
   * @return headers and query
   */
  public HandshakeRequest request() {
    return request;
  }

  /**
   * The namespaces that the client is in.
   *
   * @return one peer for each
   */
  public List<ServerSocketPeer> peers() {
    return peers;
  }

  /**
   * Whether packets can come and go. A connection that was made silent counts as open.
   *
   * @return false once {@link #closed()} is complete
   */
  public boolean isOpen() {
    return !closed.isDone();
  }

  /**
   * Completes when the connection has ended.
   *
   * @return the reason, as the reference server names it
   */
  public CompletableFuture<DisconnectReason> closed() {
    return closed.copy();
  }

  /**
   * Sends a text message as it is: any Engine.IO packet, well-formed or not.
   *
   * @param text for instance {@code 42["hello"]} or {@code 4}
   */
  public void sendText(String text) {
    OutgoingPacket packet = OutgoingPacket.of(text);
    onLoop(() -> send(packet));
  }

  /**
   * Sends a binary message, announced or not.
   *
   * @param message its content
   */
  public void sendBinary(byte[] message) {
    byte[] copy = message.clone();
    onLoop(
        () -> {
          if (!isOpen() || silent) {
            server.journal().note(sid, Kind.DROPPED, copy, 0);
            return;
          }
          server.journal().note(sid, Kind.SENT_BINARY, copy, 0);
          wire.writeBinary(copy);
          written(1);
        });
  }

  /**
   * Writes bytes into the TCP stream, past all framing: half a frame, for instance.
   *
   * @param bytes anything
   */
  public void sendBytes(byte[] bytes) {
    byte[] copy = bytes.clone();
    onLoop(
        () -> {
          fault("bytes", copy.length);
          wire.writeBytes(copy);
          wire.flush();
        });
  }

  /** Sends the Engine.IO packet CLOSE, and waits for the client to close the connection. */
  public void sendClose() {
    sendText("1");
  }

  /** Closes the connection as the reference server does: by a close frame without a code. */
  public void close() {
    onLoopNow(() -> close(DisconnectReason.FORCED_SERVER_CLOSE));
  }

  /**
   * Closes the connection by a close frame.
   *
   * @param code for instance 1001, or 1005 for none
   * @param reason any text of up to 123 bytes
   */
  public void closeWebSocket(int code, String reason) {
    onLoopNow(
        () -> {
          fault("close frame", code);
          ended(DisconnectReason.BROKEN_ON_PURPOSE);
          wire.close(code, reason);
        });
  }

  /** Ends TCP without a close frame: the client sees the end of the stream. */
  public void finish() {
    onLoopNow(
        () -> {
          fault("end of stream", sent);
          ended(DisconnectReason.BROKEN_ON_PURPOSE);
          wire.finish();
        });
  }

  /** Cuts the connection: the client sees a TCP reset, after what was sent before. */
  public void cut() {
    onLoopNow(
        () -> {
          fault("reset", sent);
          ended(DisconnectReason.BROKEN_ON_PURPOSE);
          wire.flush();
          wire.reset();
        });
  }

  /**
   * Turns the connection into a black hole: TCP stays open, nothing is read or written any more,
   * not even a ping. It lasts until the test cuts the connection or closes the server.
   */
  public void blackHole() {
    onLoopNow(
        () -> {
          fault("black hole", sent);
          heartbeat.stop();
          cancel(joinDeadline);
          silent = true;
          wire.goSilent();
        });
  }

  /** Sends no further ping, and misses no pong. */
  public void stopPinging() {
    onLoopNow(heartbeat::stop);
  }

  @Override
  public String toString() {
    return "ServerConnection[" + sid + (isOpen() ? "" : ", closed") + "]";
  }

  // Below: called on the loop.

  void open() {
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
      guarded("a fault's act", () -> act.accept(this));
    }
  }

  void flood(OutgoingPacket packet, long times, CompletableFuture<Void> done) {
    server.journal().note(sid, Kind.SENT, times + " times " + packet);
    wire.flood(packet, times, done);
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

  private void fault(String what, long detail) {
    server.journal().note(sid, Kind.FAULT, what + " (" + detail + ")");
  }

  JoinedSockets sockets() {
    return sockets;
  }

  void hasJoined() {
    cancel(joinDeadline);
    peersChanged();
  }

  void peersChanged() {
    peers = List.copyOf(sockets.peers());
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
    heartbeat.stop();
    cancel(joinDeadline);
    server.journal().note(sid, Kind.CLOSED, reason.text());
    server.forget(this);
    closed.complete(reason);
    for (ServerSocketPeer peer : sockets.peers()) {
      sockets.leave(peer, reason);
    }
  }

  /** The server stops: no grace for the client's close frame. */
  void shutDown() {
    onLoop(
        () -> {
          close(DisconnectReason.SERVER_SHUTTING_DOWN);
          wire.finish();
        });
  }

  Future<?> later(Duration delay, Runnable task) {
    return loop().schedule(noted(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Netty keeps the exceptions of tasks to itself, or prints them. */
  private Runnable noted(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        report(ServerError.Kind.INTERNAL, String.valueOf(e), e);
      }
    };
  }

  EventExecutor loop() {
    return wire.loop();
  }

  void onLoop(Runnable task) {
    if (loop().inEventLoop()) {
      task.run();
      return;
    }
    try {
      loop().execute(noted(task));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the server is closed", e);
    }
  }

  private void onLoopNow(Runnable task) {
    if (server.isOnLoop()) {
      onLoop(task);
      return;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    onLoop(
        () -> {
          try {
            task.run();
          } finally {
            done.complete(null);
          }
        });
    done.join();
  }

  private static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }
}
