package io.tenterhook.client;

/**
 * Something registered that can be taken away again. Safe for any thread.
 *
 * <pre>{@code
 * try (Subscription connects = socket.onConnect(() -> log.info("connected"))) {
 *   socket.connect().join();
 * }
 * }</pre>
 */
public interface Subscription extends AutoCloseable {

  /** Takes it away ({@code off}). What is running already is finished. */
  @Override
  void close();

  /**
   * Whether it is still registered.
   *
   * @return false after {@link #close()}, or after a {@code once} handler has run
   */
  boolean isActive();
}
