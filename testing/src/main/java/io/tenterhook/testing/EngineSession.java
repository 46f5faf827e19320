package io.tenterhook.testing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.testing.JournalEntry.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one Engine.IO session: from the OPEN packet to the end, whoever brings it.
 * Engine.IO v4, "Protocol", and {@code Socket.onPacket} of the reference server.
 *
 * <p>Used by its loop alone; tests come in through {@link ServerConnection}, requests through
 * {@link #onPolling} and {@link #upgradeAsked}.
 */
final class EngineSession implements Wire.Receiver {
  private final SocketIoServer server;
  private final ServerOptions options;
  private final Loop loop;
  private final ArmedFaults faults;
  private final String sid;
  private final ServerConnection connection;
  private final Application application;
  private final Heartbeat heartbeat;
  private final Sabotage sabotage;
  private final Outgoing outgoing;
  private @Nullable Wire wire;
  private @Nullable UpgradeAttempt upgrade;
  private boolean upgraded;
  private boolean ended;
  private boolean silent;
  private long received;

  EngineSession(SocketIoServer server, Loop loop, HandshakeRequest request, ArmedFaults faults) {
    this.server = server;
    this.options = server.options();
    this.loop = loop;
    this.faults = faults;
    this.sid = server.newId();
    this.connection = new ServerConnection(server, this, loop, sid, request);
    this.application =
        options.engineHandler() == null
            ? new JoinedSockets(server, this, faults)
            : new RawMessages(this, options.engineHandler());
    this.heartbeat =
        new Heartbeat(
            this::later,
            options.pingInterval().plus(faults.pingDelay),
            options.pingTimeout(),
            () -> send(OutgoingPacket.of("2")),
            () -> close(DisconnectReason.PING_TIMEOUT));
    this.sabotage = new Sabotage(this, server.journal());
    this.outgoing = new Outgoing(this, server.journal(), options.maxQueuedBytes(), faults);
  }

  String sid() {
    return sid;
  }

  ServerConnection connection() {
    return connection;
  }

  boolean isOpen() {
    return !ended;
  }

  /** The network is a black hole. */
  boolean isSilent() {
    return silent;
  }

  Wire wire() {
    return Objects.requireNonNull(wire, "nothing happens before open()");
  }

  String transport() {
    return wire().transport();
  }

  /** Whether what is sent now leaves at once. */
  boolean isWritable() {
    return isOpen() && wire().isWritable();
  }

  /** Before the request is answered; false if it must not be any more. */
  boolean handshake(HttpExchange exchange) {
    List<Consumer<ServerConnection>> acts = ArmedFaults.takeAll(faults.atHandshake);
    if (!acts.isEmpty()) {
      wire = new HandshakeWire(exchange, loop, server.timers());
      act(acts);
    }
    return isOpen() && !silent && !exchange.isOver();
  }

  void open(Wire first) {
    wire = first;
    server.opened(this);
    server.journal().note(sid, Kind.OPENED, first.transport());
    if (faults.pings && !"".equals(faults.openText)) {
      heartbeat.start();
    }
    if (faults.openText == null) {
      send(openPacket());
    } else if (!faults.openText.isEmpty()) {
      send(OutgoingPacket.of(faults.openText));
    }
    application.opened();
  }

  private OutgoingPacket openPacket() {
    boolean polling = "polling".equals(transport());
    Handshake handshake =
        new Handshake(
            faults.wrongSid ? server.newId() : sid,
            polling && options.transports().contains("websocket")
                ? List.of("websocket")
                : List.of(),
            options.pingInterval().toMillis(),
            options.pingTimeout().toMillis(),
            options.maxPayloadBytes());
    byte[] json = handshake.toJson();
    byte[] packet = new byte[1 + json.length];
    packet[0] = EnginePacketType.OPEN.code();
    System.arraycopy(json, 0, packet, 1, json.length);
    return OutgoingPacket.of(packet);
  }

  // ---- requests of a session that goes by polling

  /** What a request is answered by a fault, in place of the session; null if by none. */
  @Nullable HttpAnswer faultOf(HttpExchange exchange) {
    FaultyLine.shape(server.timers(), exchange.channel(), faults.line);
    return exchange.asksForWebSocket() ? faults.upgradeAnswer : faults.answerToNextRequest();
  }

  /** A request of this session, from any thread. */
  void onPolling(HttpExchange exchange, Consumer<PollingWire> step) {
    connection.onLoop(
        () -> {
          if (wire instanceof PollingWire polling) {
            step.accept(polling);
          } else {
            exchange.answer(HttpAnswer.BAD_REQUEST);
          }
        });
  }

  /** A request for a WebSocket of this session, from the loop of its TCP connection. */
  void upgradeAsked(ChannelHandlerContext context, HttpExchange exchange) {
    if (loop.inEventLoop()) {
      upgradeHere(context, exchange);
      return;
    }
    // A WebSocket lives on the loop of its session.
    Channel channel = context.channel();
    channel
        .deregister()
        .addListener(
            gone ->
                ((NettyLoop) loop)
                    .netty()
                    .register(channel)
                    .addListener(
                        registered -> {
                          if (registered.isSuccess()) {
                            upgradeHere(context, exchange);
                          }
                        }));
  }

  private void upgradeHere(ChannelHandlerContext context, HttpExchange exchange) {
    WebSocketDoor.open(
        server,
        context,
        exchange,
        candidate -> {
          if (!isOpen() || upgrade != null || upgraded || !(wire instanceof PollingWire)) {
            // As the reference server: 101 first, and then the end.
            candidate.close(Wire.NO_CODE, "");
          } else {
            upgrade =
                new UpgradeAttempt(this, candidate, options.upgradeTimeout(), faults.answersProbe);
          }
        });
  }

  void releasePoll() {
    if (wire instanceof PollingWire polling) {
      polling.releasePoll();
    }
  }

  void upgradeEnded() {
    upgrade = null;
  }

  void upgradedTo(WebSocketWire next) {
    upgrade = null;
    upgraded = true;
    next.carry(this);
    if (wire instanceof PollingWire polling) {
      wire = next;
      polling.moveTo(next);
      next.flush();
      server.journal().note(sid, Kind.UPGRADED, next.transport());
    }
  }

  // ---- what comes

  @Override
  public void text(byte[] message) {
    server.journal().note(sid, Kind.RECEIVED, message, 0);
    read(() -> packet(EnginePacket.text(message, 0, message.length)));
  }

  @Override
  public void binary(byte[] message) {
    server.journal().note(sid, Kind.RECEIVED_BINARY, message, 0);
    read(() -> hand(() -> application.binary(message)));
  }

  private void read(Runnable step) {
    if (!isOpen()) {
      return;
    }
    try {
      step.run();
    } catch (ProtocolException e) {
      violated(e);
    }
    received++;
    act(ArmedFaults.due(faults.onReceived, received));
  }

  /** A message that the application cannot read closes the session in order. */
  private void hand(Runnable message) {
    try {
      message.run();
    } catch (ProtocolException e) {
      report(ServerError.Kind.PROTOCOL, String.valueOf(e.getMessage()), e);
      closeInOrder(DisconnectReason.PARSE_ERROR);
    }
  }

  /** The client has sent what is no Engine.IO packet, or one that it must not send. */
  void violated(ProtocolException e) {
    if (isOpen()) {
      report(ServerError.Kind.PROTOCOL, String.valueOf(e.getMessage()), e);
      close(
          e.rule() == ProtocolRule.UNEXPECTED_ENGINE_PACKET
              ? DisconnectReason.TRANSPORT_ERROR
              : DisconnectReason.PARSE_ERROR);
    }
  }

  private void packet(EnginePacket packet) {
    switch (packet.type()) {
      case MESSAGE -> hand(() -> application.text(packet.array(), packet.start(), packet.end()));
      case PONG -> {
        if (faults.takesPongs) {
          heartbeat.pong();
        }
      }
      case CLOSE -> {
        ended(DisconnectReason.TRANSPORT_CLOSE);
        wire().closeForClient();
      }
      case PING ->
          throw new ProtocolException(
              ProtocolRule.UNEXPECTED_ENGINE_PACKET, "a client must not ping the server");
      case OPEN, UPGRADE, NOOP -> {
        // The reference server ignores these too.
      }
    }
  }

  // ---- what goes

  /** Writes a packet; it leaves when the loop has done what it was doing. */
  void send(OutgoingPacket packet) {
    outgoing.send(packet);
  }

  /** There is nobody for it, or it would have to wait and must not. */
  void drop(OutgoingPacket packet) {
    outgoing.drop(packet);
  }

  /** Writes a binary message, announced or not. */
  void sendBinary(byte[] message) {
    outgoing.sendBinary(message);
  }

  void flood(OutgoingPacket packet, long times, CompletableFuture<Void> done) {
    server.journal().note(sid, Kind.FLOOD, times + " times " + packet);
    wire().flood(packet, times, done);
  }

  /** More waits for the client than the server keeps. */
  void overflowed(long queuedBytes) {
    report(ServerError.Kind.OVERFLOW, queuedBytes + " bytes wait for the client", null);
    ended(DisconnectReason.TRANSPORT_ERROR);
    wire().reset();
  }

  /** Acts when all that is written has left for the network. */
  void actWhenLeft(List<Consumer<ServerConnection>> acts) {
    if (!acts.isEmpty()) {
      wire().whenLeft(() -> act(acts));
    }
  }

  void act(List<Consumer<ServerConnection>> acts) {
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
    server.journal().note(sid, Kind.ERROR, message);
    server.report(new ServerError(kind, sid, message, cause));
  }

  /** At once: a client that polls finds its session unknown, unless a GET of it waits. */
  void close(DisconnectReason reason) {
    if (isOpen()) {
      closeInOrder(reason);
      gone();
    }
  }

  /** A client that polls fetches what waits for it, and the CLOSE packet. */
  void closeInOrder(DisconnectReason reason) {
    if (isOpen()) {
      ended(reason);
      wire().close(Wire.NO_CODE, "");
    }
  }

  /** Nothing of this session is known any more. A client that polls must first hear of its end. */
  void gone() {
    server.forget(this);
  }

  /** The network, Netty's codec or we ourselves have given up. A reset is nobody's mistake. */
  @Override
  public void failed(Throwable cause) {
    if (cause instanceof DecoderException) {
      report(ServerError.Kind.TRANSPORT, String.valueOf(cause.getMessage()), cause);
    } else if (!(cause instanceof IOException)) {
      report(ServerError.Kind.INTERNAL, String.valueOf(cause), cause);
    }
    if (isOpen() && wire instanceof PollingWire) {
      close(DisconnectReason.TRANSPORT_ERROR);
    } else {
      ended(DisconnectReason.TRANSPORT_ERROR);
    }
  }

  /** The connection is over, whoever ended it; later calls change nothing. */
  @Override
  public void ended(DisconnectReason reason) {
    if (!isOpen()) {
      return;
    }
    ended = true;
    heartbeat.stop();
    if (upgrade != null) {
      upgrade.abandon();
    }
    server.journal().note(sid, Kind.CLOSED, reason.text());
    server.ended(this);
    if (!(wire instanceof PollingWire)) {
      gone();
    }
    connection.closedFor(reason);
    application.ended(reason);
  }

  /** The server stops: no grace for the client's close frame. */
  void shutDown() {
    close(DisconnectReason.SERVER_SHUTTING_DOWN);
    wire().finish();
    gone();
  }

  /** What a test does to the connection; its Engine.IO state is left to {@link Sabotage}. */
  Sabotage sabotage() {
    return sabotage;
  }

  void stopPinging() {
    heartbeat.stop();
  }

  /** Nothing comes or goes any more. */
  void goSilent() {
    heartbeat.stop();
    silent = true;
    wire().goSilent();
  }

  Timers.Timer later(Duration delay, Runnable task) {
    return server.timers().after(loop, delay, noted(task));
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
}
