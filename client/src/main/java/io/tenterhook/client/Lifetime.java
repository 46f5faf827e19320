package io.tenterhook.client;

import java.util.concurrent.CompletableFuture;

/** A namespace from one connect() to its end. Completed on the handler executor. */
final class Lifetime {
  private final ClientSocket socket;
  final CompletableFuture<Ending> ended;

  /** Anew after each lost connection; written by the loop after the first. */
  volatile CompletableFuture<Void> connected;

  /** The user has said goodbye: the next connect() begins another lifetime. */
  volatile boolean leaving;

  Lifetime(ClientSocket socket) {
    this.socket = socket;
    this.ended = new Outcome<>(socket);
    this.connected = new Outcome<>(socket);
  }

  /** On the loop: the connection is lost, the next one is another matter. */
  void connectAnew() {
    connected = new Outcome<>(socket);
  }

  boolean isOver() {
    return leaving || ended.isDone();
  }

  /** The loop has ended and tells nobody. */
  void endWithoutLoop() {
    connected.completeExceptionally(new ClientClosedException("the client is closed"));
    ended.complete(new Ending(DisconnectReason.CLIENT_DISCONNECT, null));
  }

  void end(Ending ending) {
    ended.complete(ending);
    CompletableFuture<Void> due = connected;
    // An exception is dear, and most are connected by now.
    if (!due.isDone()) {
      due.completeExceptionally(
          ending.error().orElseGet(() -> ClientClosedException.disconnected(socket.namespace())));
    }
  }
}
