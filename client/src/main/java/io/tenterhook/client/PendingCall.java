package io.tenterhook.client;

import io.tenterhook.client.EventEncoder.Encoded;
import io.tenterhook.protocol.session.Delivery;
import io.tenterhook.protocol.socketio.Packet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An emission whose ack is awaited. Completed on the handler executor, in order with events. */
final class PendingCall extends Emission {
  private final CompletableFuture<Arguments> answer;
  private final Flight.@Nullable Span span = Flight.call();

  /** Set by the loop before it is handed over. */
  private Packet.@Nullable Ack ack;

  PendingCall(ClientSocket socket, Encoded encoded, Delivery delivery) {
    super(socket, encoded.copy(), delivery);
    this.answer = new Outcome<>(socket);
  }

  CompletableFuture<Arguments> answer() {
    return answer;
  }

  @Override
  void keep(Packet.Ack received) {
    ack = received;
  }

  @Override
  void acked() {
    Packet.Ack received = ack;
    if (received != null) {
      record("answered");
      answer.complete(socket.arguments(received));
    }
  }

  @Override
  void failed(SocketIoException error) {
    record(
        error instanceof SocketIoTimeoutException
            ? "timeout"
            : error instanceof DisconnectedException ? "disconnected" : "not sent");
    answer.completeExceptionally(error);
  }

  private void record(String outcome) {
    String name = event();
    if (span != null && name != null) {
      span.end(socket.namespace(), name, outcome);
    }
  }
}
