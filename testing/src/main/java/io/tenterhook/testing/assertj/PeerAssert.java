package io.tenterhook.testing.assertj;

import io.tenterhook.testing.DisconnectReason;
import io.tenterhook.testing.ServerSocketPeer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about a client in a namespace.
 *
 * <pre>{@code
 * import static io.tenterhook.testing.assertj.TenterhookAssertions.assertThat;
 *
 * ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(5));
 * assertThat(peer).connected();
 * peer.disconnect(true);
 * assertThat(peer)
 *     .within(ofSeconds(5))
 *     .disconnectedWith(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
 * }</pre>
 */
public final class PeerAssert extends AbstractAssert<PeerAssert, ServerSocketPeer> {
  private Duration patience = Duration.ZERO;

  PeerAssert(ServerSocketPeer actual) {
    super(actual, PeerAssert.class);
  }

  /**
   * Gives what is asserted next time to come true.
   *
   * @param limit how long to wait
   * @return this
   */
  public PeerAssert within(Duration limit) {
    patience = limit;
    return this;
  }

  /**
   * It is in its namespace.
   *
   * @return this
   */
  public PeerAssert connected() {
    isNotNull();
    if (!actual.isConnected()) {
      throw failure(
          "expected %s to be connected, but it was disconnected by \"%s\"",
          actual, actual.disconnected().join().text());
    }
    return this;
  }

  /**
   * It has left its namespace for a reason.
   *
   * @param reason the reason
   * @return this
   */
  public PeerAssert disconnectedWith(DisconnectReason reason) {
    isNotNull();
    DisconnectReason was =
        actual
            .disconnected()
            .thenApply(Optional::of)
            .completeOnTimeout(Optional.empty(), patience.toNanos(), TimeUnit.NANOSECONDS)
            .join()
            .orElse(null);
    if (was != reason) {
      throw failure(
          "expected %s to be disconnected by \"%s\", but %s",
          actual,
          reason.text(),
          was == null ? "it was connected" : "it was by \"" + was.text() + "\"");
    }
    return this;
  }
}
