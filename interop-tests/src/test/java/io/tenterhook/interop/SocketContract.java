package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.interop.Served.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Socket.IO v5: namespaces, events, acks, refusals, recovery. */
abstract class SocketContract extends ServerContract {

  private PlainSocket joined(String connect) {
    return PlainSocket.joined(served().uri(), connect);
  }

  // ---- namespaces

  @Test
  void answersConnectWithASidOfItsOwn() {
    try (PlainSocket client = PlainSocket.open(served().uri())) {
      client.send("40{\"token\":\"t\"}");

      assertThat(client.next()).matches("40\\{\"sid\":\"[\\w-]{20}\"}");
    }
  }

  @Test
  void carriesManyNamespacesOnOneConnection() {
    try (PlainSocket client = joined("40/a,")) {
      client.send("40/b,");
      assertThat(client.next()).startsWith("40/b,{\"sid\":\"");

      client.send("42/a,[\"echo\",1]");
      client.send("42/b,[\"echo\",2]");

      assertThat(client.next()).isEqualTo("42/a,[\"echo-back\",1]");
      assertThat(client.next()).isEqualTo("42/b,[\"echo-back\",2]");
    }
  }

  @Test
  void refusesNamespacesThatAreNotThere() {
    try (PlainSocket client = joined("40")) {
      client.send("40/nowhere,");
      assertThat(client.next()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");

      client.send("42[\"echo\"]");
      assertThat(client.next()).isEqualTo("42[\"echo-back\"]");
    }
  }

  @Test
  void makesDynamicNamespaces() {
    try (PlainSocket client = joined("40/dyn-42,")) {
      client.send("42/dyn-42,[\"echo\"]");

      assertThat(client.next()).isEqualTo("42/dyn-42,[\"echo-back\"]");
    }
  }

  @Test
  void refusesWithMessageAndData() {
    try (PlainSocket client = PlainSocket.open(served().uri())) {
      client.send("40/guarded,{\"token\":\"bad\"}");

      assertThat(client.next())
          .isEqualTo(
              "44/guarded,{\"message\":\"not authorized\","
                  + "\"data\":{\"code\":\"E_AUTH\",\"retryable\":false}}");
    }
  }

  @Test
  void letsAClientAskAgainAfterARefusal() {
    try (PlainSocket client = PlainSocket.open(served().uri())) {
      client.send("40/guarded,{\"token\":\"bad\"}");
      assertThat(client.next()).startsWith("44/guarded,");

      client.send("40/guarded,{\"token\":\"good\"}");

      assertThat(client.next()).startsWith("40/guarded,{\"sid\":\"");
    }
  }

  @Test
  void answersOneNamespaceWhileAnotherIsSlow() {
    try (PlainSocket client = PlainSocket.open(served().uri())) {
      client.send("40/slow,");
      client.send("40/a,");

      assertThat(client.next()).startsWith("40/a,");
      assertThat(client.next()).startsWith("40/slow,");
    }
  }

  @Test
  void closesAClientThatJoinsNothing() {
    try (PlainSocket client = PlainSocket.open(served().uri())) {
      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"42[\"echo\"]", "41", "430[]"})
  void closesAClientThatSpeaksBeforeItJoins(String packet) {
    try (PlainSocket client = PlainSocket.open(served().uri())) {
      client.send(packet);

      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @Test
  void closesAClientThatJoinsTwice() {
    try (PlainSocket client = joined("40")) {
      client.send("40");

      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @Test
  void closesAClientThatSpeaksToANamespaceItHasNotJoined() {
    try (PlainSocket client = joined("40")) {
      client.send("42/a,[\"echo\"]");

      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @Test
  void letsAClientLeaveOneOfItsNamespaces() {
    try (PlainSocket client = joined("40")) {
      client.send("40/a,");
      assertThat(client.next()).startsWith("40/a,");

      client.send("41/a,");
      client.send("42[\"echo\"]");

      assertThat(client.next()).isEqualTo("42[\"echo-back\"]");
    }
  }

  @Test
  void sendsAClientAwayFromOneNamespace() {
    try (PlainSocket client = joined("40/b,")) {
      client.send("40/a,");
      assertThat(client.next()).startsWith("40/a,");

      client.send("42/a,[\"boom\"]");
      assertThat(client.next()).isEqualTo("41/a,");

      client.send("42/b,[\"echo\"]");
      assertThat(client.next()).isEqualTo("42/b,[\"echo-back\"]");
    }
  }

  @Test
  void sendsAClientAwayAltogether() {
    try (PlainSocket client = joined("40/a,")) {
      client.send("42/a,[\"boom\",true]");

      assertThat(client.next()).isEqualTo("41/a,");
      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @Test
  void sendsEverybodyAway() {
    try (PlainSocket client = joined("40/dyn-kick,")) {
      served().kick("/dyn-kick", false);

      assertThat(client.next()).isEqualTo("41/dyn-kick,");
    }
  }

  // ---- events

  @Test
  void keepsArgumentsAsTheyAre() {
    try (PlainSocket client = joined("40")) {
      client.send("42[\"echo\",1,\"zwei ä😀\",[true,null],{\"a\":{\"b\":1.5}}]");

      assertThat(client.next())
          .isEqualTo("42[\"echo-back\",1,\"zwei ä😀\",[true,null],{\"a\":{\"b\":1.5}}]");
    }
  }

  @Test
  void carriesAttachments() {
    try (PlainSocket client = joined("40")) {
      client.send(
          "452-[\"echo\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
      client.send((byte) 1, (byte) 2);
      client.send((byte) 3);

      assertThat(client.next())
          .isEqualTo(
              "452-[\"echo-back\",{\"_placeholder\":true,\"num\":0},"
                  + "{\"_placeholder\":true,\"num\":1}]");
      assertThat(client.next()).isEqualTo("bAQI=");
      assertThat(client.next()).isEqualTo("bAw==");
    }
  }

  @Test
  void emitsToEverybodyInANamespace() {
    try (PlainSocket one = joined("40/dyn-all,");
        PlainSocket other = joined("40/dyn-all,")) {
      served().emit("/dyn-all", "news", "[7,\"x\"]", false);

      assertThat(one.next()).isEqualTo("42/dyn-all,[\"news\",7,\"x\"]");
      assertThat(other.next()).isEqualTo("42/dyn-all,[\"news\",7,\"x\"]");
    }
  }

  @Test
  void dropsDroppableEventsForAClientWithoutAGet() {
    PlainPoller client = PlainPoller.joined(served().uri());
    served().emit("/", "tick", "[]", true);

    client.post("42[\"echo\"]");

    assertThat(client.get().body()).isEqualTo("42[\"echo-back\"]");
  }

  @Test
  void keepsTheOrderOfManyEvents() {
    try (PlainSocket client = joined("40")) {
      List<String> expected = new ArrayList<>();
      for (int n = 0; n < 1_000; n++) {
        client.send("42[\"echo\"," + n + "]");
        expected.add("42[\"echo-back\"," + n + "]");
      }
      List<String> came = new ArrayList<>();
      while (came.size() < expected.size()) {
        came.add(client.next());
      }
      assertThat(came).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42[\"connect\"]",
        "42[\"disconnect\",1]",
        "42{}",
        "42abc[\"echo\"]",
        "42[\"echo\"",
        "4",
        "49",
        "451-[\"echo\"]x",
        "45[\"echo\"]",
        "40\"token\"",
        "41{}",
      })
  void closesAClientThatSendsNonsense(String packet) {
    try (PlainSocket client = joined("40")) {
      client.send(packet);

      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @Test
  void closesAClientThatSendsTextWhereAnAttachmentBelongs() {
    try (PlainSocket client = joined("40")) {
      client.send("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]");
      client.send("42[\"echo\"]");

      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  @Test
  void closesAClientThatSendsAnAttachmentOfNothing() {
    try (PlainSocket client = joined("40")) {
      client.send((byte) 1);

      assertThat(client.awaitClose()).isEqualTo(1005);
    }
  }

  // ---- acks

  @Test
  void answersAQuestion() {
    try (PlainSocket client = joined("40/a,")) {
      client.send("42/a,17[\"echo-ack\",1,\"b\"]");

      assertThat(client.next()).isEqualTo("43/a,17[1,\"b\"]");
    }
  }

  @Test
  void answersWithAttachments() {
    try (PlainSocket client = joined("40")) {
      client.send("451-0[\"echo-ack\",{\"_placeholder\":true,\"num\":0}]");
      client.send((byte) 9);

      assertThat(client.next()).isEqualTo("461-0[{\"_placeholder\":true,\"num\":0}]");
      assertThat(client.next()).isEqualTo("bCQ==");
    }
  }

  @Test
  void asksAndHears() {
    try (PlainSocket client = joined("40/dyn-ask,")) {
      CompletableFuture<String> answer = served().ask("/dyn-ask", "why", "[1]");
      String question = client.next();
      assertThat(question).matches("42/dyn-ask,\\d+\\[\"why\",1]");
      String id = question.substring("42/dyn-ask,".length(), question.indexOf('['));

      client.send("43/dyn-ask," + id + "[\"because\"]");

      assertThat(within(answer)).isEqualTo("[\"because\"]");
    }
  }

  @Test
  void ignoresAcksThatNobodyAwaits() {
    try (PlainSocket client = joined("40")) {
      client.send("43999[]");
      client.send("42[\"echo\"]");

      assertThat(client.next()).isEqualTo("42[\"echo-back\"]");
    }
  }

  // ---- recovery

  private PlainSocket recovering() {
    return PlainSocket.open(served(Setup.RECOVERING).uri());
  }

  private static String between(String text, String before, String after) {
    int start = text.indexOf(before) + before.length();
    return text.substring(start, text.indexOf(after, start));
  }

  @Test
  void announcesThatItRecovers() {
    try (PlainSocket client = recovering()) {
      client.send("40");

      assertThat(client.next()).matches("40\\{\"sid\":\"[\\w-]{20}\",\"pid\":\"[\\w-]+\"}");
    }
  }

  @Test
  void recoversWhoComesBackWithItsOffset() {
    Served server = served(Setup.RECOVERING);
    String name = "/dyn-back";
    PlainSocket first = recovering();
    first.send("40" + name + ",");
    String connected = first.next();
    server.emit(name, "n", "[1]", false);
    String event = first.next();
    assertThat(event).matches("42/dyn-back,\\[\"n\",1,\"[^\"]+\"]");
    String offset = between(event, "1,\"", "\"");
    server.cut();
    first.awaitClose();
    // It is gone for the server, too: whoever asks finds nobody.
    Patience.until(() -> isEmpty(server, name));
    server.emit(name, "n", "[2]", false);

    try (PlainSocket again = recovering()) {
      again.send(
          "40%s,{\"pid\":\"%s\",\"offset\":\"%s\"}"
              .formatted(name, between(connected, "\"pid\":\"", "\""), offset));

      assertThat(again.next()).startsWith("42/dyn-back,[\"n\",2,\"");
      assertThat(again.next()).isEqualTo(connected);
    }
  }

  private static boolean isEmpty(Served server, String namespace) {
    return server.count(namespace) == 0;
  }

  @Test
  void doesNotRecoverWithoutAKnownOffset() {
    try (PlainSocket client = recovering()) {
      client.send("40{\"pid\":\"p\",\"offset\":\"o\"}");

      assertThat(client.next()).startsWith("40{\"sid\":\"").doesNotContain("\"pid\":\"p\"");
    }
  }

  @Test
  void addsNoOffsetToDroppableEvents() {
    try (PlainSocket client = recovering()) {
      client.send("40/dyn-tick,");
      assertThat(client.next()).startsWith("40/dyn-tick,");

      served(Setup.RECOVERING).emit("/dyn-tick", "tick", "[1]", true);

      assertThat(client.next()).isEqualTo("42/dyn-tick,[\"tick\",1]");
    }
  }
}
