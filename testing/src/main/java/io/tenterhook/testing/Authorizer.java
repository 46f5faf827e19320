package io.tenterhook.testing;

/** Decides whether a client may join a namespace. Runs on the event loop: must not block. */
@FunctionalInterface
public interface Authorizer {
  /**
   * Decides.
   *
   * @param request who asks, and with which credentials
   * @return the answer
   * @throws Exception noted in {@link SocketIoServer#errors()}; the client is refused
   */
  Verdict decide(ConnectRequest request) throws Exception;
}
