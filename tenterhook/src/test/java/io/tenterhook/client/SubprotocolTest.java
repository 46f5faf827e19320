package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.PollingServer.Answer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SubprotocolTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final List<String> offered = new CopyOnWriteArrayList<>();

  private UpgradingServer choosing(String... answer) {
    return new UpgradingServer(
        peer -> {
          offered.add(peer.header("Sec-WebSocket-Protocol"));
          peer.accept(answer);
          peer.text(PollingServer.OPEN);
          peer.frame();
          peer.text(PollingServer.CONNECTED);
          peer.hold();
        });
  }

  private static SocketIoClientBuilder offering(String url) {
    return SocketIoClient.builder(url)
        .subprotocols("a.v1", "b.v2")
        .transports(Transport.WEBSOCKET)
        .reconnect(ReconnectPolicy.never());
  }

  @Test
  void offersAllAndTellsWhichOneTheServerHasChosen() {
    try (UpgradingServer server = choosing("Sec-WebSocket-Protocol: b.v2");
        SocketIoClient client = offering(server.url()).build()) {
      assertThat(client.subprotocol()).isEmpty();
      Stage.join(client.socket().connect());

      assertThat(client.subprotocol()).contains("b.v2");
      assertThat(offered).containsExactly("a.v1, b.v2");

      Stage.join(client.socket().disconnect());
      await().until(() -> client.subprotocol().isEmpty());
    }
  }

  @Test
  void livesWithAServerThatChoosesNone() {
    try (UpgradingServer server = choosing();
        SocketIoClient client = offering(server.url()).build()) {
      Stage.join(client.socket().connect());

      assertThat(client.subprotocol()).isEmpty();
    }
  }

  @Test
  void refusesAServerThatChoosesAnother() {
    try (UpgradingServer server = choosing("Sec-WebSocket-Protocol: odd");
        SocketIoClient client = offering(server.url()).build()) {
      TransportException refused = (TransportException) Stage.failure(client.socket().connect());

      assertThat(refused.step()).isEqualTo(TransportException.Step.WEBSOCKET_HANDSHAKE);
      assertThat(refused)
          .hasMessageContaining("Sec-WebSocket-Protocol: expected one that was offered")
          .hasMessageContaining("odd");
    }
  }

  @Test
  void offersNothingByPolling() {
    try (PollingServer server =
            new PollingServer(
                Answer.of(PollingServer.OPEN).with("Sec-WebSocket-Protocol", "a.v1"),
                Answer.of(PollingServer.CONNECTED));
        SocketIoClient client = offering(server.url()).transports(Transport.POLLING).build()) {
      Stage.join(client.socket().connect());

      assertThat(client.subprotocol()).isEmpty();
      assertThat(server.requests).hasSizeGreaterThan(1);
      assertThat(server.requests)
          .noneMatch(request -> request.headers().containsKey("Sec-WebSocket-Protocol"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a,b", "a\r\nX: y", "ä"})
  void refusesWhatIsNoToken(String canary) {
    assertThatThrownBy(() -> SocketIoClient.builder("ws://h").subprotocols(canary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a token");
    assertThatThrownBy(() -> SocketIoClient.builder("ws://h").subprotocols("a", "a"))
        .hasMessageContaining("twice");
  }
}
