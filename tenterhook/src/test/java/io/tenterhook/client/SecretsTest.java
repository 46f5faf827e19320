package io.tenterhook.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.TestProxy;
import io.tenterhook.testing.Verdict;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A canary is the token, a query value, a header, a cookie, and the credentials of a proxy.
 * Whatever goes wrong, with every logger at its finest and the Flight Recorder on: it is on the
 * wire and nowhere else.
 */
@Timeout(60)
class SecretsTest {
  private static final String CANARY = "canary-9b1d6c";
  private static final String CANARY_PAIR_IN_BASE64 =
      Base64.getEncoder().encodeToString(("u-" + CANARY + ":" + CANARY).getBytes(UTF_8));
  private static final Duration SHORT = ofMillis(200);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage =
      new Stage(
          SocketIoServer.builder().pingInterval(ofMillis(100)).pingTimeout(ofSeconds(2)).start());

  @RegisterExtension final LogLines log = new LogLines("", Level.ALL);

  private final TestProxy proxy = TestProxy.to(stage.server);
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final FlightRecord flight = new FlightRecord();

  @AfterEach
  void tearDown() {
    stage.close();
    proxy.close();
    flight.close();
  }

  /** What happens to a client that holds the canary. */
  enum Scenario {
    NOTHING_WRONG,
    CUT,
    CLOSE_FRAME,
    BROKEN_PACKET,
    BROKEN_OPENING,
    TOO_LARGE,
    HALF_OPEN,
    KICKED,
    REFUSED,
    UNAUTHORIZED,
    REDIRECTED,
    SILENCE,
    NO_ANSWER_TO_CONNECT,
    PORT_CLOSED,
    BY_HTTP_PROXY,
    BY_SOCKS_PROXY,
    REFUSED_BY_HTTP_PROXY,
    REFUSED_BY_SOCKS_PROXY,
    NO_PROXY_THERE,
    SILENT_PROXY,
    NO_TLS,
    NO_SUCH_HOST,
    AUTH_IS_NO_OBJECT,
    AUTH_IS_NO_JSON,
    RECONNECT
  }

  private SocketIoClientBuilder secretive(Scenario scenario) {
    String url = stage.server.uri() + "?url=" + CANARY;
    if (scenario == Scenario.NO_TLS) {
      url = url.replace("http://", "https://");
    } else if (scenario == Scenario.NO_SUCH_HOST) {
      url = "http://no-such-host.invalid?url=" + CANARY;
    }
    Object auth =
        switch (scenario) {
          case AUTH_IS_NO_OBJECT -> CANARY;
          case AUTH_IS_NO_JSON -> new SelfHolding(CANARY);
          default -> RawJson.of("{\"token\":\"" + CANARY + "\"}");
        };
    SocketIoClientBuilder builder = stage.client(url);
    if (scenario.name().contains("PROXY")) {
      boolean refused = scenario.name().startsWith("REFUSED");
      proxy.requireCredentials(refused ? "other" : "u-" + CANARY, refused ? "one" : CANARY);
      String scheme = scenario.name().contains("SOCKS") ? "socks5" : "http";
      builder.proxy(
          Proxy.parse(scheme + "://u-" + CANARY + ":" + CANARY + "@127.0.0.1:" + proxy.port()));
    }
    return builder
        .query("token", CANARY)
        .header("Authorization", "Bearer " + CANARY)
        .header("Cookie", "id=" + CANARY)
        .auth(() -> auth)
        .limits(Limits.defaults().maxMessageBytes(1_024))
        .connectTimeout(connects(scenario) ? ofSeconds(20) : SHORT.multipliedBy(10))
        .reconnect(
            failure ->
                scenario == Scenario.RECONNECT ? Optional.of(Duration.ZERO) : Optional.empty());
  }

  private void armBefore(Scenario scenario) {
    SocketIoServer server = stage.server;
    switch (scenario) {
      case BROKEN_OPENING -> server.nextConnection(Fault.insteadOfOpen("0{\"sid\":\"\"}"));
      case REFUSED ->
          server.namespace("/").authorize(request -> Verdict.reject("no", "{\"why\":\"so\"}"));
      case UNAUTHORIZED ->
          server.nextConnection(Fault.http(401, Map.of("Set-Cookie", "io=" + CANARY), "bad token"));
      // As servers do: the query comes back in the redirect.
      case REDIRECTED ->
          server.nextConnection(
              Fault.redirect("https://u:" + CANARY + "@other.invalid/?token=" + CANARY));
      case SILENCE -> server.nextConnection(Fault.silence());
      case NO_ANSWER_TO_CONNECT -> server.nextConnection(Fault.neverAnswerConnect());
      case PORT_CLOSED -> server.stop();
      case NO_PROXY_THERE -> proxy.answerWith("220 smtp ready\r\n");
      case SILENT_PROXY -> proxy.answerWith("");
      default -> {}
    }
  }

  private static boolean connects(Scenario scenario) {
    return switch (scenario) {
      case NOTHING_WRONG,
          CUT,
          CLOSE_FRAME,
          BROKEN_PACKET,
          TOO_LARGE,
          HALF_OPEN,
          KICKED,
          BY_HTTP_PROXY,
          BY_SOCKS_PROXY,
          RECONNECT ->
          true;
      default -> false;
    };
  }

