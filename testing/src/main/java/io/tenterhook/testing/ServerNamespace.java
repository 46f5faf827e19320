package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A namespace of the server: what it answers, and who is in it.
 *
 * <pre>{@code
 * server.namespace("/realtime")
 *     .authorize(request -> Verdict.accept())
 *     .onConnect(peer -> peer.emit("hello", "\"you\""))
 *     .on("post", event -> event.ack("{\"ok\":true}"));
 * }</pre>
 *
 * <p>Set it up before clients connect, or at any later time from any thread. Setting the same thing
 * again replaces it.
 */
public final class ServerNamespace {
  private static final int MAX_WAITING_PEERS = 10_000;

  private final SocketIoServer server;
  private final Namespace name;
  private final Map<String, EventHandler> handlers = new ConcurrentHashMap<>();
  private final Rooms rooms = new Rooms();
  private final @Nullable RecoveryLog recovery;
  private final List<Authorizer> middleware = new CopyOnWriteArrayList<>();
  private final Bounded<ServerSocketPeer> waiting =
      new Bounded<>(MAX_WAITING_PEERS, Long.MAX_VALUE, peer -> 0);
  private final Stubs stubs;
  private final AtomicLong ackIds = new AtomicLong();
  private final AtomicInteger connects = new AtomicInteger();
  private volatile Authorizer authorizer = request -> Verdict.accept();
  private volatile PeerHandler greeting = peer -> {};
  private volatile @Nullable EventHandler otherwise;
  private volatile EventHandler observer = event -> {};

  ServerNamespace(SocketIoServer server, Namespace name) {
    this.server = server;
    this.name = name;
    this.stubs = new Stubs(server.scenarios());
    Duration maxDisconnection = server.options().maxDisconnection();
    this.recovery =
        maxDisconnection == null
            ? null
            : new RecoveryLog(maxDisconnection, server.timers()::nanoTime);
  }

  /**
   * The name.
   *
   * @return for instance {@code "/"}
   */
  public String name() {
    return name.name();
  }

  /**
   * Says who may join. Without it, everybody may.
   *
   * @param authorizer is asked for each CONNECT
   * @return this namespace
   */
  public ServerNamespace authorize(Authorizer authorizer) {
    this.authorizer = authorizer;
    return this;
  }

  /**
   * Adds one who is asked, too, after those before; the first refusal counts. As the reference
   * server, none is asked about a peer that is recovered.
   *
   * @param authorizer is asked for each CONNECT
   * @return this namespace
   */
  public ServerNamespace use(Authorizer authorizer) {
    middleware.add(authorizer);
    return this;
  }

  /**
   * Says what is done with each peer that has joined.
   *
   * @param handler gets the peer
   * @return this namespace
   */
  public ServerNamespace onConnect(PeerHandler handler) {
    greeting = handler;
    return this;
  }

  /**
   * Says what is done about an event.
   *
   * @param event the name
   * @param handler gets the event
   * @return this namespace
   */
  public ServerNamespace on(String event, EventHandler handler) {
    handlers.put(event, handler);
    return this;
  }

  /**
   * Says what is done about events that have no handler of their own. Without it, nothing is.
   *
   * @param handler gets the event
   * @return this namespace
   */
  public ServerNamespace otherwise(EventHandler handler) {
    otherwise = handler;
    return this;
  }

  /**
   * Sends events that have no handler of their own back: with the same name and arguments, or as
   * the answer if the client asked for one. Attachments are sent back too.
   *
   * @return this namespace
   */
  public ServerNamespace echo() {
    return otherwise(ReceivedEvent::echo);
  }

  /**
   * Is told of every event, after whoever has answered it.
   *
   * @param handler gets the event
   * @return this namespace
   */
  public ServerNamespace onAny(EventHandler handler) {
    observer = handler;
    return this;
  }

  /**
   * Writes a sentence of the script: what is done about an event. Stubs come before the handler
   * that {@link #on} has set.
   *
   * @param event the name
   * @return a stub that counts from its first step on
   */
  public EventStub when(String event) {
    return new EventStub(stubs, Objects.requireNonNull(event));
  }

  /**
   * Writes a sentence of the script: what is done about events for which there is neither a stub of
   * their own nor a handler.
   *
   * @return a stub that counts from its first step on
   */
  public EventStub whenAny() {
    return new EventStub(stubs, null);
  }

  /**
   * Writes a sentence of the script: how a CONNECT is answered. Nobody is asked about a peer that
   * is recovered.
   *
   * @return a stub that counts from its verdict on
   */
  public ConnectStub whenConnecting() {
    return new ConnectStub(stubs);
  }

  /**
   * Writes a sentence of the script: what is done with a peer that has joined, after {@link
   * #onConnect}.
   *
   * @return a stub that counts from its first step on
   */
  public JoinStub whenConnected() {
    return new JoinStub(stubs);
  }

  /**
   * The stubs that have never acted, those among them that were replaced first.
   *
   * @return empty if the whole script was played
   */
  public List<Stub<?>> unusedStubs() {
    return stubs.unused();
  }

  /** Forgets the stubs; scenarios stay as they are. */
  public void clearStubs() {
    stubs.clear();
  }

