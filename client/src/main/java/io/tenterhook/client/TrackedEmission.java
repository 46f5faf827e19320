package io.tenterhook.client;

import io.tenterhook.client.EventEncoder.Encoded;
import io.tenterhook.client.spi.Link;
import io.tenterhook.protocol.session.Delivery;
import java.util.concurrent.CompletableFuture;

/**
 * An emission whose caller wants to know its fate: done when the operating system has it or, if it
 * is retried, when the server has acknowledged it.
 */
final class TrackedEmission extends Emission implements Link.WriteListener {
  private final CompletableFuture<Void> fate;

  TrackedEmission(ClientSocket socket, Encoded encoded, Delivery delivery) {
    super(socket, encoded, delivery);
    this.fate = new Outcome<>(socket);
  }

  CompletableFuture<Void> fate() {
    return fate;
  }

  /** On the loop. */
  @Override
  public void completed(boolean written) {
    socket
        .onLoop()
        .tell(
            written
                ? () -> fate.complete(null)
                : () ->
                    failed(
                        DisconnectedException.maybeSent(
                            DisconnectReason.TRANSPORT_ERROR,
                            "the connection ended while "
                                + what()
                                + " was being written; the server may have it",
                            null)));
  }

  @Override
  void acked() {
    fate.complete(null);
  }

  @Override
  void failed(SocketIoException error) {
    fate.completeExceptionally(error);
  }
}
