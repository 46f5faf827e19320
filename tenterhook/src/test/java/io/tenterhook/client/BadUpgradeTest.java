package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.UpgradingServer.Script;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server can do wrong in an upgrade: it is told why, and polling goes on. */
@Timeout(60)
class BadUpgradeTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final List<String> failures = new CopyOnWriteArrayList<>();

  private record Bad(String name, String hint, Script script) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Bad answering(String name, String text) {
    return new Bad(
        name,
        "answered the probe by something else",
        peer -> {
          peer.accept();
          peer.text(text);
          peer.hold();
        });
  }

  static Stream<Bad> badUpgrades() {
    return Stream.of(
        answering("another session", UpgradingServer.OPEN.replace("s1", "s2")),
        answering("the session once more", UpgradingServer.OPEN),
        answering("another probe", "3prob"),
        answering("a message first", "42[\"n\",1]"),
        answering("nothing at all", ""),
        new Bad(
            "the probe in binary",
            "answered the probe by something else",
            peer -> {
              peer.accept();
              peer.send(0x82, "3probe");
              peer.hold();
            }),
        new Bad("a refusal", "HTTP 400", peer -> peer.refuse("400 Bad Request")),
        new Bad("a redirect", "HTTP 302", peer -> peer.refuse("302 Found")),
        new Bad("a proxy's 407", "HTTP 407", peer -> peer.refuse("407 Proxy Authentication")),
        new Bad(
            "an end without a word",
            "closed",
            peer -> {
              peer.accept();
              peer.send(0x88, "");
              peer.hold();
            }),
        new Bad(
            "a subprotocol that nobody offered",
            "Sec-WebSocket-Protocol",
            peer -> {
              peer.accept("Sec-WebSocket-Protocol: odd");
              peer.hold();
            }),
        new Bad(
            "a message over the limit",
            "exceeds",
            peer -> {
              peer.accept();
              peer.text("3" + "x".repeat(2_000));
              peer.hold();
            }));
  }

  /** The limits of a message are the same afterwards. */
  @ParameterizedTest
  @CsvSource({"large, PayloadTooLargeException", "attachments, ProtocolViolationException"})
  void limitsHoldAfterTheUpgrade(String what, String error) {
    CompletableFuture<Ending> told = new CompletableFuture<>();
    String excessive = what.equals("large") ? "4" + "x".repeat(2_000) : "4565-[\"n\"]";
    Script script =
        peer -> {
          peer.accept();
          peer.frame();
          peer.text("3probe");
          // The polls that wait while the client has not heard it yet.
          peer.answers.addAll(Collections.nCopies(500, "6"));
          peer.frame();
          peer.text(excessive);
          peer.hold();
        };
    try (UpgradingServer server = new UpgradingServer(script);
        SocketIoClient client = client(server)) {
      server.answers.addAll(List.of(UpgradingServer.OPEN, PollingServer.CONNECTED));
      client.socket().onDisconnect((ending, willReconnect) -> told.complete(ending));
      Stage.join(client.socket().connect());

      SocketIoException failure = Stage.join(told).error().orElseThrow();
      assertThat(failure.getClass().getSimpleName()).isEqualTo(error);
      assertThat(failures).isEmpty();
    }
  }

  private SocketIoClient client(UpgradingServer server) {
    return SocketIoClient.builder(server.url())
        .transports(Transport.POLLING, Transport.WEBSOCKET)
        .reconnect(ReconnectPolicy.never())
        .limits(Limits.defaults().maxMessageBytes(1_024))
        .observer(
            new ClientObserver() {
              @Override
              public void onUpgradeFailed(String why) {
                failures.add(why);
              }
            })
        .build();
  }

  @ParameterizedTest
  @MethodSource("badUpgrades")
  void goesOnByPolling(Bad bad) {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (UpgradingServer server = new UpgradingServer(bad.script());
        SocketIoClient client = client(server)) {
      client.socket().on("n", event -> heard.add(event.args().raw(0).toString()));
      server.answers.add(UpgradingServer.OPEN);
      server.answers.add(PollingServer.CONNECTED);
      Stage.join(client.socket().connect());

      await().until(() -> !failures.isEmpty());
      server.answers.add("42[\"n\",1]");
      Stage.join(client.socket().emit(EmitOptions.unbuffered(), "still", "here"));

      await().until(() -> !heard.isEmpty());
      assertThat(failures).hasSize(1);
      assertThat(failures.get(0)).contains(bad.hint());
      assertThat(heard).containsExactly("1");
      assertThat(server.posted).contains("42[\"still\",\"here\"]");
      assertThat(client.transport()).contains(Transport.POLLING);
    }
  }
}
