package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where each attempt goes and with what, and which failures are worth another attempt. */
@Timeout(60)
class EndpointsTest {
  private static final ReconnectPolicy AT_ONCE = failure -> Optional.of(Duration.ZERO);
  private static final ExponentialBackoff SOON =
      ReconnectPolicy.exponential(ofMillis(1), ofMillis(20));

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();
  private final List<String> went = new CopyOnWriteArrayList<>();
  private final Diary diary =
      new Diary() {
        @Override
        public void onEndpoint(int attempt, String hostAndPort) {
          went.add(hostAndPort);
        }
      };

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private ServerConnection connection() {
    return stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS));
  }

  // ---- suppliers

  /** 6: stale query or headers after a reconnect. */
  @Test
  void asksTheSupplierBeforeEveryAttempt() {
    stage.connected(
        stage
            .client()
            .query("room", "7")
            .reconnect(AT_ONCE)
            .endpoint(
                (configured, attempt) ->
                    configured
                        .withHeader("Authorization", "Bearer t" + attempt)
                        .withQuery("token", "q" + attempt)),
        "/");

    for (int attempt = 0; attempt < 3; attempt++) {
      ServerConnection connection = connection();
      assertThat(connection.request().header("authorization")).isEqualTo("Bearer t" + attempt);
      assertThat(connection.request().query("token")).isEqualTo("q" + attempt);
      assertThat(connection.request().query("room")).isEqualTo("7");
      connection.cut();
    }
  }

  @Test
  void aSupplierThatFailsFailsItsAttemptAlone() {
    IllegalStateException vaultIsShut = new IllegalStateException("vault-secret");
    NamespaceSocket socket =
        stage
            .build(
                stage
                    .client()
                    .reconnect(AT_ONCE)
                    .endpointAsync(
                        (configured, attempt) ->
                            switch (attempt) {
                              case 0 -> throw vaultIsShut;
                              case 1 -> CompletableFuture.failedFuture(vaultIsShut);
                              default -> CompletableFuture.completedFuture(configured);
                            }))
            .socket();

    Stage.join(socket.connect());

    await().until(() -> stage.diary.retries.size() == 2);
    assertThat(stage.diary.retries)
        .allSatisfy(
            retry -> {
              assertThat(retry.ending().reason()).isEqualTo(DisconnectReason.ENDPOINT_FAILED);
              assertThat(retry.ending().error().orElseThrow())
                  .isInstanceOf(EndpointFailedException.class)
                  .hasCause(vaultIsShut)
                  .hasMessageNotContaining("vault-secret");
            });
  }

  @Test
  void aSupplierMustAnswerWithinTheConnectTimeout() {
    CompletableFuture<Endpoint> late = new CompletableFuture<>();
    NamespaceSocket socket =
        stage
            .build(
                stage
                    .client()
                    .connectTimeout(ofMillis(50))
                    .endpointAsync((configured, attempt) -> late))
            .socket();

    Throwable failure = Stage.failure(socket.connect());

    assertThat(failure)
        .isInstanceOfSatisfying(
            SocketIoTimeoutException.class,
            timeout ->
                assertThat(timeout.awaited()).isEqualTo(SocketIoTimeoutException.Awaited.ENDPOINT));
    late.complete(Endpoint.of(stage.server.uri().toString()));
    await().during(ofMillis(100)).until(() -> stage.server.journal().entries().isEmpty());
  }

  @Test
  void aSupplierCanSendTheClientElsewhere() {
    try (SocketIoServer elsewhere = SocketIoServer.start()) {
      SocketIoClientBuilder builder =
          stage
              .client()
              .observer(diary)
              .endpoint((configured, attempt) -> Endpoint.of(elsewhere.uri().toString()));

      stage.connected(builder, "/");

      assertThat(elsewhere.connections()).hasSize(1);
      await()
          .untilAsserted(() -> assertThat(went).containsExactly("127.0.0.1:" + elsewhere.port()));
      elsewhere.connections().forEach(ServerConnection::cut);
      await()
          .untilAsserted(
              () ->
                  assertThat(diary.ended)
                      .singleElement()
                      .satisfies(
                          ended ->
                              assertThat(ended.ending().toString())
                                  .contains(":" + elsewhere.port())));
    }
  }

  // ---- several URLs

  @Test
  void triesTheNextUrlAndAfterALossFirstWhatWorked() {
    int dead = unusedPort();
    int alive = stage.server.port();
    NamespaceSocket socket =
        stage
            .build(
                stage
                    .client("http://127.0.0.1:" + dead)
                    .alternativeUrl(stage.server.uri().toString())
                    .observer(diary)
                    .reconnect(AT_ONCE))
            .socket();

    Stage.join(socket.connect());
    connection().cut();
    await().until(() -> diary.connected.size() == 2);

    await()
        .untilAsserted(
            () ->
                assertThat(went)
                    .containsExactly(
                        "127.0.0.1:" + dead, "127.0.0.1:" + alive, "127.0.0.1:" + alive));
  }

  @Test
  void givesUpOnlyWhenEveryUrlIsHopeless() {
    stage.server.everyConnection(Fault.http(404, ""));
    NamespaceSocket socket =
        stage
            .build(
                stage
                    .client()
                    .alternativeUrl("http://localhost:" + stage.server.port())
                    .observer(diary)
                    .reconnect(SOON.onlyAfterFirstConnect()))
            .socket();

    assertThat(Stage.failure(socket.connect())).isInstanceOf(TransportException.class);

    await()
        .untilAsserted(
            () ->
                assertThat(went)
                    .containsExactly(
                        "127.0.0.1:" + stage.server.port(), "localhost:" + stage.server.port()));
  }

  private static int unusedPort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  // ---- stale credentials

  private SocketIoClientBuilder withCountedTokens(AtomicInteger tokens) {
    return stage.client().reconnect(SOON).auth(() -> Map.of("token", tokens.incrementAndGet()));
  }

  @Test
  void triesFreshCredentialsOnceWhenARefusalFollowsAConnection() {
    AtomicInteger tokens = new AtomicInteger();
    stage
        .server
        .namespace("/")
        .authorize(
            request ->
                String.valueOf(request.auth()).contains("2")
                    ? Verdict.reject("expired")
                    : Verdict.accept());
    NamespaceSocket socket = stage.connected(withCountedTokens(tokens), "/");

    connection().cut();

    await().until(() -> stage.diary.connected.size() == 2);
    assertThat(tokens).hasValue(3);
    assertThat(socket.isConnected()).isTrue();
    await().until(() -> stage.diary.retries.size() == 2);
    assertThat(stage.diary.retries.get(1).delay()).isZero();
  }

  @Test
  void givesUpWhenFreshCredentialsAreRefusedToo() {
    AtomicInteger tokens = new AtomicInteger();
    stage
        .server
        .namespace("/")
        .authorize(request -> tokens.get() > 1 ? Verdict.reject("blocked") : Verdict.accept());
    stage.connected(withCountedTokens(tokens), "/");

    connection().cut();

    await().until(() -> !stage.diary.ended.isEmpty());
    assertThat(stage.diary.ended.get(0).ending().reason()).isEqualTo(DisconnectReason.REFUSED);
    assertThat(tokens).hasValue(3);
  }

  @Test
  void triesAFreshHeaderOnceWhenHttpRefuses() {
    stage.server.everyConnection(Fault.http(401, "who are you"));
    AtomicInteger tokens = new AtomicInteger();
    NamespaceSocket socket =
        stage
            .build(
                stage
                    .client()
                    .reconnect(SOON)
                    .endpoint(
                        (configured, attempt) ->
                            configured.withQuery("token", "t" + tokens.incrementAndGet())))
            .socket();

    assertThat(Stage.failure(socket.connect())).isInstanceOf(TransportException.class);

    assertThat(tokens).hasValue(2);
  }
}
