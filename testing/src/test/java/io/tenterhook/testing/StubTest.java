package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server's script: which stub acts, and what it does. */
class StubTest {
  private SocketIoServer server;
  private ServerNamespace root;

  @BeforeEach
  void start() {
    server = SocketIoServer.start();
    root = server.namespace("/");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String answer(JdkClient client, String packet) {
    client.send(packet);
    return client.next();
  }

  @Test
  void takesItsStepsInOrder() {
    root.when("order").ackWith("{\"ok\":true}").emit("confirmed", "1", "\"a\"").disconnect();
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("427[\"order\"]");

      assertThat(client.next()).isEqualTo("437[{\"ok\":true}]");
      assertThat(client.next()).isEqualTo("42[\"confirmed\",1,\"a\"]");
      assertThat(client.next()).isEqualTo("41");
      server.verifyNoErrors();
    }
  }

  @Test
  void takesLaterStepsLaterAndOtherEventsMeanwhile() {
    root.when("slow")
        .emit("now")
        .after(ofMillis(500))
        .after(ofMillis(50))
        .emit("later")
        .emit("end");
    root.when("quick").ackWith("1");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("42[\"slow\"]");
      client.send("420[\"quick\"]");

      assertThat(List.of(client.next(), client.next(), client.next(), client.next()))
          .containsExactly("42[\"now\"]", "430[1]", "42[\"later\"]", "42[\"end\"]");
      List<JournalEntry> sent =
          server.journal().entries().stream().filter(e -> e.text().contains("42[")).toList();
      assertThat(sent.get(1).at().plusMillis(540)).isBefore(sent.get(3).at());
    }
  }

  @Test
  void broadcastsToTheOthersAlone() {
    root.when("say").broadcast("said", "1").ackWith();
    try (JdkClient one = JdkClient.joined(server, "40");
        JdkClient other = JdkClient.joined(server, "40")) {
      assertThat(answer(one, "420[\"say\"]")).isEqualTo("430[]");
      assertThat(other.next()).isEqualTo("42[\"said\",1]");
      assertThat(one.hasNothing()).isTrue();
    }
  }

  @Test
  void sendsAttachments() {
    List<String> place = List.of(Json.attachment(0));
    byte[] bytes = {1, 2};
    root.when("picture").ackWith(place, List.of(bytes)).emit("thumb", place, List.of(bytes));
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(answer(client, "427[\"picture\"]"))
          .isEqualTo("461-7[{\"_placeholder\":true,\"num\":0}]");
      assertThat(client.nextBinary()).containsExactly(1, 2);
      assertThat(client.next()).startsWith("451-[\"thumb\",");
      assertThat(client.nextBinary()).containsExactly(1, 2);
    }
  }

  @Test
  void actsOnTheConnection() {
    root.when("bye").act(connection -> connection.closeWebSocket(4001, ""));
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("42[\"bye\"]");

      assertThat(client.awaitCloseCode()).isEqualTo(4001);
    }
  }

  @Test
  void greetsWhoHasJoined() {
    root.whenConnected().forConnection(2).emit("welcome", "2");
    root.whenConnected().emit("welcome", "0");
    try (JdkClient first = JdkClient.joined(server, "40");
        JdkClient second = JdkClient.joined(server, "40")) {
      assertThat(first.next()).isEqualTo("42[\"welcome\",0]");
      assertThat(second.next()).isEqualTo("42[\"welcome\",2]");
    }
  }

  @Test
  void asksStubsInTheirOrderUntilEachIsUsedUp() {
    root.when("order").times(2).ackWith("1");
    root.when("order").times(1).ackWith("2");
    root.when("order").ackWith("3");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(List.of(1, 2, 3, 4, 5).stream().map(i -> answer(client, "420[\"order\"]")))
          .containsExactly("430[1]", "430[1]", "430[2]", "430[3]", "430[3]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"a\":1,\"b\":[true,null]} ; 1",
        "{ \"b\" : [ true , null ], \"a\" : 1.0e0 } ; 1",
        "{\"a\":1,\"b\":[null,true]} ; 0",
        "{\"a\":1} ; 0",
        "{\"a\":\"1\",\"b\":[true,null]} ; 0",
        "{\"a\":1,\"b\":[true,null]},2 ; 0"
      })
  void comparesArgumentsAsJsonValues(String args, String expected) {
    root.when("order").withArgs("{\"a\":1,\"b\":[true,null]}").ackWith("1");
    root.when("order").ackWith("0");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(answer(client, "420[\"order\"," + args + "]")).isEqualTo("430[" + expected + "]");
    }
  }

  @Test
  void comparesNumbersThatNoComputerHolds() {
    root.when("big").withArgs("1e9999999999", "1".repeat(2000)).ackWith("1");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(answer(client, "420[\"big\",1e9999999999," + "1".repeat(2000) + "]"))
          .isEqualTo("430[1]");
    }
  }

  @Test
  void knowsConnectionsByTheirNumberRefusedOnesIncluded() {
    root.whenConnecting().forConnection(1).reject("first");
    root.when("who").forConnection(2).ackWith("2");
    root.when("who").forConnection(3).ackWith("3");
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      assertThat(answer(client, "40")).isEqualTo("44{\"message\":\"first\"}");
      assertThat(answer(client, "40")).startsWith("40{");
      assertThat(answer(client, "420[\"who\"]")).isEqualTo("430[2]");
      try (JdkClient other = JdkClient.joined(server, "40")) {
        assertThat(answer(other, "420[\"who\"]")).isEqualTo("430[3]");
      }
    }
  }

  @Test
  void refusesWithDataAndThenLetsIn() {
    server.namespace("/a").whenConnecting().times(1).reject("full", "{\"retry\":true}");
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      assertThat(answer(client, "40/a,"))
          .isEqualTo("44/a,{\"message\":\"full\",\"data\":{\"retry\":true}}");
      assertThat(answer(client, "40/a,")).startsWith("40/a,{");
    }
  }

  @Test
  void choosesByAuthWhateverElseIsInIt() {
    root.whenConnecting().withAuth("{\"role\":{\"id\":1}}").accept();
    root.whenConnecting().reject("no role");
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      assertThat(answer(client, "40")).isEqualTo("44{\"message\":\"no role\"}");
      assertThat(answer(client, "40{\"role\":{\"id\":2}}")).startsWith("44");
      assertThat(answer(client, "40{\"x\":1,\"role\":{ \"id\":1.0}}")).startsWith("40{");
    }
  }

  @Test
  void acceptsLaterAndAsksTheOthersToo() {
    root.authorize(request -> Verdict.reject("the authorizer"));
    root.whenConnecting().after(ofMillis(100)).accept().after(ofMillis(50));
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      long start = System.nanoTime();

      assertThat(answer(client, "40")).isEqualTo("44{\"message\":\"the authorizer\"}");
      assertThat(System.nanoTime() - start).isGreaterThan(ofMillis(150).toNanos());
    }
  }

  @Test
  void neverAnswersConnect() {
    root.whenConnecting().never();
    server.namespace("/a");
    try (JdkClient client = JdkClient.open(server)) {
      client.next();
      client.send("40");

      assertThat(answer(client, "40/a,")).startsWith("40/a,");
    }
  }

  @Test
  void tellsAStoryAcrossNamespaces() {
    server.namespace("/bank").when("pay").inScenario("checkout").thenState("paid").ackWith("true");
    root.when("status").inScenario("checkout").whenState("started").ackWith("\"unpaid\"");
    root.when("status").inScenario("checkout").whenState("paid").ackWith("\"paid\"");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(answer(client, "40/bank,")).startsWith("40/bank,");
      assertThat(server.scenarioState("checkout")).isEqualTo("started");
      assertThat(answer(client, "420[\"status\"]")).isEqualTo("430[\"unpaid\"]");
      assertThat(answer(client, "42/bank,0[\"pay\"]")).isEqualTo("43/bank,0[true]");
      assertThat(answer(client, "420[\"status\"]")).isEqualTo("430[\"paid\"]");
      server.moveScenario("checkout", "started");
      assertThat(answer(client, "420[\"status\"]")).isEqualTo("430[\"unpaid\"]");
    }
  }

  @Test
  void prefersWhoeverKnowsTheName() {
    root.whenAny().ackWith("\"any\"");
    root.on("handled", event -> event.ack("\"handler\""));
    root.on("both", event -> event.ack("\"handler\""));
    root.when("both").ackWith("\"stub\"");
    root.otherwise(event -> event.ack("\"otherwise\""));
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(answer(client, "420[\"both\"]")).isEqualTo("430[\"stub\"]");
      assertThat(answer(client, "420[\"handled\"]")).isEqualTo("430[\"handler\"]");
      assertThat(answer(client, "420[\"other\"]")).isEqualTo("430[\"any\"]");
      root.clearStubs();
      assertThat(answer(client, "420[\"other\"]")).isEqualTo("430[\"otherwise\"]");
    }
  }

  @Test
  void echoesAnyEvent() {
    root.whenAny().echo();
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(answer(client, "420[\"x\",{\"a\": 1}]")).isEqualTo("430[{\"a\": 1}]");
      assertThat(answer(client, "42[\"x\",2]")).isEqualTo("42[\"x\",2]");
    }
  }

  @Test
  void tellsWhichStubsWereNeverUsed() {
    root.when("a").ackWith("1");
    EventStub later = root.when("a").ackWith("2");
    root.when("a").withArgs("7").forConnection(2).times(3).ackWith("3");
    root.whenConnecting().withAuth("{\"t\":1}").reject("no");
    root.when("without steps");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(answer(client, "420[\"a\"]")).isEqualTo("430[2]");
    }

    assertThat(later.used()).isEqualTo(1);
    assertThat(root.unusedStubs())
        .extracting(Stub::toString)
        .containsExactly(
            "when(\"a\"): used 0 times, replaced by a later one",
            "when(\"a\") with args [7] for connection 2 3 times: used 0 times",
            "whenConnecting() with auth {\"t\":1}: used 0 times");
  }

  @Test
  void notesAnAckThatNobodyAskedForAndGoesOn() {
    root.when("order").ackWith("1").emit("after");
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(answer(client, "42[\"order\"]")).isEqualTo("42[\"after\"]");

      assertThat(server.errors()).hasSize(1);
      assertThat(server.errors().get(0).toString())
          .contains("when(\"order\")")
          .contains("asked for no answer");
      assertThat(server.journal().entries())
          .anyMatch(entry -> entry.kind() == JournalEntry.Kind.ERROR);
    }
  }

  @Test
  void tellsTheObserverOfEventsAfterTheyWereAnswered() {
    root.when("a").ackWith("1");
    root.onAny(event -> event.reply("seen", Json.string(event.name())));
    try (JdkClient client = JdkClient.joined(server, "40")) {
      assertThat(answer(client, "420[\"a\"]")).isEqualTo("430[1]");
      assertThat(client.next()).isEqualTo("42[\"seen\",\"a\"]");
      assertThat(answer(client, "42[\"b\"]")).isEqualTo("42[\"seen\",\"b\"]");
    }
  }

  @Test
  void handsOutEachEntryOfTheJournalFromTheStart() {
    List<JournalEntry> heard = new CopyOnWriteArrayList<>();
    try (SocketIoServer quiet =
            SocketIoServer.builder()
                .withoutJournal()
                .setUp(half -> half.journal().onEntry(heard::add))
                .start();
        JdkClient client = JdkClient.joined(quiet, "40")) {
      assertThat(heard).extracting(JournalEntry::text).contains("40");
      assertThat(quiet.journal().entries()).isEmpty();
      assertThat(client.hasNothing()).isTrue();
    }
  }

  @Test
  void refusesConditionsThatCannotBeMeant() {
    assertThatThrownBy(() -> root.when("a").ackWith("1").times(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "times(…) must come before the first step or verdict: when(\"a\"): used 0 times");
    assertThatThrownBy(() -> root.when("a").whenState("s"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs inScenario(…)");
    assertThatThrownBy(() -> root.when("a").times(0)).hasMessage("times(0): must be 1 or more");
    assertThatThrownBy(() -> root.when("a").withArgs("nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> root.when("a").emit("b", "{"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> root.whenConnecting().withAuth("[1]"))
        .hasMessage("the auth payload must be an object, not [1]");
    assertThatThrownBy(() -> root.when("a").after(ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
