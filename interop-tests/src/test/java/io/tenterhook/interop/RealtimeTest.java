package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.untilSteady;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A NestJS gateway on {@code /realtime} that takes each token once and numbers what it says: the
 * application that the project started for.
 */
@RequiresNode
final class RealtimeTest {
  record Post(String text) {}

  record Receipt(boolean ok, int seq) {}

  record Message(int seq, String text, String author) {}

  private final AtomicInteger tokens = new AtomicInteger();
  private final Watcher watcher = new Watcher();
  private NodePeer server;

  @BeforeEach
  void start() {
    server = NodePeer.nest("{}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SocketIoClientBuilder client() {
    return SocketIoClient.builder(server.url())
        .reconnect(ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(200)))
        .observer(watcher);
  }

  private RawJson freshToken() {
    return RawJson.of("{\"token\":\"t-" + tokens.incrementAndGet() + "\"}");
  }

  @Test
  void connectsWithATokenAndIsInTheChannelByItself() {
    try (SocketIoClient client = client().auth(this::freshToken).build()) {
      NamespaceSocket realtime = client.socket("/realtime");
      Heard messages = Heard.on(realtime, "message");
      connected(realtime);

      server.tick(3);

      assertThat(messages.await(3)).extracting(RealtimeTest::seq).containsExactly(1, 2, 3);
      Fact connection = server.awaitFact("connection");
      assertThat(connection.text("nsp")).isEqualTo("/realtime");
      assertThat(connection.text("sid")).isEqualTo(realtime.sid().orElseThrow());
    }
  }

  @Test
  void postsReachTheWholeChannelAndAreAcknowledged() {
    try (SocketIoClient client = client().auth(this::freshToken).build();
        SocketIoClient other = client().auth(this::freshToken).build()) {
      NamespaceSocket realtime = client.socket("/realtime");
      NamespaceSocket listener = other.socket("/realtime");
      Heard own = Heard.on(realtime, "message");
      Heard others = Heard.on(listener, "message");
      connected(realtime, listener);

      Receipt receipt = within(realtime.call("post", new Post("hi")).as(Receipt.class));
      realtime.emit("post", new Post("ünï😀"));

      assertThat(receipt).isEqualTo(new Receipt(true, 1));
      String author = realtime.sid().orElseThrow();
      for (Heard heard : List.of(own, others)) {
        assertThat(heard.await(2))
            .extracting(RealtimeTest::message)
            .containsExactly(new Message(1, "hi", author), new Message(2, "ünï😀", author));
      }
    }
  }

  @Test
  void aMissingTokenIsRefusedWithMessageAndData() {
    try (SocketIoClient client = client().build()) {
      assertRefused(client, "unauthorized", "{\"reason\":\"missing\"}");
    }
  }

  @Test
  void aWrongTokenIsRefusedWithMessageAndData() {
    try (SocketIoClient client =
        client().auth(() -> RawJson.of("{\"token\":\"nonsense\"}")).build()) {
      assertRefused(client, "unauthorized", "{\"reason\":\"wrong\"}");
    }
  }

  @Test
  void aStaleTokenIsRefusedWithMessageAndData() {
    RawJson used = freshToken();
    try (SocketIoClient first = client().auth(() -> used).build();
        SocketIoClient second = client().auth(() -> used).build()) {
      connected(first.socket("/realtime"));
      assertRefused(second, "stale token", "{\"token\":\"t-***\",\"reason\":\"stale\"}");
    }
  }

  private void assertRefused(SocketIoClient client, String message, String data) {
    NamespaceSocket realtime = client.socket("/realtime");

    ConnectRefusedException refused = failureOf(realtime.connect(), ConnectRefusedException.class);

    assertThat(refused.namespace()).isEqualTo("/realtime");
    assertThat(refused.serverMessage()).isEqualTo(message);
    assertThat(refused.data()).contains(RawJson.of(data));
    assertThat(realtime.isActive()).isFalse();
    int requests = server.upToDate().count("request");
    // Nobody needs the connection any more, and nobody asks again.
    server.awaitFact("engineClosed");
    untilSteady(() -> server.count("request") == requests);
  }

  @Test
  void aCutTransportComesBackWithANewTokenAndDoublesNoEvent() {
    try (SocketIoClient client = client().auth(this::freshToken).build()) {
      NamespaceSocket realtime = client.socket("/realtime");
      Heard messages = Heard.on(realtime, "message");
      AtomicInteger connects = new AtomicInteger();
      realtime.onConnect(connects::incrementAndGet);
      connected(realtime);

      int cuts = 4;
      for (int i = 1; i <= cuts; i++) {
        server.tick(5);
        messages.await(5 * i);
        server.cut();
        server.awaitFacts("connection", i + 1);
        until(() -> connects.get() == server.count("connection"));
      }
      server.tick(5);

      assertThat(messages.await(25))
          .extracting(RealtimeTest::seq)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, 25).boxed().toList());
      assertThat(server.upToDate().facts("connection"))
          .extracting(fact -> fact.json().at("/auth/token").asText())
          .containsExactly("t-1", "t-2", "t-3", "t-4", "t-5");
      assertThat(watcher.disconnected)
          .hasSize(cuts)
          .extracting(Ending::reason)
          .containsOnly(DisconnectReason.TRANSPORT_ERROR);
    }
  }

  @Test
  void aKickIsFinal() {
    try (SocketIoClient client = client().auth(this::freshToken).build()) {
      assertKicked(client, false);
    }
  }

  @Test
  void aKickThatClosesTheTransportIsFinalToo() {
    try (SocketIoClient client = client().auth(this::freshToken).build()) {
      assertKicked(client, true);
    }
  }

  private void assertKicked(SocketIoClient client, boolean close) {
    NamespaceSocket realtime = client.socket("/realtime");
    connected(realtime);

    server.kick("/realtime", close);

    Ending ending = endOf(realtime);
    assertThat(ending.reason()).isEqualTo(DisconnectReason.SERVER_DISCONNECT);
    assertThat(realtime.isActive()).isFalse();
    server.awaitFact("engineClosed");
    untilSteady(() -> server.count("request") == 1 && watcher.retries.isEmpty());
    // Back only when asked for.
    connected(realtime);
    server.awaitFacts("connection", 2);
  }

  private Ending endOf(NamespaceSocket realtime) {
    until(() -> !realtime.isActive() && !watcher.ended.isEmpty());
    return watcher.ended.get(0);
  }

  @Test
  void aRestartedServerIsFoundAgainWithoutHelp() {
    try (SocketIoClient client = client().auth(this::freshToken).build()) {
      NamespaceSocket realtime = client.socket("/realtime");
      Heard messages = Heard.on(realtime, "message");
      connected(realtime);
      server.tick(2);
      messages.await(2);

      server.stop();
      until(() -> watcher.retries.size() >= 2);
      server = NodePeer.nest("{port: " + server.port() + "}");

      server.awaitFact("connection");
      until(realtime::isConnected);
      server.tick(2);
      assertThat(messages.await(4)).extracting(RealtimeTest::seq).containsExactly(1, 2, 1, 2);
      assertThat(watcher.disconnected).hasSize(1);
    }
  }

  private static int seq(Event event) {
    return message(event).seq();
  }

  private static Message message(Event event) {
    return event.args().get(0, Message.class);
  }
}