  private void act(Scenario scenario, SocketIoClient client) {
    ServerConnection connection = stage.server.takeConnection(ofSeconds(20));
    switch (scenario) {
      case CUT -> connection.cut();
      case CLOSE_FRAME -> connection.closeWebSocket(1008, "policy");
      case BROKEN_PACKET -> connection.sendText("42[");
      case TOO_LARGE -> connection.sendText("42[\"" + "x".repeat(2_000) + "\"]");
      case HALF_OPEN -> connection.blackHole();
      case KICKED -> connection.peers().get(0).disconnect(false);
      case RECONNECT -> {
        connection.cut();
        await().until(() -> stage.diary.connected.size() == 2);
        client.close();
      }
      default -> client.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void showsNoSecret(Scenario scenario) {
    armBefore(scenario);
    SocketIoClientBuilder builder = secretive(scenario);
    if (scenario == Scenario.SILENCE || scenario == Scenario.NO_ANSWER_TO_CONNECT) {
      builder.connectTimeout(SHORT);
    }
    SocketIoClient client = stage.build(builder);
    NamespaceSocket socket = client.socket();
    said.add(client + " " + socket + " " + ((Client) client).settings());
    socket.on(
        "boom",
        event -> {
          throw new IllegalStateException("handler");
        });
    CompletableFuture<Ending> running = Stage.run(socket);
    CompletableFuture<Void> connecting = socket.connect();
    if (connects(scenario)) {
      Stage.join(connecting);
      CompletableFuture<Arguments> call = socket.call("unanswered", 1).args();
      act(scenario, client);
      said.add(StackTraces.of(Stage.failure(call)));
    }

    Ending ending = Stage.join(running);
    said.add(ending.toString());
    ending.error().ifPresent(error -> said.add(StackTraces.of(error)));
    said.add(StackTraces.of(catchThrowable(() -> socket.emit("late"))));
    if (connects(scenario)) {
      // Frames are logged on another thread than what came of them is told.
      await().until(() -> log.formatted().stream().anyMatch(SecretsTest::isConnectPacket));
    }
    readDiary();
    client.close();
    said.addAll(log.formatted());
    List<String> recorded = flight.events();
    said.addAll(recorded);

    assertThat(said)
        .filteredOn(line -> line.contains(CANARY) || line.contains(CANARY_PAIR_IN_BASE64))
        .isEmpty();
    if (connects(scenario)) {
      assertThat(stage.server.journal().received().toString())
          .as("the server does get it")
          .contains(CANARY);
      assertThat(said).anyMatch(SecretsTest::isConnectPacket);
      assertThat(recorded).anyMatch(event -> event.contains("tenterhook.Connection"));
    }
  }

  private static boolean isConnectPacket(String line) {
    return line.contains(" > 40***");
  }

  private void readDiary() {
    said.addAll(stage.diary.frames);
    said.addAll(stage.diary.dropped);
    said.addAll(stage.diary.connected);
    stage.diary.attemptsEnded.forEach(attempt -> said.add(attempt.toString()));
    stage.diary.handshakes.forEach(handshake -> said.add(handshake.toString()));
    stage.diary.lost.forEach(lost -> said.add(lost.toString()));
    stage.diary.retries.forEach(retry -> said.add(retry.toString()));
    stage.diary.ended.forEach(ended -> said.add(ended.toString()));
    for (Diary.Failed failed : stage.diary.failed) {
      said.add(failed.where() + StackTraces.of(failed.error()));
    }
  }

  @Test
  void showsTheCredentialsOfNoNamespaceInFrames() {
    SocketIoClient client =
        stage.build(
            stage
                .client()
                .auth("/a", () -> RawJson.of("{\"token\":\"" + CANARY + "\"}"))
                .auth("/{b}", () -> RawJson.of("{\"token\":\"" + CANARY + "\"}")));
    stage.server.namespace("/a");
    stage.server.namespace("/{b}");

    Stage.join(client.socket("/a").connect());
    Stage.join(client.socket("/{b}").connect());
    Stage.join(client.socket("/a").disconnect());

    await().until(() -> stage.diary.frames.contains("> 41/a,"));
    assertThat(stage.diary.frames).contains("> 40/a,***").noneMatch(f -> f.contains(CANARY));
    assertThat(stage.server.journal().received()).anyMatch(frame -> frame.contains(CANARY));
  }

  @Test
  void refusesASettingWithoutShowingItsSecret() {
    List<Throwable> refusals =
        List.of(
            catchThrowable(() -> stage.client("http://u:" + CANARY + "@h")),
            catchThrowable(() -> Proxy.parse("https://u:" + CANARY + "@h")),
            catchThrowable(() -> stage.client("http://h?a=\"" + CANARY)),
            catchThrowable(() -> stage.client().header("Authorization", CANARY + "\n")),
            catchThrowable(() -> stage.client().query("sid", CANARY)));

    assertThat(refusals)
        .allMatch(IllegalArgumentException.class::isInstance)
        .noneMatch(refusal -> StackTraces.of(refusal).contains(CANARY));
  }
}
