package io.tenterhook.client;

import io.tenterhook.client.EventEncoder.Encoded;
import io.tenterhook.protocol.socketio.Packet;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An emission whose ack is awaited. Completed on the handler executor, in order with events. */
final class PendingCall extends Emission {
  private final CompletableFuture<Arguments> answer;
  private final Duration timeout;

  /** Set by the loop before it is handed over. */
  private Packet.@Nullable Ack ack;

  PendingCall(ClientSocket socket, Encoded encoded, Duration timeout) {
    super(socket, encoded.copy(), timeout.toNanos());
    this.timeout = timeout;
    this.answer = new Outcome<>(socket);
  }

  CompletableFuture<Arguments> answer() {
    return answer;
  }

  Duration timeout() {
    return timeout;
  }

  void keep(Packet.Ack received) {
    ack = received;
  }

  void deliver() {
    Packet.Ack received = ack;
    if (received != null) {
      answer.complete(socket.arguments(received));
    }
  }

  @Override
  void failed(SocketIoException error) {
    answer.completeExceptionally(error);
  }
}
