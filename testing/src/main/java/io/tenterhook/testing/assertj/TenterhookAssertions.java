package io.tenterhook.testing.assertj;

import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;

/**
 * The way in. It can be imported beside AssertJ's own {@code assertThat}.
 *
 * <pre>{@code
 * import static io.tenterhook.testing.assertj.TenterhookAssertions.assertThat;
 *
 * assertThat(server)
 *     .within(ofSeconds(5))
 *     .received("order").withArgs("{\"id\":1}").once()
 *     .received("refund").within(Duration.ZERO).never()
 *     .hasNoErrors();
 * }</pre>
 */
public final class TenterhookAssertions {
  private TenterhookAssertions() {}

  /**
   * Begins an assertion about a server.
   *
   * @param actual the server
   * @return the assertion
   */
  public static ServerAssert assertThat(SocketIoServer actual) {
    return new ServerAssert(actual);
  }

  /**
   * Begins an assertion about a client in a namespace.
   *
   * @param actual the server's end of it
   * @return the assertion
   */
  public static PeerAssert assertThat(ServerSocketPeer actual) {
    return new PeerAssert(actual);
  }
}
