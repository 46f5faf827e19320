package io.tenterhook.testing.assertj;

import static io.tenterhook.testing.assertj.TenterhookAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.testing.DisconnectReason;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The assertions in AssertJ's words. */
class TenterhookAssertionsTest {
  private SocketIoServer server;
  private WebSocket client;
  private ServerSocketPeer peer;

  @BeforeEach
  void start() {
    server = SocketIoServer.start();
    URI uri =
        URI.create("ws://127.0.0.1:" + server.port() + "/socket.io/?EIO=4&transport=websocket");
    client =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(uri, new WebSocket.Listener() {})
            .join();
    client.sendText("40", true).join();
    peer = server.namespace("/").takePeer(ofSeconds(10));
  }

  @AfterEach
  void stop() {
    client.abort();
    server.close();
  }

  @Test
  void goesFromOneAssertionToTheNext() {
    client.sendText("42[\"order\",{\"id\":1}]", true).join();
    client.sendText("42[\"paid\"]", true).join();

    assertThat(server)
        .within(ofSeconds(10))
        .received("paid")
        .inNamespace("/")
        .from(peer)
        .once()
        .connected()
        .within(ofMillis(0))
        .received("order")
        .withArgs("{\"id\" : 1}")
        .times(1)
        .received("refund")
        .never()
        .received()
        .inOrder("order", "paid")
        .hasNoErrors()
        .hasNoMoreEvents();
    assertThat(peer).connected();
  }

  @Test
  void tellsWhatTheUserCallsIt() {
    assertThatThrownBy(() -> assertThat(server).as("the shop").received("order").once())
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("[the shop] ")
        .hasMessageContaining("expected event \"order\" once, but it came never")
        .hasMessageContaining("received: nothing");
    assertThatThrownBy(() -> assertThat((SocketIoServer) null).connected())
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void keepsTheCauseOfAnErrorOfTheServer() {
    IllegalStateException cause = new IllegalStateException("mine");
    server
        .namespace("/")
        .on(
            "x",
            event -> {
              throw cause;
            });
    client.sendText("42[\"x\"]", true).join();
    assertThat(server).within(ofSeconds(10)).received("x").once();

    assertThatThrownBy(() -> assertThat(server).hasNoErrors()).hasSuppressedException(cause);
  }

  @Test
  void knowsWhyAPeerHasLeft() {
    client.sendText("41", true).join();

    assertThat(peer)
        .within(ofSeconds(10))
        .disconnectedWith(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    assertThat(server).disconnectedWith(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    assertThatThrownBy(() -> assertThat(peer).as("ann").connected())
        .hasMessageStartingWith("[ann] expected ServerSocketPeer[/, ")
        .hasMessageContaining("disconnected by \"client namespace disconnect\"");
    assertThatThrownBy(() -> assertThat(peer).disconnectedWith(DisconnectReason.PING_TIMEOUT))
        .hasMessageContaining("by \"ping timeout\", but it was by \"client namespace disconnect\"");
  }

  @Test
  void doesNotWaitForEver() {
    assertThatThrownBy(
            () ->
                assertThat(peer)
                    .within(ofMillis(10))
                    .disconnectedWith(DisconnectReason.PING_TIMEOUT))
        .hasMessageContaining("but it was connected");
  }
}
