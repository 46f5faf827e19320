package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.PollingServer.Answer;
import io.tenterhook.testing.Fault;
import io.tenterhook.testing.HandshakeRequest;
import io.tenterhook.testing.SocketIoServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects of a handshake; what may be followed, {@code RedirectsTest} has in full. */
@Timeout(60)
class RedirectTest {
  private static final String CANARY = "canary";

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final List<String> redirects = new CopyOnWriteArrayList<>();

  private static Answer to(String location) {
    return to(302, location);
  }

  private static Answer to(int status, String location) {
    return Answer.status(status, "elsewhere").with("Location", location);
  }

  private SocketIoClientBuilder builder(String url, Transport... transports) {
    return SocketIoClient.builder(url + "?token=" + CANARY)
        .transports(transports)
        .header("Authorization", "Bearer " + CANARY)
        .header("Cookie", "id=" + CANARY)
        .subprotocols(CANARY)
        .reconnect(ReconnectPolicy.never())
        .observer(
            new ClientObserver() {
              @Override
              public void onRedirect(String from, String to) {
                redirects.add(from + " -> " + to);
              }
            });
  }

  private static TransportException refusal(SocketIoClientBuilder builder) {
    try (SocketIoClient client = builder.build()) {
      Throwable failure = Stage.failure(client.socket().connect());
      assertThat(failure).isInstanceOf(TransportException.class).hasMessageNotContaining(CANARY);
      return (TransportException) failure;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void theWholePollingSessionGoesWhereARedirectOfTheSameOriginLeads(int status) {
    try (PollingServer server =
            new PollingServer(
                to(status, "/elsewhere/?shard=2"),
                Answer.of(PollingServer.OPEN),
                Answer.of(PollingServer.CONNECTED));
        SocketIoClient client = builder(server.url(), Transport.POLLING).build()) {
      Stage.join(client.socket().connect());

      await().until(() -> server.requests.size() >= 4);
      assertThat(server.requests.get(0).uri().getPath()).isEqualTo("/socket.io/");
      assertThat(server.requests.stream().skip(1))
          .allSatisfy(
              request -> {
                assertThat(request.uri().getPath()).isEqualTo("/elsewhere/");
                assertThat(request.uri().getQuery())
                    .contains("EIO=4&transport=polling&shard=2&token=" + CANARY);
                assertThat(request.headers().getFirst("Authorization")).contains(CANARY);
              });
      await()
          .untilAsserted(
              () -> assertThat(redirects).containsExactly(server.url() + " -> " + server.url()));
    }
  }

  @Test
  void aWebSocketGoesWhereARedirectOfTheSameOriginLeads() {
    try (Stage stage = new Stage()) {
      stage.server.nextConnection(Fault.redirect("?shard=2"));
      SocketIoClientBuilder builder =
          builder(stage.server.uri().toString(), Transport.WEBSOCKET).subprotocols();
      NamespaceSocket socket = stage.connected(builder, "/");

      HandshakeRequest request = stage.server.takeConnection(ofSeconds(20)).request();
      assertThat(request.target())
          .isEqualTo("/socket.io/?EIO=4&transport=websocket&shard=2&token=" + CANARY);
      assertThat(request.header("authorization")).contains(CANARY);
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSentToAnotherOrigin(Transport transport) {
    try (PollingServer other = new PollingServer();
        PollingServer server = new PollingServer(to(other.url() + "/socket.io/?t=" + CANARY))) {
      TransportException refusal = refusal(builder(server.url(), transport));

      assertThat(refusal.step()).isEqualTo(TransportException.Step.HTTP);
      assertThat(refusal.code()).isEqualTo(302);
      assertThat(refusal.body()).isEqualTo("elsewhere");
      assertThat(refusal)
          .hasMessageContaining("another origin, not followed")
          .hasMessageContaining("redirectsTo(\"" + other.url() + "\")");
      assertThat(other.requests).isEmpty();
      assertThat(redirects).isEmpty();
    }
  }

  @Test
  void aNamedOriginGetsNoneOfTheCredentialsByPolling() {
    try (PollingServer other =
            new PollingServer(Answer.of(PollingServer.OPEN), Answer.of(PollingServer.CONNECTED));
        PollingServer server =
            new PollingServer(to(other.url() + "/s/").with("Set-Cookie", "set=1; Path=/s"));
        SocketIoClient client =
            builder(server.url(), Transport.POLLING).redirectsTo(other.url()).build()) {
      Stage.join(client.socket().connect());

      await().until(() -> other.requests.size() >= 3);
      assertThat(other.requests.toString()).contains("/s/?EIO=4").doesNotContain("Authorization");
      assertThat(other.requests.toString()).doesNotContain(CANARY);
      // Ports make no difference to cookies (RFC 6265, 8.5).
      assertThat(other.requests.get(0).headers().get("Cookie")).containsExactly("set=1");
    }
  }

  @Test
  void aNamedOriginGetsNoneOfTheCredentialsByWebSocket() {
    try (SocketIoServer other = SocketIoServer.start();
        Stage stage = new Stage(other);
        PollingServer server = new PollingServer(to(other.uri() + "/socket.io/"))) {
      String named = other.uri().toString();
      stage.connected(builder(server.url(), Transport.WEBSOCKET).redirectsTo(named), "/");

      HandshakeRequest request = other.takeConnection(ofSeconds(20)).request();
      assertThat(request.toString()).doesNotContain(CANARY);
      assertThat(server.requests.toString()).contains("Bearer canary");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCircleEnds(Transport transport) {
    try (PollingServer server = new PollingServer(to("/a"), to("/b"), to("/a"))) {
      assertThat(refusal(builder(server.url(), transport))).hasMessageContaining("a circle");
      assertThat(server.requests).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndlessWayEnds(Transport transport) {
    try (PollingServer server =
        new PollingServer(to("/1"), to("/2"), to("/3"), to("/4"), to("/5"), to("/6"))) {
      assertThat(refusal(builder(server.url(), transport)))
          .hasMessageContaining("one more than maxRedirects, 5");
      assertThat(server.requests).hasSize(6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noneIsFollowedIfTheLimitIsZero(Transport transport) {
    try (PollingServer server = new PollingServer(to("/1"))) {
      SocketIoClientBuilder builder = builder(server.url(), transport);
      assertThat(refusal(builder.limits(Limits.defaults().maxRedirects(0))))
          .hasMessageContaining("maxRedirects is 0");
      assertThat(server.requests).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectGetsNoTimeOfItsOwn(Transport transport) {
    try (PollingServer server = new PollingServer(to("/silent/"));
        SocketIoClient client =
            builder(server.url(), transport).connectTimeout(ofSeconds(2)).build()) {
      assertThat(Stage.failure(client.socket().connect()))
          .isInstanceOf(SocketIoTimeoutException.class);
      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void theNextAttemptBeginsAtTheConfiguredEndpoint() {
    try (PollingServer server =
            new PollingServer(
                to("/a/"),
                Answer.status(503, ""),
                to("/b/"),
                Answer.of(PollingServer.OPEN),
                Answer.of(PollingServer.CONNECTED));
        SocketIoClient client =
            builder(server.url(), Transport.POLLING)
                .reconnect(failure -> Optional.of(ofMillis(1)))
                .build()) {
      Stage.join(client.socket().connect());

      assertThat(List.copyOf(server.requests).subList(0, 5))
          .extracting(request -> request.uri().getPath())
          .startsWith("/socket.io/", "/a/", "/socket.io/", "/b/", "/b/");
    }
  }

  /** By the first transport it may lead astray; the next one is not bound to follow. */
  @Test
  void theNextTransportBeginsAtTheConfiguredEndpoint() {
    try (PollingServer server =
            new PollingServer(
                to("/astray/"),
                Answer.status(502, ""),
                Answer.of(PollingServer.OPEN),
                Answer.of(PollingServer.CONNECTED));
        SocketIoClient client =
            builder(server.url(), Transport.WEBSOCKET, Transport.POLLING).build()) {
      Stage.join(client.socket().connect());

      assertThat(server.requests.get(2).uri().getPath()).isEqualTo("/socket.io/");
      assertThat(client.transport()).contains(Transport.POLLING);
    }
  }
}
