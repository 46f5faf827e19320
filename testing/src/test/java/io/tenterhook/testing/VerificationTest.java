package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be asserted about a server without any assertion library. */
class VerificationTest {
  private SocketIoServer server;
  private JdkClient client;
  private ServerSocketPeer peer;

  @BeforeEach
  void start() {
    server = SocketIoServer.start();
    client = JdkClient.joined(server, "40");
    peer = server.namespace("/").takePeer(ofSeconds(10));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** Returns when the server has them. */
  private void send(String... packets) {
    for (String packet : packets) {
      client.send(packet);
    }
    client.send("429[\"sync\"]");
    ReceivedEvent sync = server.take("sync", ofSeconds(10));
    assertThat(sync.wantsAck()).isTrue();
  }

  private static AbstractThrowableAssert<?, ?> assertFailureOf(ThrowingCallable check) {
    return assertThatThrownBy(check).isInstanceOf(AssertionError.class);
  }

  @Test
  void findsAnEventByNameAndArgs() {
    send("42[\"order\",{\"id\":1,\"tags\":[]},null]", "42[\"order\",{\"id\":2}]");

    ReceivedEvent order =
        server.verify().received("order").withArgs("{\"tags\": [], \"id\": 1.0}", "null").once();

    assertThat(order.arg(0)).contains("\"id\":1");
    assertThat(server.verify().received("order").times(2)).contains(order);
    server.verify().received("orders").never();
    server.verify().received("order").withArgs().never();
  }

  @Test
  void showsTheNearestEventAndAllThatCame() {
    send("42[\"order\",7,{\"price\":3}]", "42[\"order\",8,{\"price\":3,\"x\":1}]", "42[\"other\"]");

    assertFailureOf(() -> server.verify().received("order").withArgs("7", "{\"price\":2}").once())
        .hasMessage(
            """
            expected event "order" with [7,{"price":2}] once, but it came never
            closest: / ["order",7,{"price":3}]
              /1/price: expected 2, was 3
            received:
              / ["order",7,{"price":3}]
              / ["order",8,{"price":3,"x":1}]
              / ["other"]
              / ["sync"]""");
  }

  @Test
  void takesASlipOfThePenForNear() {
    send("42[\"Order\",1]");

    assertFailureOf(() -> server.verify().received("order").once())
        .hasMessageContaining("closest: / [\"Order\",1]")
        .hasMessageContaining("name: expected \"order\", was \"Order\"");
    assertFailureOf(() -> server.verify().received("ordr").once()).hasMessageContaining("closest");
    assertFailureOf(() -> server.verify().received("price").once())
        .hasMessageNotContaining("closest");
    assertFailureOf(() -> server.verify().received("price").withArgs("1").once())
        .hasMessageContaining("name: expected \"price\", was \"Order\"");
  }

  @Test
  void countsEventsThatAreTooMany() {
    send("42[\"a\"]", "42[\"a\"]");

    assertFailureOf(() -> server.verify().received("a").once())
        .hasMessageContaining("expected event \"a\" once, but it came 2 times");
    assertFailureOf(() -> server.verify().received("a").never())
        .hasMessageContaining("expected event \"a\" never, but it came 2 times");
  }

  @Test
  void tellsNamespacesAndPeersApart() {
    var unused = server.namespace("/shop");
    try (JdkClient other = JdkClient.joined(server, "40/shop,")) {
      other.send("42/shop,[\"order\"]");
      ServerSocketPeer shopper = server.take("order", ofSeconds(10)).peer();

      server.verify().received("order").inNamespace("/shop").from(shopper).once();
      assertFailureOf(() -> server.verify().received("order").inNamespace("/").once())
          .hasMessageContaining("namespace: expected /, was /shop");
      assertFailureOf(() -> server.verify().received("order").from(peer).once())
          .hasMessageContaining("sender: expected " + peer + ", was " + shopper);
    }
  }

  @Test
  void comparesBinaryArguments() {
    client.send("451-[\"up\",{\"_placeholder\":true,\"num\":0}]");
    client.send(new byte[] {1, 2});

    server.verify().within(ofSeconds(10)).received("up").withArgs("{\"$base64\":\"AQI=\"}").once();
  }

  @Test
  void waitsForEvents() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<List<ReceivedEvent>> both =
        CompletableFuture.supplyAsync(
            () -> {
              asked.countDown();
              return server.verify().within(ofSeconds(20)).received("late").times(2);
            });
    asked.await();
    client.send("42[\"late\"]");
    client.send("42[\"late\"]");

    assertThat(both.get(20, TimeUnit.SECONDS)).hasSize(2);
    assertFailureOf(() -> server.verify().received("late").within(ofMillis(20)).times(3))
        .hasMessageContaining("3 times within PT0.02S, but it came 2 times");
  }

  @Test
  void knowsTheOrder() {
    send("42[\"a\"]", "42[\"b\"]", "42[\"a\"]", "42[\"c\"]");

    server.verify().received().inOrder("a", "a", "c");
    assertFailureOf(() -> server.verify().received().inOrder("b", "c", "a"))
        .hasMessageContaining("expected in order [b, c, a], but no \"a\" came after \"c\"");
    assertFailureOf(() -> server.verify().received().inOrder("x"))
        .hasMessageContaining("no \"x\" came at all");
  }

  @Test
  void seesWhatNobodyHasLookedAt() {
    send("42[\"taken\"]", "42[\"asserted\",1]", "42[\"asserted\",2]", "42[\"ordered\"]");
    var unused = server.take("taken", ofSeconds(10));
    server.verify().received("asserted").withArgs("1").once();
    server.verify().received().inOrder("ordered");
    server.verify().received("nothing").never();

    assertFailureOf(server::verifyNoMore)
        .hasMessage("nobody has looked at these events:\n  / [\"asserted\",2]");
    server.verify().received("asserted").times(2);
    server.verifyNoMore();
  }

  @Test
  void aFailedAssertionHasLookedAtNothing() {
    send("42[\"a\"]");
    assertFailureOf(() -> server.verify().received("a").times(2));

    assertFailureOf(server::verifyNoMore).hasMessageContaining("[\"a\"]");
  }

  @Test
  void knowsWhoIsThereAndWhyTheyLeft() {
    server.verify().connected();
    assertFailureOf(
            () -> server.verify().disconnectedWith(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT))
        .hasMessageContaining("by \"client namespace disconnect\"")
        .hasMessageContaining("40{\"sid\"");

    client.send("41");
    server
        .verify()
        .within(ofSeconds(10))
        .disconnectedWith(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    peer.connection().close();

    server.verify().disconnectedWith(DisconnectReason.FORCED_SERVER_CLOSE);
    assertFailureOf(() -> server.verify().connected())
        .hasMessageContaining("expected a client to be connected");
  }

  @Test
  void refusesQuestionsThatHaveNoAnswer() {
    try (SocketIoServer forgetful = SocketIoServer.builder().withoutJournal().start()) {
      assertThatThrownBy(() -> forgetful.verify().received("x"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("withoutJournal");
      assertThatThrownBy(forgetful::verifyNoMore).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> server.verify().received("x").withArgs("1", "bare"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argument 1");
    assertThatThrownBy(() -> server.verify().received("x").times(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never()");
  }

  @Test
  void shortensLongLists() {
    for (int i = 0; i < 30; i++) {
      client.send("42[\"n\"," + i + "]");
    }
    send();

    assertFailureOf(() -> server.verify().received("x").once())
        .hasMessageContaining("… 11 earlier")
        .hasMessageContaining("[\"n\",29]")
        .hasMessageNotContaining("[\"n\",10]");
  }
}
