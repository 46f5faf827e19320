package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.HandshakeRequest;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cookies of the WebSocket handshake; those of long-polling are tried against real servers. */
@Timeout(60)
class CookiesTest {
  private final Stage stage = new Stage();
  private final Recorded handler = new Recorded();

  @AfterEach
  void tearDown() {
    handler.go.countDown();
    stage.close();
  }

  /** A handler that keeps nothing, and writes down what it is asked and told, and where. */
  private static class Recorded extends CookieHandler {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();
    final CountDownLatch go = new CountDownLatch(1);
    volatile boolean blocks;
    volatile List<String> cookies = List.of();
    volatile String failsTo = "";

    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers)
        throws IOException {
      called("get", uri + " " + headers);
      return Map.of("Cookie", cookies);
    }

    @Override
    public void put(URI uri, Map<String, List<String>> headers) throws IOException {
      called("put", uri + " " + headers);
    }

    private void called(String what, String with) throws IOException {
      threads.add(Thread.currentThread().getName());
      calls.add(what + " " + with);
      if (blocks) {
        try {
          go.await();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      if (what.equals(failsTo)) {
        throw new IOException("no store");
      }
    }
  }

  /** The server turns the first request away, and sets cookies. */
  private void refusalSets(String setCookie) {
    stage.server.nextConnection(Fault.http(503, Map.of("Set-Cookie", setCookie), "later"));
  }

  private SocketIoClientBuilder persistent() {
    return stage.client().reconnect(failure -> Optional.of(Duration.ZERO));
  }

  private HandshakeRequest nextRequest() {
    return stage.server.takeConnection(ofSeconds(Stage.PATIENCE_SECONDS)).request();
  }

  @Test
  void carriesWhatARefusalSetOnTheNextHandshake() {
    refusalSets("route=a; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
    stage.connected(persistent().header("Cookie", "own=1"), "/");

    assertThat(nextRequest().header("cookie")).isEqualTo("own=1; route=a");
  }

  @Test
  void keepsNoneWithoutCookies() {
    refusalSets("route=a; Path=/");
    stage.connected(persistent().header("Cookie", "own=1").withoutCookies(), "/");

    assertThat(nextRequest().header("cookie")).isEqualTo("own=1");
  }

  @Test
  void takesNoCookieToAnotherHost() {
    refusalSets("route=a; Path=/");
    String elsewhere = stage.server.uri().toString().replace("127.0.0.1", "localhost");
    assertThat(elsewhere).contains("localhost");
    stage.connected(persistent().alternativeUrl(elsewhere), "/");

    HandshakeRequest request = nextRequest();
    assertThat(request.header("host")).startsWith("localhost");
    assertThat(request.header("cookie")).isNull();
  }

  @Test
  void keepsTheCookiesOfTwoClientsApart() {
    SocketIoClientBuilder builder = persistent();
    refusalSets("route=a; Path=/");
    stage.connected(builder, "/");
    assertThat(nextRequest().header("cookie")).isEqualTo("route=a");

    stage.connected(builder, "/");
    assertThat(nextRequest().header("cookie")).isNull();
  }

  @Test
  void asksAHandlerBeforeEachAttemptAndTellsItOfAnswersOnTheHandlerThreads() {
    handler.cookies = List.of("user=7", "route=old");
    refusalSets("route=a; Path=/");
    stage.connected(persistent().query("token", "secret").cookies(handler), "/");

    assertThat(nextRequest().header("cookie")).isEqualTo("user=7; route=old");
    String uri = stage.server.uri() + "/socket.io/ ";
    assertThat(handler.calls)
        .containsExactly(
            "get " + uri + "{}",
            "put " + uri + "{Set-Cookie=[route=a; Path=/]}",
            "get " + uri + "{}");
    assertThat(handler.threads).allMatch(name -> name.startsWith("tenterhook-handler-"));
  }

  @Test
  void goesByWhatTheJdksCookieManagerKeeps() {
    CookieManager manager = new CookieManager();
    refusalSets("route=a; Path=/");
    stage.connected(persistent().cookies(manager), "/");

    assertThat(nextRequest().header("cookie")).isEqualTo("route=a");
    assertThat(manager.getCookieStore().getCookies()).hasSize(1);
  }

  @Test
  void failsTheAttemptWhenAHandlerThrows() {
    handler.failsTo = "get";
    NamespaceSocket socket = stage.build(stage.client().cookies(handler)).socket();

    assertThat(Stage.failure(socket.connect()))
        .isInstanceOf(EndpointFailedException.class)
        .hasMessageContaining("cookie handler")
        .hasRootCauseMessage("no store");
  }

  @Test
  void refusesAHeaderThatWouldBeTwo() {
    handler.cookies = List.of("a=canary\r\nX-Evil: 1");
    NamespaceSocket socket = stage.build(stage.client().cookies(handler)).socket();

    assertThat(Stage.failure(socket.connect()))
        .isInstanceOf(EndpointFailedException.class)
        .rootCause()
        .hasMessageContaining("header Cookie")
        .hasMessageNotContaining("canary");
  }

  @Test
  void reportsAHandlerThatThrowsWhenItIsTold() {
    handler.failsTo = "put";
    refusalSets("route=a");
    stage.connected(persistent().cookies(handler), "/");

    await().until(() -> !stage.diary.failed.isEmpty());
    assertThat(stage.diary.failed.get(0).where()).isEqualTo("the cookie handler");
  }

  @Test
  void aHandlerThatHangsCostsItsOwnAttemptAlone() {
    handler.blocks = true;
    NamespaceSocket socket =
        stage.build(stage.client().connectTimeout(ofMillis(300)).cookies(handler)).socket();
    CompletableFuture<Void> hanging = socket.connect();

    // The event loop is shared.
    stage.connected(stage.client(), "/");

    assertThat(Stage.failure(hanging))
        .isInstanceOfSatisfying(
            SocketIoTimeoutException.class,
            late ->
                assertThat(late.awaited()).isEqualTo(SocketIoTimeoutException.Awaited.ENDPOINT));
  }
}
