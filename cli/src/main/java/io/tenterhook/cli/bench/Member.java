package io.tenterhook.cli.bench;

import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;

/**
 * One of the clients that make the load.
 *
 * @param client closed by the bench
 * @param socket where it works
 */
public record Member(SocketIoClient client, NamespaceSocket socket) {

  /** Makes the members, one after the other. */
  public interface Entrance {
    /** A member that is not connected yet. Its handlers run on its event loop. */
    Member open();
  }
}
