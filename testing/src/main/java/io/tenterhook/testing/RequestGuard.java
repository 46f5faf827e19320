package io.tenterhook.testing;

import org.jspecify.annotations.Nullable;

/**
 * Decides which requests may open a connection, before there is a session. It runs on an event loop
 * and must not block.
 *
 * <pre>{@code
 * SocketIoServer server = SocketIoServer.builder()
 *     .allowRequest(request -> request.header("X-Key") == null ? "no key" : null)
 *     .start();
 * }</pre>
 */
@FunctionalInterface
public interface RequestGuard {
  /**
   * Looks at a request.
   *
   * @param request its query and headers
   * @return why it is refused, by status 403 and Engine.IO error 4; null to let it pass
   */
  @Nullable String refusal(HandshakeRequest request);
}
