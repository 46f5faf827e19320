package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.spi.HttpAnswer;
import io.tenterhook.client.spi.HttpRequest;
import io.tenterhook.client.spi.HttpRequests;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.Route;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HTTP/1.1 for long-polling: one request at a time on a connection that is used again. */
final class HttpRequestsTest {

  private static final int MAX_BODY_BYTES = 1_000;

  @RegisterExtension final NoLeaks leaks = new NoLeaks();

  private final OneLoop loop = new OneLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  /** One request's fate as a future. */
  private static final class Fate implements HttpRequests.HttpListener {
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    private final CompletableFuture<LinkClosure> failure = new CompletableFuture<>();

    @Override
    public void answered(HttpAnswer whole) {
      answer.complete(whole);
      failure.completeExceptionally(new AssertionError("answered: " + whole));
    }

    @Override
    public void failed(LinkClosure why) {
      failure.complete(why);
      answer.completeExceptionally(new AssertionError("failed: " + why));
    }

    HttpAnswer answer() {
      return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    String text() {
      return new String(answer().body(), StandardCharsets.UTF_8);
    }

    LinkClosure failure() {
      return failure.orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private static LinkRequest server(int port) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    return new LinkRequest(
        uri, "127.0.0.1", port, List.of(Map.entry("X-User", "u")), null, 1_000, null, Route.DIRECT);
  }

  private HttpRequests requests(int port) throws Exception {
    return loop.on(() -> loop.loop.http(server(port)));
  }

  private Fate send(HttpRequests requests, String target, String body) throws Exception {
    Fate fate = new Fate();
    HttpRequest request =
        new HttpRequest(
            URI.create("http://127.0.0.1" + target),
            List.of(Map.entry("Cookie", "a=b")),
            body.getBytes(StandardCharsets.UTF_8),
            MAX_BODY_BYTES);
    loop.run(() -> requests.send(request, fate));
    return fate;
  }

  @Test
  void saysWhatOfALargePostHasNotLeftYet() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (RawServer server =
        RawServer.playing(
            peer -> {
              peer.readRequest();
              assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
              peer.awaitEnd();
            })) {
      HttpRequests requests = requests(server.port());
      int size = 20_000_000;
      assertThat(loop.on(requests::unwrittenBytes)).isZero();

      send(requests, "/", "x".repeat(size));

      await().until(() -> loop.on(requests::unwrittenBytes) > size / 4);
      read.countDown();
      await().until(() -> loop.on(requests::unwrittenBytes) == 0);
      loop.run(requests::close);
    }
  }

  private Fate failing(RawServer.Script script) throws Exception {
    try (RawServer server =
        RawServer.playing(
            peer -> {
              peer.readRequest();
              script.play(peer);
            })) {
      Fate fate = send(requests(server.port()), "/", "");
      fate.failure();
      return fate;
    }
  }

  @Test
  void getsAndPostsOnOneConnection() throws Exception {
    StringBuilder seen = new StringBuilder();
    try (RawServer server =
        RawServer.playing(
            peer -> {
              List<String> get = peer.readRequest();
              seen.append(get.get(0)).append(peer.header("X-User")).append(peer.header("Cookie"));
              peer.respond("200 OK", "first", "Content-Length: 5");
              List<String> post = peer.readRequest();
              seen.append('|').append(post.get(0)).append(peer.header("Content-Type"));
              seen.append(peer.header("Content-Length"));
              peer.respond("200 OK", "2\r\nok\r\n0\r\n\r\n", "Transfer-Encoding: chunked");
              peer.awaitEnd();
            })) {
      HttpRequests requests = requests(server.port());

      assertThat(send(requests, "/socket.io/?EIO=4&t=1", "").text()).isEqualTo("first");
      assertThat(send(requests, "/socket.io/?EIO=4&t=2", "40").text()).isEqualTo("ok");

      assertThat(server.connections()).isEqualTo(1);
      loop.run(requests::close);
    }
    assertThat(seen)
        .hasToString(
            "GET /socket.io/?EIO=4&t=1 HTTP/1.1[u][a=b]"
                + "|POST /socket.io/?EIO=4&t=2 HTTP/1.1[text/plain;charset=UTF-8][2]");
  }

  @Test
  void reportsEveryStatusWithItsBodyAndHeaders() throws Exception {
    try (RawServer server =
        RawServer.playing(
            peer -> {
              peer.readRequest();
              peer.respond("400 Bad Request", "{\"code\":1}", "Content-Length: 10", "X-A: 1");
            })) {
      HttpAnswer answer = send(requests(server.port()), "/", "").answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.reason()).isEqualTo("Bad Request");
      assertThat(answer.headers()).contains(Map.entry("X-A", "1"));
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{\"code\":1}");
    }
  }

