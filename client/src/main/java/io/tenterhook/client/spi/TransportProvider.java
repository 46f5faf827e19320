package io.tenterhook.client.spi;

/**
 * Opens event loops of one transport library. Found with {@link java.util.ServiceLoader}; a
 * provider is stateless and safe for any thread.
 */
public interface TransportProvider {

  /**
   * A short name for logs and diagnostics, for example {@code netty-nio}.
   *
   * @return the provider's name
   */
  String name();

  /**
   * Opens a group of event loops. Threads may start lazily, are not daemons (a connected client
   * keeps its JVM alive) and must all be gone soon after {@link EventLoops#shutdown()}.
   *
   * @param threads how many loops, at least 1
   * @return the loops, owned by the caller
   */
  EventLoops openEventLoops(int threads);
}
