package io.tenterhook.client;

import io.tenterhook.client.EventEncoder.Encoded;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An event that asks for an ack, encoded but not sent yet. The last step sends it, each time anew:
 *
 * <pre>{@code
 * Receipt receipt = socket.call("post", post).within(ofSeconds(5)).as(Receipt.class).join();
 * }</pre>
 *
 * <p>The future completes exactly once: with the ack, or with {@link SocketIoTimeoutException} or
 * {@link DisconnectedException} (<em>maybe sent</em>: the server may have handled it), or with
 * {@link NotConnectedException}, {@link PayloadTooLargeException} or {@link OverflowException}
 * (<em>never sent</em>). It completes in order with the events of its namespace: a handler of that
 * namespace cannot wait for it ({@code join()} throws {@link IllegalStateException}), but can go on
 * with {@code thenAccept}. Immutable; safe for any thread.
 */
public final class Call {
  private final ClientSocket socket;
  private final Encoded encoded;
  private final @Nullable Object[] arguments;
  private final EmitOptions options;

  /**
   * @param arguments for those who want to see what is sent
   */
  Call(ClientSocket socket, Encoded encoded, @Nullable Object[] arguments, EmitOptions options) {
    this.socket = socket;
    this.encoded = encoded;
    this.arguments = arguments;
    this.options = options;
  }

  /**
   * Says how long to wait for the ack, instead of the client's {@code ackTimeout}.
   *
   * @param limit from when it is sent (or buffered); more than zero
   * @return a call with this limit
   */
  public Call within(Duration limit) {
    return new Call(socket, encoded, arguments, options.within(limit));
  }

  /**
   * Sends it.
   *
   * @return completes with the ack's arguments
   */
  public CompletableFuture<Arguments> args() {
    return socket.send(encoded, arguments, options);
  }

  /**
   * Sends it.
   *
   * @param type what to make of the ack's first argument
   * @param <T> its type
   * @return completes with the ack's first argument; fails with {@link ConversionException} if it
   *     does not fit
   */
  public <T> CompletableFuture<T> as(Class<T> type) {
    return args().thenApply(answer -> answer.get(0, type));
  }

  /**
   * Sends it.
   *
   * @param type what to make of the ack's first argument
   * @param <T> its type
   * @return completes with the ack's first argument; fails with {@link ConversionException} if it
   *     does not fit
   */
  public <T> CompletableFuture<T> as(JsonType<T> type) {
    return args().thenApply(answer -> answer.get(0, type));
  }
}
