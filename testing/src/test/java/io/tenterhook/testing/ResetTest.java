package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that was reset is as good as new. */
class ResetTest {
  private final SocketIoServer server = SocketIoServer.builder().threads(2).start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void closesConnectionsAndForgetsWhatHappened() throws Exception {
    try (JdkClient client = JdkClient.joined(server, "40");
        JdkClient rude = JdkClient.joined(server, "40")) {
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(10));
      client.send("42[\"x\"]");
      server.verify().within(ofSeconds(10)).received("x").once();
      rude.send("nonsense");
      rude.awaitCloseCode();
      int port = server.port();

      server.reset();

      assertThat(peer.disconnected().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.SERVER_SHUTTING_DOWN);
      assertThat(server.port()).isEqualTo(port);
      assertThat(server.connections()).isEmpty();
      assertThat(server.journal().entries()).isEmpty();
      assertThat(server.namespace("/").peers()).isEmpty();
      server.verifyNoErrors();
      server.verifyNoMore();
      server.verify().received().never();
      assertThatThrownBy(() -> server.takeConnection(ofMillis(1)))
          .isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> server.take("x", ofMillis(1))).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void forgetsHandlersNamespacesAndFaults() {
    server.namespace("/").authorize(request -> Verdict.reject("no")).echo();
    var unused = server.namespace("/made");
    server.dynamicNamespaces(name -> name.startsWith("/dynamic"), made -> {});
    server.nextConnection(Fault.http(500, "no"));
    server.everyConnection(Fault.http(500, "no"));

    server.reset();

    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("421[\"echo?\"]");
      client.send("40/made,");
      client.send("40/dynamic,");
      assertThat(client.next()).startsWith("44/made,").contains("Invalid namespace");
      assertThat(client.next()).startsWith("44/dynamic,").contains("Invalid namespace");
    }
  }

  @Test
  void listensAgainAfterStop() {
    server.stop();
    server.reset();

    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(client.hasNothing()).isTrue();
    }
  }

  @Test
  void isRefusedToHandlersAndAfterClose() throws Exception {
    CompletableFuture<Throwable> refusal = new CompletableFuture<>();
    server
        .namespace("/")
        .onConnect(
            peer -> {
              try {
                server.reset();
              } catch (IllegalStateException e) {
                refusal.complete(e);
              }
            });
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(refusal.get(10, TimeUnit.SECONDS)).hasMessageContaining("handler");
      assertThat(client.hasNothing()).isTrue();
    }
    server.close();
    assertThatThrownBy(server::reset)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
