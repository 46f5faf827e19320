package io.tenterhook.testing;

/** Greets a peer that has just joined. Runs on the event loop: must not block. */
@FunctionalInterface
public interface PeerHandler {
  /**
   * Takes a peer, after the server's CONNECT has been written.
   *
   * @param peer the peer
   * @throws Exception noted in {@link SocketIoServer#errors()}; the connection goes on
   */
  void handle(ServerSocketPeer peer) throws Exception;
}