  @Test
  void opensAnotherConnectionAfterOneThatTheServerCloses() throws Exception {
    try (RawServer server =
        RawServer.playing(
            peer -> {
              peer.readRequest();
              peer.respond("200 OK", "x", "Content-Length: 1", "Connection: close");
            })) {
      HttpRequests requests = requests(server.port());
      assertThat(send(requests, "/", "").text()).isEqualTo("x");
      assertThat(send(requests, "/", "").text()).isEqualTo("x");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void refusesABodyOverItsLimitWhileReading() throws Exception {
    Fate fate =
        failing(
            peer -> {
              peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              peer.send("3e8\r\n" + "x".repeat(1_000) + "\r\n");
              peer.send("1\r\nx\r\n");
              peer.awaitEnd();
            });
    assertThat(fate.failure().kind()).isEqualTo(Kind.MESSAGE_TOO_LARGE);
    assertThat(fate.failure().message()).contains("exceeds 1,000 bytes");
  }

  @Test
  void tellsABodyThatEndsEarly() throws Exception {
    Fate fate = failing(peer -> peer.respond("200 OK", "abc", "Content-Length: 10"));
    assertThat(fate.failure().kind()).isEqualTo(Kind.END_OF_STREAM);
  }

  @Test
  void tellsAChunkedBodyThatEndsEarly() throws Exception {
    Fate fate = failing(peer -> peer.respond("200 OK", "5\r\nab", "Transfer-Encoding: chunked"));
    assertThat(fate.failure().kind()).isEqualTo(Kind.END_OF_STREAM);
  }

  @Test
  void namesTheLimitThatHeadersExceed() throws Exception {
    Fate fate =
        failing(
            peer -> {
              peer.send("HTTP/1.1 200 OK\r\nX-Large: " + "x".repeat(70_000));
              peer.awaitEnd();
            });
    assertThat(fate.failure().kind()).isEqualTo(Kind.HANDSHAKE);
    assertThat(fate.failure().message()).contains("headers").contains("65,536 bytes");
  }

  @Test
  void tellsAnAnswerThatIsNotHttp() throws Exception {
    Fate fate = failing(peer -> peer.send("SSH-2.0-x\r\n"));
    assertThat(fate.failure().kind()).isEqualTo(Kind.HANDSHAKE);
    assertThat(fate.failure().message()).contains("another protocol");
  }

  @Test
  void tellsAMalformedAnswer() throws Exception {
    Fate fate = failing(peer -> peer.send("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"));
    assertThat(fate.failure().kind()).isEqualTo(Kind.HANDSHAKE);
  }

  @Test
  void tellsAReset() throws Exception {
    Fate fate = failing(RawServer.Peer::reset);
    assertThat(fate.failure().kind()).isIn(Kind.IO, Kind.END_OF_STREAM);
  }

  @Test
  void tellsThatNobodyListens() throws Exception {
    int port;
    try (RawServer server = RawServer.playing(peer -> {})) {
      port = server.port();
    }
    Fate fate = send(requests(port), "/", "");
    assertThat(fate.failure().kind()).isEqualTo(Kind.CONNECT);
  }

  @Test
  void tellsNothingAfterClose() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    try (RawServer server =
        RawServer.playing(
            peer -> {
              peer.readRequest();
              asked.complete(null);
              peer.awaitEnd();
              ended.complete(null);
            })) {
      HttpRequests requests = requests(server.port());
      Fate fate = send(requests, "/", "");
      asked.orTimeout(10, TimeUnit.SECONDS).join();

      loop.run(requests::close);

      ended.orTimeout(10, TimeUnit.SECONDS).join();
      loop.run(() -> {});
      assertThat(fate.answer).isNotDone();
      assertThat(fate.failure).isNotDone();
    }
  }

  @Test
  void tellsThatTheLoopHasEnded() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    try (RawServer server =
        RawServer.playing(
            peer -> {
              peer.readRequest();
              asked.complete(null);
              peer.awaitEnd();
            })) {
      Fate fate = send(requests(server.port()), "/", "");
      asked.orTimeout(10, TimeUnit.SECONDS).join();
      loop.close();
      await().until(fate.failure::isDone);
      assertThat(fate.failure().kind()).isEqualTo(Kind.LOCAL);
    } catch (CompletionException late) {
      throw new AssertionError(late);
    }
  }
}
