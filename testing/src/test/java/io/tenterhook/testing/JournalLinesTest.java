package io.tenterhook.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal as JSON Lines, and against a stored file. */
class JournalLinesTest {
  private SocketIoServer server = SocketIoServer.start();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<String> repeatable(SocketIoServer server) {
    return JournalLines.repeatable(server.journal().entries(), server.options());
  }

  private void serve(Consumer<JdkClient> visit) {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      visit.accept(client);
    }
    awaitNobody();
  }

  private void awaitNobody() {
    await().until(() -> server.connections().isEmpty() && server.namespace("/").peers().isEmpty());
  }

  @Test
  void tellsAVisitFromTheOpenPacketToTheEnd() {
    server.namespace("/").on("ask", question -> question.ack("{\"n\" : 42 }"));
    serve(
        client -> {
          client.send("421[\"ask\", {\"a\" : [1, 2.50]}, \"x y\"]");
          server.take("ask", ofSeconds(10));
          // Left unread, it would make a reset of the client's end.
          assertThat(client.next()).startsWith("431");
          client.send("41");
        });

    assertThat(repeatable(server))
        .containsExactly(
            "{\"kind\":\"request\","
                + "\"text\":\"GET /socket.io/?EIO=4&transport=websocket 101\"}",
            "{\"kind\":\"opened\",\"transport\":\"websocket\",\"session\":\"session-1\"}",
            "{\"dir\":\"out\",\"kind\":\"engine\",\"type\":\"open\",\"data\":{\"sid\":\"session-1\","
                + "\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
                + "\"maxPayload\":1000000},\"session\":\"session-1\"}",
            "{\"dir\":\"in\",\"kind\":\"connect\",\"nsp\":\"/\",\"session\":\"session-1\"}",
            "{\"dir\":\"out\",\"kind\":\"connect\",\"nsp\":\"/\",\"sid\":\"socket-1\","
                + "\"recovered\":false,\"transport\":\"websocket\",\"session\":\"session-1\"}",
            "{\"dir\":\"in\",\"kind\":\"event\",\"nsp\":\"/\",\"event\":\"ask\","
                + "\"args\":[{\"a\":[1,2.50]},\"x y\"],\"ack\":1,\"session\":\"session-1\"}",
            "{\"dir\":\"out\",\"kind\":\"ack\",\"nsp\":\"/\",\"args\":[{\"n\":42}],\"ack\":1,"
                + "\"session\":\"session-1\"}",
            "{\"dir\":\"in\",\"kind\":\"disconnect\",\"nsp\":\"/\","
                + "\"reason\":\"client namespace disconnect\",\"session\":\"session-1\"}",
            "{\"kind\":\"left\",\"nsp\":\"/\",\"reason\":\"client namespace disconnect\","
                + "\"session\":\"session-1\"}",
            "{\"kind\":\"closed\",\"reason\":\"transport close\",\"session\":\"session-1\"}");
  }

  @Test
  void putsAttachmentsIntoTheArguments() {
    serve(
        client -> {
          client.send("451-[\"up\",{\"_placeholder\":true,\"num\":0}]");
          client.send(new byte[] {1, 2});
          server
              .take("up", ofSeconds(10))
              .peer()
              .emit("down", List.of(Json.attachment(0)), List.of(new byte[] {3}));
          await().untilAsserted(() -> assertThat(repeatable(server)).anyMatch(has("down")));
        });

    assertThat(repeatable(server))
        .anyMatch(has("\"event\":\"up\",\"args\":[{\"$base64\":\"AQI=\"}]"))
        .anyMatch(has("\"event\":\"down\",\"args\":[{\"$base64\":\"Aw==\"}]"));
  }

  @Test
  void hasRealIdsAndTimesInJsonLines() throws Exception {
    serve(client -> {});
    Path file = folder.resolve("journal.jsonl");

    server.journal().writeTo(file);

    assertThat(Files.readAllLines(file))
        .hasSameSizeAs(server.journal().entries())
        .allMatch(line -> line.matches("\\{\"at\":\"[-\\d]{10}T[:\\d]{8}\\.\\d{3}Z\",.*"))
        .anyMatch(has("\"session\":\"" + server.journal().entries().get(1).sid() + "\""));
  }

  @Test
  void tellsOfARefusalWithItsData() {
    server.namespace("/").authorize(request -> Verdict.reject("no", "{\"code\": 7}"));
    try (JdkClient client = JdkClient.open(server)) {
      client.send("40");
      await().until(() -> server.journal().sent().size() == 2);
    }

    assertThat(repeatable(server))
        .anyMatch(
            has(
                "\"kind\":\"connect_error\",\"nsp\":\"/\",\"message\":\"no\",\"data\":{\"code\":7}"));
  }

  @Test
  void tellsThatAPeerWasRecovered() {
    server.close();
    server = SocketIoServer.builder().connectionStateRecovery(ofSeconds(60)).start();
    try (JdkClient client = JdkClient.joined(server, "40")) {
      ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(10));
      peer.emit("tick");
      assertThat(client.next()).contains("tick");
      peer.connection().cut();
      try (JdkClient again = JdkClient.open(server)) {
        again.send("40{\"pid\":\"" + peer.pid() + "\",\"offset\":\"1\"}");
        server.namespace("/").takePeer(ofSeconds(10));
      }
    }

    assertThat(repeatable(server))
        .anyMatch(has("\"sid\":\"socket-1\",\"recovered\":false,\"pid\":\"pid-1\""))
        .anyMatch(has("\"auth\":{\"pid\":\"pid-1\",\"offset\":\"1\"}"))
        .anyMatch(has("\"sid\":\"socket-1\",\"recovered\":true,\"pid\":\"pid-1\""));
  }

  @Test
  void showsWhatIsNoPacketAsAMessage() {
    serve(
        client -> {
          ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(10));
          peer.connection().sendText("49nonsense");
          peer.connection().sendText("451-[\"x\",{\"_placeholder\":true,\"num\":0}]");
          peer.connection().sendText("42[\"y\"]");
          peer.connection().sendBinary(new byte[] {7});
          peer.connection().finish();
        });

    assertThat(repeatable(server))
        .anyMatch(has("\"kind\":\"message\",\"text\":\"49nonsense\""))
        .anyMatch(has("\"kind\":\"message\",\"text\":\"451-[\\\"x\\\""))
        .anyMatch(has("\"kind\":\"event\",\"nsp\":\"/\",\"event\":\"y\",\"args\":[]"))
        .anyMatch(has("\"kind\":\"message\",\"data\":{\"$base64\":\"Bw==\"}"))
        .anyMatch(has("\"kind\":\"fault\",\"text\":\"end of stream\""));
  }

  @Test
  void showsMessagesOfEngineIoAsTheyAre() {
    server.close();
    server = SocketIoServer.builder().engineOnly(new Deaf()).start();
    try (JdkClient client = JdkClient.open(server)) {
      client.send("42[\"no event\"]");
      await().until(() -> server.journal().received().size() == 1);
    }

    assertThat(repeatable(server))
        .anyMatch(has("\"dir\":\"in\",\"kind\":\"message\",\"text\":\"42[\\\"no event\\\"]\""));
  }

  private static final class Deaf implements EngineHandler {
    @Override
    public void text(ServerConnection connection, String message) {}

    @Override
    public void binary(ServerConnection connection, byte[] message) {}
  }

  @Test
  void showsAFloodOnce() {
    serve(
        client -> {
          ServerSocketPeer peer = server.namespace("/").takePeer(ofSeconds(10));
          CompletableFuture<Void> done = peer.flood(3, "x");
          await().until(done::isDone);
        });

    assertThat(repeatable(server))
        .filteredOn(has("flood"))
        .singleElement()
        .asString()
        .contains("\"text\":\"3 times 42[\\\"x\\\"]\"");
  }

  @Test
  void isTheSameInTheNextRunWithoutTheHeartbeat() throws Exception {
    server.close();
    Path golden = folder.resolve("sub/visit.jsonl");
    System.setProperty(Golden.UPDATE, "true");
    try {
      run(server -> server.journal().verifyMatches(golden));
    } finally {
      System.clearProperty(Golden.UPDATE);
    }

    run(server -> server.journal().verifyMatches(golden));

    assertThat(Files.readString(golden, UTF_8)).contains("socket-2").doesNotContain("ping\"");
  }

  private static void run(Consumer<SocketIoServer> check) {
    try (SocketIoServer server = SocketIoServer.builder().pingInterval(ofSeconds(1)).start();
        JdkClient first = JdkClient.joined(server, "40")) {
      first.send("42[\"a\"]");
      server.take("a", ofSeconds(10));
      await().until(() -> server.journal().sent().contains("2"));
      try (JdkClient second = JdkClient.joined(server, "40")) {
        second.send("42[\"b\"]");
        server.take("b", ofSeconds(10));
        check.accept(server);
      }
    }
  }

  @Test
  void showsTheFirstLineThatDiffersFromTheFile() throws Exception {
    serve(client -> {});
    Path golden = folder.resolve("visit.jsonl");
    List<String> lines = repeatable(server);
    Stream<String> changed = lines.stream().map(line -> line.replace("socket-1", "socket-9"));
    Files.write(golden, changed.toList());

    assertThatThrownBy(() -> server.journal().verifyMatches(golden))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("visit.jsonl, line 5:")
        .hasMessageContaining("expected: ")
        .hasMessageContaining("socket-9")
        .hasMessageContaining("but was:  ")
        .hasMessageContaining("socket-1")
        .hasMessageContaining("-Dtenterhook.golden.update=true");
  }

  @Test
  void missesALineOfTheFileAndSeesOneTooMany() throws Exception {
    serve(client -> {});
    Path golden = folder.resolve("visit.jsonl");
    List<String> lines = repeatable(server);

    Files.write(golden, lines.subList(0, lines.size() - 1));
    assertThatThrownBy(() -> server.journal().verifyMatches(golden))
        .hasMessageContaining("expected: nothing more");
    Files.write(golden, Stream.concat(lines.stream(), Stream.of("{}")).toList());
    assertThatThrownBy(() -> server.journal().verifyMatches(golden))
        .hasMessageContaining("but was:  nothing more");
  }

  @Test
  void showsTheJournalWhereThereIsNoFile() {
    assertThatThrownBy(() -> server.journal().verifyMatches(folder.resolve("none.jsonl")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("there is no")
        .hasMessageContaining("-Dtenterhook.golden.update=true");
  }

  private static Predicate<String> has(String part) {
    return line -> line.contains(part);
  }
}
