package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.PollingServer.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server can do wrong over long-polling: each ends in a typed error, and nothing hangs. */
@Timeout(120)
class BadInputByPollingTest {
  private static final String RS = "\u001e";

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private record Case(String name, Answer answer, Consumer<Ending> expectation) {}

  private static SocketIoClient client(PollingServer server, Limits limits) {
    return SocketIoClient.builder(server.url())
        .transports(Transport.POLLING)
        .reconnect(ReconnectPolicy.never())
        .limits(limits)
        .build();
  }

  private static Ending ending(Limits limits, Answer... answers) {
    try (PollingServer server = new PollingServer(answers);
        SocketIoClient client = client(server, limits)) {
      return Stage.join(Stage.run(client.socket()));
    }
  }

  private static Consumer<Ending> http(int status, String hint) {
    return ending -> {
      TransportException error = (TransportException) ending.error().orElseThrow();
      assertThat(ending.reason()).isEqualTo(DisconnectReason.UNREACHABLE);
      assertThat(error.step()).isEqualTo(TransportException.Step.HTTP);
      assertThat(error.code()).isEqualTo(status);
      assertThat(error).hasMessageContaining(hint);
    };
  }

  private static Consumer<Ending> violation(String text) {
    return ending -> {
      assertThat(ending.reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
      assertThat(ending.error().orElseThrow()).hasMessageContaining(text);
    };
  }

  private static Case engineError(int code, String hint) {
    Answer answer = Answer.status(400, "{\"code\":" + code + ",\"message\":\"m\"}");
    return new Case("400 with code " + code, answer, http(400, hint));
  }

  @TestFactory
  List<DynamicTest> aRefusedOrBrokenHandshakeIsTyped() {
    return List.of(
            engineError(0, "transport"),
            engineError(1, "sticky"),
            engineError(2, "proxy"),
            engineError(3, "proxy"),
            engineError(4, "credentials"),
            engineError(5, "Engine.IO 4"),
            new Case("413", Answer.status(413, ""), http(413, "413")),
            new Case("502", Answer.status(502, "<html>"), http(502, "proxy")),
            new Case("redirect", Answer.status(302, ""), http(302, "without a Location")),
            new Case(
                "a web page",
                new Answer(200, "text/html", "<html>".getBytes(StandardCharsets.UTF_8), false),
                violation("this is a web page")),
            new Case(
                "compressed",
                Answer.of(PollingServer.OPEN).with("Content-Encoding", "gzip"),
                violation("Content-Encoding expected none, came \"gzip\"")),
            new Case(
                "another type",
                new Answer(200, "application/json", "{}".getBytes(StandardCharsets.UTF_8), false),
                violation("did not answer as a Socket.IO server does")),
            new Case(
                "headers over 64 KiB",
                Answer.of(PollingServer.OPEN).with("X-Large", "x".repeat(70_000)),
                ending ->
                    assertThat(ending.toString()).contains("headers").contains("65,536 bytes")),
            new Case(
                "Engine.IO 3", Answer.of("96:" + PollingServer.OPEN), violation("Engine.IO 3")),
            new Case("nothing", Answer.of(""), violation("did not answer as a Socket.IO server")),
            new Case("no OPEN", Answer.of("4hello"), violation("expected OPEN first")),
            new Case("a pong first", Answer.of("3"), violation("expected OPEN first")),
            new Case(
                "a ping interval of 1e30 ms",
                Answer.of(PollingServer.OPEN.replaceFirst("20000", "1e30")),
                violation("INVALID_HANDSHAKE")),
            new Case("no sid", Answer.of("0{}"), violation("INVALID_HANDSHAKE")))
        .stream()
        .map(
            bad ->
                DynamicTest.dynamicTest(
                    bad.name(),
                    () -> bad.expectation().accept(ending(Limits.defaults(), bad.answer()))))
        .toList();
  }

  @TestFactory
  List<DynamicTest> aBrokenPollIsTyped() {
    return List.of(
            new Case("separators only", Answer.of(RS + RS + RS), violation("packet type")),
            new Case("base64 garbage", Answer.of("b****"), violation("base64")),
            new Case("base64 without padding", Answer.of("bAQ"), violation("base64")),
            new Case("a second OPEN", Answer.of(PollingServer.OPEN), violation("OPEN")),
            new Case("an unknown type", Answer.of("9x"), violation("0 to 6")),
            new Case("binary unannounced", Answer.of("bAQID"), violation("UNEXPECTED_BINARY")),
            new Case(
                "unknown sid",
                Answer.status(400, "{\"code\":1,\"message\":\"m\"}"),
                lost("sticky")),
            new Case("500", Answer.status(500, "oops"), lost("500")),
            new Case(
                "a log-in page in between",
                new Answer(200, "text/html", "<html>".getBytes(StandardCharsets.UTF_8), false),
                violation("this is a web page")),
            new Case(
                "a bomb",
                Answer.of("x").with("Content-Encoding", "gzip"),
                violation("Content-Encoding")),
            new Case(
                "a redirect in between",
                Answer.status(302, "").with("Location", "/socket.io/2/"),
                lost("302")),
            new Case(
                "more attachments than are allowed",
                Answer.of("4565-[\"n\"]"),
                violation("TOO_MANY_ATTACHMENTS")),
            new Case(
                "a body that ends early",
                new Answer(200, "text/plain", "42[".getBytes(StandardCharsets.UTF_8), true),
                ending ->
                    assertThat(ending.reason())
                        .isIn(DisconnectReason.TRANSPORT_CLOSE, DisconnectReason.TRANSPORT_ERROR)),
            new Case(
                "CLOSE in the middle",
                Answer.of("42[\"n\",1]" + RS + "1" + RS + "42[\"n\",2]"),
                ending -> assertThat(ending.reason()).isEqualTo(DisconnectReason.ENGINE_CLOSE)))
        .stream()
        .map(
            bad ->
                DynamicTest.dynamicTest(
                    bad.name(),
                    () -> {
                      Answer open = Answer.of(PollingServer.OPEN);
                      Answer connected = Answer.of(PollingServer.CONNECTED);
                      Ending ending = ending(Limits.defaults(), open, connected, bad.answer());
                      bad.expectation().accept(ending);
                    }))
        .toList();
  }

  private static Consumer<Ending> lost(String hint) {
    return ending -> assertThat(ending.error().orElseThrow()).hasMessageContaining(hint);
  }

  @Test
  void aPostThatIsTooLargeForAProxyIsTyped() {
    try (PollingServer server =
            new PollingServer(Answer.of(PollingServer.OPEN), Answer.of(PollingServer.CONNECTED));
        SocketIoClient client = client(server, Limits.defaults())) {
      NamespaceSocket socket = client.socket();
      CompletableFuture<Ending> ending = new CompletableFuture<>();
      socket.onDisconnect((how, willReconnect) -> ending.complete(how));
      Stage.join(socket.connect());
      server.toPosts = Answer.status(413, "");

      socket.emit("large", "x");

      http(413, "413").accept(Stage.join(ending));
    }
  }

  @Test
  void bodiesAndPacketsAreBounded() {
    Limits small = Limits.defaults().maxPollBytes(2_000).maxPollPackets(10).maxMessageBytes(1_024);
    Answer open = Answer.of(PollingServer.OPEN);
    Answer connected = Answer.of(PollingServer.CONNECTED);

    assertThat(ending(small, open, connected, Answer.of("4" + "x".repeat(2_000))).error())
        .get()
        .isInstanceOf(PayloadTooLargeException.class)
        .asString()
        .contains("2,000 bytes");
    assertThat(ending(small, open, connected, Answer.of("4" + "x".repeat(1_500))).error())
        .get()
        .isInstanceOf(PayloadTooLargeException.class)
        .asString()
        .contains("1,024 bytes");
    violation("at most 10 packets")
        .accept(ending(small, open, connected, Answer.of(("6" + RS).repeat(10) + "6")));
  }

  /** Complaint 25. */
  @Test
  void tenThousandPacketsInOneBodyAreDeliveredInOrder() {
    List<String> heard = new CopyOnWriteArrayList<>();
    String body =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "42[\"n\"," + i + "]")
            .collect(Collectors.joining(RS));
    try (PollingServer server =
            new PollingServer(Answer.of(PollingServer.OPEN), Answer.of(PollingServer.CONNECTED));
        SocketIoClient client = client(server, Limits.defaults())) {
      client.socket().on("n", event -> heard.add(event.args().raw(0).toString()));
      Stage.join(client.socket().connect());
      server.answer(Answer.of(body));

      await().until(() -> heard.size() == 10_000);
      assertThat(heard).isEqualTo(IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
      assertThat(server.posted).containsExactly("40");
    }
  }

  /** Complaint 3. */
  @Test
  void aHandlerThatThrowsDoesNotStopPolling() {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (PollingServer server =
            new PollingServer(Answer.of(PollingServer.OPEN), Answer.of(PollingServer.CONNECTED));
        SocketIoClient client =
            SocketIoClient.builder(server.url())
                .transports(Transport.POLLING)
                .observer(
                    new ClientObserver() {
                      @Override
                      public void onHandlerError(String where, Throwable error) {
                        heard.add(String.valueOf(error.getMessage()));
                      }
                    })
                .build()) {
      client
          .socket()
          .on(
              "n",
              event -> {
                heard.add(event.args().raw(0).toString());
                throw new IllegalStateException("thrown");
              });
      Stage.join(client.socket().connect());
      server.answer(Answer.of("42[\"n\",1]"));
      server.answer(Answer.of("42[\"n\",2]"));

      await().until(() -> heard.size() == 4);
      assertThat(heard).containsExactly("1", "thrown", "2", "thrown");
    }
  }
}
