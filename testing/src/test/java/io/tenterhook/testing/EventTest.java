package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events, answers and attachments, both ways. Socket.IO v5, "Sending and receiving data". */
class EventTest {
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

  @Test
  void sendsEventWithRawJson() {
    peer.emit("price", "{\"usd\":1.5}", Json.string("é\"\n"), Json.number(7));

    assertThat(client.next()).isEqualTo("42[\"price\",{\"usd\":1.5},\"é\\\"\\n\",7]");
  }

  @Test
  void sendsToAllPeersOfNamespace() {
    try (JdkClient other = JdkClient.joined(server, "40")) {
      server.namespace("/").emit("tick", "1");

      assertThat(client.next()).isEqualTo("42[\"tick\",1]");
      assertThat(other.next()).isEqualTo("42[\"tick\",1]");
    }
  }

  @Test
  void refusesArgumentThatIsNotJson() {
    assertThatThrownBy(() -> peer.emit("x", "1", "bare text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argument 1")
        .hasMessageContaining("Json.string");
  }

  @Test
  void refusesReservedName() {
    assertThatThrownBy(() -> peer.emit("connect"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reserved");
  }

  @Test
  void givesEventToItsHandlerThenToTheTest() {
    server.namespace("/").on("post", event -> event.reply("posted", event.arg(0)));
    client.send("42[\"post\",{\"a\": 1},null]");

    ReceivedEvent event = server.take("post", ofSeconds(10));
    assertThat(event.args()).containsExactly("{\"a\": 1}", "null");
    assertThat(event.wantsAck()).isFalse();
    assertThat(event.peer()).isSameAs(peer);
    assertThat(client.next()).isEqualTo("42[\"posted\",{\"a\": 1}]");
  }

  @Test
  void takesEventsInOrderAndEachOnce() {
    client.send("42[\"a\",1]");
    client.send("42[\"b\"]");
    client.send("42[\"a\",2]");

    assertThat(server.take("b", ofSeconds(10)).args()).isEmpty();
    assertThat(server.take("a", ofSeconds(10)).arg(0)).isEqualTo("1");
    assertThat(server.take("a", ofSeconds(10)).arg(0)).isEqualTo("2");
  }

  @Test
  void tellsWhatCameInPlaceOfTheAwaitedEvent() {
    client.send("42[\"pots\",1]");
    client.send("42[\"last\"]");
    server.take("last", ofSeconds(10));

    assertThatThrownBy(() -> server.take("post", ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no event \"post\"")
        .hasMessageContaining("/ [\"pots\",1]");
  }

  @Test
  void answersOnceWhenAsked() {
    server
        .namespace("/")
        .on(
            "post",
            event -> {
              event.ack("{\"ok\":true}", "2");
              event.ack("\"again\"");
            });
    client.send("4217[\"post\"]");
    client.send("4218[\"post\"]");

    assertThat(client.next()).isEqualTo("4317[{\"ok\":true},2]");
    assertThat(client.next()).isEqualTo("4318[{\"ok\":true},2]");
  }

  @Test
  void notesAnswerThatNobodyAskedFor() {
    server.namespace("/").on("post", event -> event.ack());
    client.send("42[\"post\"]");
    server.take("post", ofSeconds(10));

    assertThat(server.errors())
        .extracting(ServerError::kind)
        .containsExactly(ServerError.Kind.HANDLER);
    assertThat(peer.isConnected()).isTrue();
  }

  @Test
  void notesExceptionOfHandlerAndGoesOn() {
    server
        .namespace("/")
        .on(
            "boom",
            event -> {
              throw new Exception("boom");
            });
    client.send("42[\"boom\"]");
    client.send("42[\"next\"]");
    server.take("next", ofSeconds(10));

    assertThatThrownBy(server::verifyNoErrors).hasMessageContaining("boom");
    server.clearErrors();
    server.verifyNoErrors();
  }

  @Test
  void completesWithTheClientsAnswer() throws Exception {
    CompletableFuture<ReceivedAck> answer = peer.emitWithAck("ask", "1");
    assertThat(client.next()).isEqualTo("420[\"ask\",1]");
    client.send("430[\"yes\",{\"n\":2}]");

    assertThat(answer.get(10, TimeUnit.SECONDS).args()).containsExactly("\"yes\"", "{\"n\":2}");
  }

  @Test
  void ignoresAnswerThatIsUnknownOrRepeated() throws Exception {
    CompletableFuture<ReceivedAck> answer = peer.emitWithAck("ask");
    client.next();
    client.send("4399[]");
    client.send("430[1]");
    client.send("430[2]");
    client.send("42[\"end\"]");
    server.take("end", ofSeconds(10));

    assertThat(answer.get(10, TimeUnit.SECONDS).args()).containsExactly("1");
    server.verifyNoErrors();
  }

  @Test
  void failsTheAnswerThatCanNoLongerCome() {
    CompletableFuture<ReceivedAck> answer = peer.emitWithAck("ask");
    peer.disconnect(false);

    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(PeerGoneException.class)
        .hasMessageContaining("server namespace disconnect");
    assertThatThrownBy(() -> peer.emitWithAck("later").get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(PeerGoneException.class);
  }

  @Test
  void notesWhatWasEmittedTooLate() throws Exception {
    peer.disconnect(false);
    peer.emit("late");
    peer.disconnected().get(10, TimeUnit.SECONDS);

    assertThat(client.next()).isEqualTo("41");
    await()
        .untilAsserted(
            () ->
                assertThat(server.journal().entries())
                    .filteredOn(entry -> entry.kind() == JournalEntry.Kind.DROPPED)
                    .extracting(JournalEntry::text)
                    .containsExactly("42[\"late\"]"));
  }

  @Test
  void sendsAndReceivesAttachments() {
    List<String> args = List.of(Json.attachment(0), "1", Json.attachment(1));
    peer.emit("file", args, List.of(new byte[] {1, 2}, new byte[0]));
    assertThat(client.next())
        .isEqualTo(
            "452-[\"file\",{\"_placeholder\":true,\"num\":0},1,{\"_placeholder\":true,\"num\":1}]");
    assertThat(client.nextBinary()).containsExactly(1, 2);
    assertThat(client.nextBinary()).isEmpty();

    client.send("451-3[\"upload\",{\"_placeholder\":true,\"num\":0}]");
    client.send((byte) 9, (byte) 8);
    ReceivedEvent upload = server.take("upload", ofSeconds(10));
    assertThat(upload.attachments()).hasSize(1);
    assertThat(upload.attachments().get(0)).containsExactly(9, 8);
    upload.ack(List.of(Json.attachment(0)), List.of(new byte[] {7}));
    assertThat(client.next()).isEqualTo("461-3[{\"_placeholder\":true,\"num\":0}]");
    assertThat(client.nextBinary()).containsExactly(7);
  }

  @Test
  void receivesBinaryAnswer() throws Exception {
    CompletableFuture<ReceivedAck> answer = peer.emitWithAck("ask");
    client.next();
    client.send("461-0[{\"_placeholder\":true,\"num\":0}]");
    client.send((byte) 5);

    assertThat(answer.get(10, TimeUnit.SECONDS).attachments().get(0)).containsExactly(5);
  }

  @Test
  void echoesEventsWithTheirNameAndArguments() {
    server.namespace("/").echo();
    client.send("42[\"any\", 1,{\"a\":[]}]");
    assertThat(client.next()).isEqualTo("42[\"any\", 1,{\"a\":[]}]");

    client.send("421[\"any\", 1 ,2]");
    assertThat(client.next()).isEqualTo("431[ 1 ,2]");

    client.send("422[\"any\"]");
    assertThat(client.next()).isEqualTo("432[]");

    client.send("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
    client.send((byte) 3);
    assertThat(client.next()).isEqualTo("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(client.nextBinary()).containsExactly(3);
  }

  @Test
  void leavesEventsWithHandlerOutOfTheEcho() {
    server.namespace("/").echo().on("own", event -> event.reply("handled"));
    client.send("42[\"own\"]");

    assertThat(client.next()).isEqualTo("42[\"handled\"]");
  }

  @Test
  void greetsPeerAfterItsConnect() {
    server.namespace("/greeting").onConnect(joined -> joined.emit("hello", "\"you\""));
    client.send("40/greeting,");

    assertThat(client.next()).startsWith("40/greeting,{");
    assertThat(client.next()).isEqualTo("42/greeting,[\"hello\",\"you\"]");
  }

  @Test
  void keepsTheOrderOfBursts() {
    for (int i = 0; i < 1_000; i++) {
      peer.emit("n", Json.number(i));
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(client.next()).isEqualTo("42[\"n\"," + i + "]");
    }
  }

  @Test
  void notesEveryPacketBothWays() {
    client.send("42[\"in\"]");
    server.take("in", ofSeconds(10));
    peer.emit("out");
    client.next();

    assertThat(server.journal().received()).containsExactly("40", "42[\"in\"]");
    assertThat(server.journal().sent())
        .satisfiesExactly(
            open -> assertThat(open).startsWith("0{"),
            connect -> assertThat(connect).startsWith("40{"),
            out -> assertThat(out).isEqualTo("42[\"out\"]"));
  }
}
