package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client in one namespace: the server's end of a socket.
 *
 * <p>Arguments are JSON texts: {@code peer.emit("price", "{\"usd\":1.5}", Json.string("ACME"))}. A
 * text that is not JSON is refused with IllegalArgumentException; to send nonsense on purpose, see
 * {@link ServerConnection#sendText}.
 *
 * <p>All methods can be called from any thread and return at once; packets leave in the order of
 * the calls. What is emitted after the peer has left is dropped, as the journal tells.
 */
public final class ServerSocketPeer {
  /** More unanswered requests than this are a mistake in the test. */
  private static final int MAX_PENDING_ACKS = 100_000;

  private final ServerConnection connection;
  private final JoinedSockets sockets;
  private final ServerNamespace namespace;
  private final String sid;
  private final String auth;
  private final @Nullable String pid;
  private final boolean recovered;
  private final int number;
  private final CompletableFuture<DisconnectReason> disconnected = new CompletableFuture<>();

  /** Owned by the loop. */
  private final Map<Long, CompletableFuture<ReceivedAck>> pendingAcks = new HashMap<>();

  /**
   * Who a peer is; {@code pid} is null where nothing is recovered, {@code number} says which
   * CONNECT of the namespace was its own.
   */
  record Identity(String sid, String auth, @Nullable String pid, boolean recovered, int number) {}

  ServerSocketPeer(
      ServerConnection connection,
      JoinedSockets sockets,
      ServerNamespace namespace,
      Identity identity) {
    this.connection = connection;
    this.sockets = sockets;
    this.namespace = namespace;
    this.sid = identity.sid();
    this.auth = identity.auth();
    this.pid = identity.pid();
    this.recovered = identity.recovered();
    this.number = identity.number();
  }

  /**
   * The socket's id, which the client knows as its own.
   *
   * @return the id
   */
  public String sid() {
    return sid;
  }

  /**
   * What the client sent with its CONNECT.
   *
   * @return a JSON object, <code>{}</code> if it sent none
   */
  public String auth() {
    return auth;
  }

  /**
   * Whether this is a peer that was here before, with its sid and rooms: see {@link
   * SocketIoServerBuilder#connectionStateRecovery}.
   *
   * @return true if its state was recovered
   */
  public boolean recovered() {
    return recovered;
  }

  /**
   * Joins rooms of the namespace.
   *
   * @param rooms any names; the peer is in that of its own sid already
   */
  public void join(String... rooms) {
    namespace.rooms().join(this, List.of(rooms));
  }

  /**
   * Leaves rooms of the namespace.
   *
   * @param rooms any names
   */
  public void leave(String... rooms) {
    namespace.rooms().leave(this, List.of(rooms));
  }

  /**
   * The rooms that the peer is in.
   *
   * @return its sid among them; nothing once it has left the namespace
   */
  public Set<String> rooms() {
    return namespace.rooms().of(this);
  }

  /**
   * The others in these rooms.
   *
   * @param rooms any names
   * @return a choice of peers without this one
   */
  public Broadcast to(String... rooms) {
    return broadcast().to(rooms);
  }

  /**
   * The others in the namespace.
   *
   * @return a choice of peers without this one
   */
  public Broadcast broadcast() {
    return namespace.except(sid);
  }

  /**
   * The connection, which can carry other namespaces too.
   *
   * @return the connection
   */
  public ServerConnection connection() {
    return connection;
  }

  /**
   * The namespace that was joined.
   *
   * @return the namespace
   */
  public ServerNamespace namespace() {
    return namespace;
  }

  /**
   * Whether the peer is in the namespace.
   *
   * @return false once {@link #disconnected()} is complete
   */
  public boolean isConnected() {
    return !disconnected.isDone();
  }

  /**
   * Completes when the peer has left the namespace.
   *
   * @return the reason, as the reference server names it
   */
  public CompletableFuture<DisconnectReason> disconnected() {
    return disconnected.copy();
  }

  /**
   * Sends an event.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   */
  public void emit(String event, String... jsonArgs) {
    emit(event, List.of(jsonArgs), List.of());
  }

  /**
   * Sends an event with attachments.
   *
   * @param event the name
   * @param jsonArgs JSON texts, with {@link Json#attachment} where the attachments belong
   * @param attachments the binary arguments
   */
  public void emit(String event, List<String> jsonArgs, List<byte[]> attachments) {
    send(outgoing(false, event, jsonArgs, attachments), false);
  }

  /**
   * Sends an event, or drops it if it cannot leave at once; JavaScript's {@code volatile}.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   */
  public void emitDroppable(String event, String... jsonArgs) {
    send(outgoing(true, event, List.of(jsonArgs), List.of()), true);
  }

  private OutgoingPacket outgoing(
      boolean droppable, String event, List<String> jsonArgs, List<byte[]> attachments) {
    Audience itself = new Audience(Set.of(sid), Set.of());
    return namespace.outgoing(itself, droppable, event, jsonArgs, attachments);
  }

  /**
   * Sends an event that asks for an answer.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   * @return the answer; fails with {@link PeerGoneException} if the peer leaves before, and waits
   *     without limit: see {@link CompletableFuture#orTimeout}
   */
  public CompletableFuture<ReceivedAck> emitWithAck(String event, String... jsonArgs) {
    return emitWithAck(event, List.of(jsonArgs), List.of());
  }

  /**
   * Sends an event with attachments that asks for an answer.
   *
   * @param event the name
   * @param jsonArgs JSON texts, with {@link Json#attachment} where the attachments belong
   * @param attachments the binary arguments
   * @return the answer, as of {@link #emitWithAck(String, String...)}
   */
  public CompletableFuture<ReceivedAck> emitWithAck(
      String event, List<String> jsonArgs, List<byte[]> attachments) {
    long id = namespace.nextAckId();
    OutgoingPacket packet =
        OutgoingPacket.event(parser(), wireNamespace(), id, event, jsonArgs, attachments);
    CompletableFuture<ReceivedAck> answer = new CompletableFuture<>();
    connection.onLoop(() -> ask(id, event, packet, answer));
    return answer;
  }

  private void ask(
      long id, String event, OutgoingPacket packet, CompletableFuture<ReceivedAck> answer) {
    if (!isConnected()) {
      answer.completeExceptionally(gone(event));
    } else if (pendingAcks.size() >= MAX_PENDING_ACKS) {
      answer.completeExceptionally(
          new IllegalStateException(pendingAcks.size() + " requests wait for an answer"));
    } else {
      pendingAcks.put(id, answer);
      connection.session().send(packet);
    }
  }

  /**
   * Sends one event many times, no faster than the client reads, without a journal entry for each.
   * One flood at a time for each connection. Its packets do not count for {@link Fault#afterSent}.
   *
   * @param times how often
   * @param event the name
   * @param jsonArgs JSON texts
   * @return completes when the last has been written
   */
  public CompletableFuture<Void> flood(long times, String event, String... jsonArgs) {
    OutgoingPacket packet =
        OutgoingPacket.event(parser(), wireNamespace(), -1, event, List.of(jsonArgs), List.of());
    CompletableFuture<Void> done = new CompletableFuture<>();
    connection.onLoop(
        () -> {
          if (!isConnected()) {
            done.completeExceptionally(gone("a flood"));
            return;
          }
          connection.session().flood(packet, times, done);
        });
    return done;
  }

  /**
   * Makes the client leave the namespace by a DISCONNECT packet.
   *
   * @param close whether it must leave all its namespaces, and the connection is closed
   */
  public void disconnect(boolean close) {
    connection.onLoop(
        () -> {
          if (!isConnected()) {
            return;
          }
          List<ServerSocketPeer> leaving = close ? sockets.peers() : List.of(this);
          leaving.forEach(ServerSocketPeer::sendDisconnect);
          if (close) {
            connection.session().closeInOrder(DisconnectReason.FORCED_SERVER_CLOSE);
          }
        });
  }

  private void sendDisconnect() {
    connection.session().send(OutgoingPacket.disconnect(parser(), wireNamespace()));
    sockets.leave(this, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
  }

  @Override
  public String toString() {
    return "ServerSocketPeer[" + namespace.name() + ", " + sid + "]";
  }

  Namespace ackNamespace() {
    return sockets.ackNamespace(wireNamespace());
  }

  Namespace wireNamespace() {
    return namespace.wireName();
  }

  Parser parser() {
    return namespace.server().options().parser();
  }

  int number() {
    return number;
  }

  @Nullable String pid() {
    return pid;
  }

  void send(OutgoingPacket packet) {
    send(packet, false);
  }

  void send(OutgoingPacket packet, boolean droppable) {
    connection.onLoop(
        () -> {
          EngineSession session = connection.session();
          if (isConnected() && (!droppable || session.isWritable())) {
            session.send(packet);
          } else {
            session.drop(packet);
          }
        });
  }

  void received(Packet.Event event) {
    namespace.dispatch(new ReceivedEvent(this, event));
  }

  /** An answer that nobody waits for, or a second one, is ignored. */
  void received(Packet.Ack ack) {
    CompletableFuture<ReceivedAck> answer = pendingAcks.remove(ack.id());
    if (answer != null) {
      answer.complete(
          new ReceivedAck(
              Json.elements(ack.array(), ack.start(), ack.end(), 0), ack.attachments()));
    }
  }

  void left(DisconnectReason reason) {
    // First, so that whoever waits for the end finds the peer in no room.
    namespace.left(this, reason);
    disconnected.complete(reason);
    List<CompletableFuture<ReceivedAck>> unanswered = List.copyOf(pendingAcks.values());
    pendingAcks.clear();
    for (CompletableFuture<ReceivedAck> answer : unanswered) {
      answer.completeExceptionally(new PeerGoneException("no answer", reason));
    }
  }

  private PeerGoneException gone(String what) {
    return new PeerGoneException(what, disconnected.join());
  }
}