  /**
   * Who is in the namespace.
   *
   * @return the peers, in the order in which they joined
   */
  public List<ServerSocketPeer> peers() {
    return select(Audience.ALL);
  }

  /**
   * The peers in these rooms.
   *
   * @param rooms a peer's sid is a room, too
   * @return a choice
   */
  public Broadcast to(String... rooms) {
    return everybody().to(rooms);
  }

  /**
   * All peers but those in these rooms.
   *
   * @param rooms a peer's sid is a room, too
   * @return a choice
   */
  public Broadcast except(String... rooms) {
    return everybody().except(rooms);
  }

  /**
   * All peers.
   *
   * @return a choice
   */
  public Broadcast everybody() {
    return new Broadcast(this, Audience.ALL, false);
  }

  /**
   * Sends an event to all peers.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   */
  public void emit(String event, String... jsonArgs) {
    everybody().emit(event, jsonArgs);
  }

  /**
   * Waits for the next peer that joins. Each is given once, in the order in which they joined.
   *
   * @param timeout how long to wait
   * @return the peer
   * @throws AssertionError if none has come
   */
  public ServerSocketPeer takePeer(Duration timeout) {
    ServerSocketPeer peer = waiting.take(any -> true, timeout);
    if (peer == null) {
      throw new AssertionError(
          "nobody joined " + name + " within " + timeout + "; the journal:\n" + server.journal());
    }
    return peer;
  }

  Namespace wireName() {
    return name;
  }

  SocketIoServer server() {
    return server;
  }

  /** Ids are counted for each namespace, as the reference server does. */
  long nextAckId() {
    return ackIds.getAndIncrement();
  }

  Rooms rooms() {
    return rooms;
  }

  List<ServerSocketPeer> select(Audience audience) {
    return rooms.select(audience);
  }

  /** An event; one that may be recovered has its offset as its last argument. */
  OutgoingPacket outgoing(
      Audience audience,
      boolean droppable,
      String event,
      List<String> jsonArgs,
      List<byte[]> attachments) {
    Parser parser = server.options().parser();
    if (recovery == null || droppable) {
      return OutgoingPacket.event(parser, name, -1, event, jsonArgs, attachments);
    }
    String offset = recovery.nextOffset();
    List<String> args = new ArrayList<>(jsonArgs);
    args.add(Json.string(offset));
    OutgoingPacket packet = OutgoingPacket.event(parser, name, -1, event, args, attachments);
    recovery.emitted(offset, audience, packet);
    return packet;
  }

  /** Whether events have an offset. */
  boolean recovers() {
    return recovery != null;
  }

  /** What a peer of that {@code pid} has missed; null if it is not known any more. */
  RecoveryLog.@Nullable Recovered recover(String pid, String offset) {
    return recovery == null ? null : recovery.find(pid, offset);
  }

  /** A new pid, or null if nothing is recovered. */
  @Nullable String newPid() {
    return recovery == null ? null : server.newId();
  }

  /** Which CONNECT it is, counted from 1. */
  int nextConnect() {
    return connects.incrementAndGet();
  }

  Verdict decide(ConnectRequest request, int connectNumber) {
    List<Authorizer> asked = new ArrayList<>();
    asked.add(authorizer);
    asked.addAll(middleware);
    try {
      Verdict verdict = stubs.decide(request, connectNumber);
      Duration delay = verdict.delay();
      for (Authorizer next : asked) {
        if (!verdict.accepted()) {
          break;
        }
        verdict = next.decide(request);
        delay = delay.plus(verdict.delay());
      }
      return verdict.after(delay);
    } catch (Exception e) {
      request
          .connection()
          .session()
          .report(ServerError.Kind.HANDLER, "the authorizer of " + name + " threw " + e, e);
      return Verdict.reject("the authorizer failed");
    }
  }

  void joined(ServerSocketPeer peer) {
    peer.connection().session().guarded("onConnect of " + name, () -> greeting.handle(peer));
    stubs.joined(peer);
    waiting.add(peer);
  }

  void left(ServerSocketPeer peer, DisconnectReason reason) {
    Set<String> left = rooms.exit(peer);
    String pid = peer.pid();
    if (recovery != null && pid != null && reason.isRecoverable()) {
      recovery.left(peer, pid, left);
    }
  }

  void dispatch(ReceivedEvent event) {
    EngineSession session = event.peer().connection().session();
    EventHandler chosen = choose(event);
    if (chosen != null) {
      session.guarded("an event handler", () -> chosen.handle(event));
    }
    session.guarded("onAny of " + name, () -> observer.handle(event));
    server.received(event);
  }

  /** Whoever knows the event's name comes first. */
  private @Nullable EventHandler choose(ReceivedEvent event) {
    EventStub own = stubs.claim(event, false);
    EventHandler handler = handlers.isEmpty() ? null : handlers.get(event.name());
    EventStub any = own == null && handler == null ? stubs.claim(event, true) : null;
    EventStub stub = own != null ? own : any;
    if (stub != null) {
      return received -> stub.play(new StubWithSteps.Occasion(received.peer(), received));
    }
    return handler != null ? handler : otherwise;
  }
}
