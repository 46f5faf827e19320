package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Namespace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Set<ServerSocketPeer> peers = ConcurrentHashMap.newKeySet();
  private final Bounded<ServerSocketPeer> waiting =
      new Bounded<>(MAX_WAITING_PEERS, Long.MAX_VALUE, peer -> 0);
  private final AtomicLong ackIds = new AtomicLong();
  private volatile Authorizer authorizer = request -> Verdict.accept();
  private volatile PeerHandler greeting = peer -> {};
  private volatile @Nullable EventHandler otherwise;

  ServerNamespace(SocketIoServer server, Namespace name) {
    this.server = server;
    this.name = name;
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
   * Who is in the namespace.
   *
   * @return the peers, in no order
   */
  public List<ServerSocketPeer> peers() {
    return List.copyOf(peers);
  }

  /**
   * Sends an event to all peers.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   */
  public void emit(String event, String... jsonArgs) {
    OutgoingPacket packet = OutgoingPacket.event(name, -1, event, List.of(jsonArgs), List.of());
    peers.forEach(peer -> peer.send(packet));
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

  Verdict decide(ConnectRequest request) {
    try {
      return authorizer.decide(request);
    } catch (Exception e) {
      request
          .connection()
          .session()
          .report(ServerError.Kind.HANDLER, "the authorizer of " + name + " threw " + e, e);
      return Verdict.reject("the authorizer failed");
    }
  }

  void joined(ServerSocketPeer peer) {
    peers.add(peer);
    peer.connection().session().guarded("onConnect of " + name, () -> greeting.handle(peer));
    waiting.add(peer);
  }

  void left(ServerSocketPeer peer) {
    peers.remove(peer);
  }

  void dispatch(ReceivedEvent event) {
    EventHandler handler = handlers.isEmpty() ? null : handlers.get(event.name());
    EventHandler chosen = handler != null ? handler : otherwise;
    if (chosen != null) {
      event.peer().connection().session().guarded("an event handler", () -> chosen.handle(event));
    }
    server.received(event);
  }
}
