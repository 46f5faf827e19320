package io.tenterhook.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A choice of the peers of a namespace, and what can be done with all of them. Immutable: each
 * method that narrows the choice returns another one.
 *
 * <pre>{@code
 * ServerNamespace chat = server.namespace("/chat");
 * chat.to("lobby").except("muted").emit("news", "\"hello\"");
 * BroadcastAcks acks = chat.to("lobby").emitWithAck(ofSeconds(1), "ready?").join();
 * }</pre>
 *
 * <p>Who is chosen is found out when something is done, as rooms are then. All methods can be
 * called from any thread.
 */
public final class Broadcast {
  private final ServerNamespace namespace;
  private final Audience audience;
  private final boolean droppable;

  Broadcast(ServerNamespace namespace, Audience audience, boolean droppable) {
    this.namespace = namespace;
    this.audience = audience;
    this.droppable = droppable;
  }

  /**
   * Adds rooms: a peer in any of them is chosen.
   *
   * @param rooms a peer's sid is a room, too
   * @return such a choice
   */
  public Broadcast to(String... rooms) {
    return new Broadcast(namespace, audience.to(rooms), droppable);
  }

  /**
   * Leaves out who is in one of these rooms.
   *
   * @param rooms a peer's sid is a room, too
   * @return such a choice
   */
  public Broadcast except(String... rooms) {
    return new Broadcast(namespace, audience.except(rooms), droppable);
  }

  /**
   * Emits are dropped for peers to which they cannot leave at once; JavaScript's {@code volatile}.
   *
   * @return such a choice
   */
  public Broadcast droppable() {
    return new Broadcast(namespace, audience, true);
  }

  /**
   * Who is chosen now.
   *
   * @return the peers, in the order in which they joined
   */
  public List<ServerSocketPeer> peers() {
    return namespace.select(audience);
  }

  /**
   * Sends an event to each.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   */
  public void emit(String event, String... jsonArgs) {
    emit(event, List.of(jsonArgs), List.of());
  }

  /**
   * Sends an event with attachments to each.
   *
   * @param event the name
   * @param jsonArgs JSON texts, with {@link Json#attachment} where the attachments belong
   * @param attachments the binary arguments
   */
  public void emit(String event, List<String> jsonArgs, List<byte[]> attachments) {
    OutgoingPacket packet = namespace.outgoing(audience, droppable, event, jsonArgs, attachments);
    for (ServerSocketPeer peer : peers()) {
      peer.send(packet, droppable);
    }
  }

  /**
   * Sends an event that asks each for an answer.
   *
   * @param timeout how long to wait for the last
   * @param event the name
   * @param jsonArgs JSON texts
   * @return the answers that came in time; it does not fail
   */
  public CompletableFuture<BroadcastAcks> emitWithAck(
      Duration timeout, String event, String... jsonArgs) {
    List<CompletableFuture<ReceivedAck>> answers = new ArrayList<>();
    for (ServerSocketPeer peer : peers()) {
      answers.add(peer.emitWithAck(event, jsonArgs));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    return namespace
        .server()
        .timers()
        .limit(all, timeout)
        .handle(
            (came, missing) ->
                new BroadcastAcks(
                    answers.stream()
                        .filter(answer -> answer.isDone() && !answer.isCompletedExceptionally())
                        .map(CompletableFuture::join)
                        .toList(),
                    answers.size()));
  }

  /**
   * Makes each join rooms.
   *
   * @param rooms which
   */
  public void join(String... rooms) {
    peers().forEach(peer -> peer.join(rooms));
  }

  /**
   * Makes each leave rooms.
   *
   * @param rooms which
   */
  public void leave(String... rooms) {
    peers().forEach(peer -> peer.leave(rooms));
  }

  /**
   * Makes each leave the namespace.
   *
   * @param close whether its connection is closed, too
   */
  public void disconnect(boolean close) {
    peers().forEach(peer -> peer.disconnect(close));
  }
}
