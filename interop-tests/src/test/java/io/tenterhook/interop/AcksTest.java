package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.DisconnectedException;
import io.tenterhook.client.Event;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions and answers, both ways. */
@RequiresNode
final class AcksTest {
  private final Watcher watcher = new Watcher();
  private NodePeer server;
  private SocketIoClient client;
  private NamespaceSocket socket;

  @BeforeEach
  void connect() {
    server = NodePeer.socketIo();
    client =
        SocketIoClient.builder(server.url())
            .reconnect(ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(200)))
            .observer(watcher)
            .build();
    socket = client.socket("/a");
    connected(socket);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void anAnswerMayHaveNoneOneOrManyArguments() {
    assertThat(within(socket.call("echo-ack").args()).size()).isZero();
    assertThat(within(socket.call("echo-ack", "a").args()).json()).isEqualTo(RawJson.of("[\"a\"]"));
    Arguments many =
        within(socket.call("echo-ack", 1, null, RawJson.of("{\"a\":[]}"), true, "é").args());
    assertThat(many.json()).isEqualTo(RawJson.of("[1,null,{\"a\":[]},true,\"é\"]"));
  }

  @Test
  void anAnswerMayBeBinary() {
    Arguments answer = within(socket.call("echo-ack", new byte[] {7, 8}, "text").args());

    assertThat(answer.size()).isEqualTo(2);
    assertThat(answer.attachments()).containsExactly(new byte[] {7, 8});
  }

  @Test
  void eachOfManyCallsGetsItsOwnAnswer() {
    List<CompletableFuture<Arguments>> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      answers.add(socket.call("echo-ack", i).args());
    }

    for (int i = 0; i < 500; i++) {
      assertThat(within(answers.get(i)).raw(0).toString()).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void aCallWithoutAnswerTimesOutAndTheLinkStays() {
    SocketIoTimeoutException timeout =
        failureOf(
            socket.call("no-ack").within(Duration.ofMillis(200)).args(),
            SocketIoTimeoutException.class);

    assertThat(timeout.awaited()).isEqualTo(SocketIoTimeoutException.Awaited.ACK);
    assertThat(timeout.after()).isEqualTo(Duration.ofMillis(200));
    assertThat(within(socket.call("echo-ack", "alive").args()).raw(0).toString())
        .isEqualTo("\"alive\"");
  }

  @Test
  void onlyTheFirstOfTwoAnswersCounts() {
    Arguments answer = within(socket.call("double-ack", "x").args());

    assertThat(answer.json()).isEqualTo(RawJson.of("[\"first\",\"x\"]"));
    until(() -> !watcher.dropped.isEmpty());
    assertThat(socket.isConnected()).isTrue();
  }

  @Test
  void aCutFailsWaitingCallsAtOnceAsMaybeSent() {
    CompletableFuture<Arguments> answer = socket.call("no-ack").within(Duration.ofHours(1)).args();
    server.awaitFact("packet", fact -> fact.text("data").contains("no-ack"));

    server.cut();

    assertThat(failureOf(answer, DisconnectedException.class).reason())
        .isEqualTo(DisconnectReason.TRANSPORT_ERROR);
  }

  @Test
  void aKickFailsWaitingCallsToo() {
    CompletableFuture<Arguments> answer = socket.call("no-ack").within(Duration.ofHours(1)).args();
    server.awaitFact("packet", fact -> fact.text("data").contains("no-ack"));

    socket.emit("boom");

    assertThat(failureOf(answer, DisconnectedException.class).reason())
        .isEqualTo(DisconnectReason.SERVER_DISCONNECT);
  }

  // ---- the server asks

  @Test
  void theServersQuestionIsAnswered() {
    socket.on("ask", event -> event.ack("yes", 2, RawJson.of("{\"b\":[]}")));

    server.emitAck("/a", "ask", "[1]");

    assertThat(server.awaitFact("ackResult").text("args")).isEqualTo("[\"yes\",2,{\"b\":[]}]");
  }

  @Test
  void theServersQuestionMayBeAnsweredWithNothingOrWithBytes() {
    socket.on("nothing", Event::ack);
    socket.on("bytes", event -> event.ack(new byte[] {1, 2, 3}, "and text"));

    server.emitAck("/a", "nothing", "[]");
    server.emitAck("/a", "bytes", "[{$base64: 'AQID'}]");

    assertThat(server.awaitFacts("ackResult", 1).text("args")).isEqualTo("[]");
    assertThat(server.awaitFacts("ackResult", 2).text("args"))
        .isEqualTo("[{\"$base64\":\"AQID\"},\"and text\"]");
  }

  @Test
  void aSecondAnswerToTheServerIsNotSent() {
    List<Boolean> taken = new ArrayList<>();
    socket.on(
        "ask",
        event -> {
          taken.add(event.ack("first"));
          taken.add(event.ack("second"));
          socket.emit("echo", "after both");
        });

    server.emitAck("/a", "ask", "[]");

    assertThat(server.awaitFact("ackResult").text("args")).isEqualTo("[\"first\"]");
    server.awaitFact("packet", fact -> fact.text("data").contains("after both"));
    assertThat(taken).containsExactly(true, false);
    assertThat(server.upToDate().packets("message")).noneMatch(data -> data.contains("second"));
  }

  @Test
  void anAnswerToALostConnectionIsNotSentOnTheNextOne() {
    Heard asked = Heard.on(socket, "ask");
    server.emitAck("/a", "ask", "[]");
    Event question = asked.first();
    server.cut();
    server.awaitFacts("connection", 2);
    until(socket::isConnected);

    question.ack("too late");

    until(() -> !watcher.dropped.isEmpty());
    assertThat(within(socket.call("echo-ack", "alive").args()).size()).isEqualTo(1);
    assertThat(server.upToDate().packets("message")).noneMatch(data -> data.contains("too late"));
  }
}
