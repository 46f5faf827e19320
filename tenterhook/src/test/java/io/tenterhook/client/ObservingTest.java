package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.SocketIoServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What observers and loggers are told. */
@Timeout(60)
class ObservingTest {
  private static final String CONNECTION = "io.tenterhook.client.connection";
  private static final String WIRE = "io.tenterhook.client.wire";

  @RegisterExtension final CleanSlate slate = new CleanSlate();
  @RegisterExtension final LogLines log = new LogLines("io.tenterhook.client", Level.ALL);

  private final Stage stage =
      new Stage(
          SocketIoServer.builder()
              .pingInterval(ofSeconds(7))
              .pingTimeout(ofSeconds(3))
              .maxPayload(5_000)
              .start());

  @AfterEach
  void tearDown() {
    stage.close();
  }

  /** Wants packets and nothing else. */
  private static final class Packets implements ClientObserver {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public boolean observesPackets() {
      return true;
    }

    @Override
    public void onPacket(boolean outgoing, String namespace, @Nullable String event, long bytes) {
      seen.add((outgoing ? "> " : "< ") + namespace + " " + event + " " + bytes);
    }
  }

  @Test
  void tellsHowEachAttemptEnded() {
    stage.server.nextConnection(Fault.http(503, "later"));
    SocketIoClient client =
        stage.build(stage.client().reconnect(failure -> Optional.of(ofMillis(5))));
    stage.server.namespace("/b");
    Stage.join(client.socket().connect());
    Stage.join(client.socket("/b").connect());

    await().until(() -> stage.diary.attemptsEnded.size() == 2);
    Diary.Attempt failed = stage.diary.attemptsEnded.get(0);
    Diary.Attempt succeeded = stage.diary.attemptsEnded.get(1);
    assertThat(failed.number()).isZero();
    assertThat(failed.failure().error()).get().isInstanceOf(TransportException.class);
    assertThat(failed.duration()).isPositive();
    assertThat(succeeded.number()).isEqualTo(1);
    assertThat(succeeded.failure()).isNull();
  }

  @Test
  void tellsAnAttemptThatTheUserGaveUp() {
    stage.server.nextConnection(Fault.silence());
    NamespaceSocket socket = stage.build(stage.client()).socket();
    var unused = socket.connect();
    await().until(() -> !stage.diary.attempts.isEmpty());
    Stage.join(socket.disconnect());

    await().until(() -> stage.diary.attemptsEnded.size() == 1);
    assertThat(stage.diary.attemptsEnded.get(0).failure().reason())
        .isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
  }

  @Test
  void tellsWhatTheServerAnnounced() {
    stage.connected(stage.client(), "/");

    await()
        .untilAsserted(
            () ->
                assertThat(stage.diary.handshakes)
                    .containsExactly(new Diary.Handshake(ofSeconds(7), ofSeconds(3), 5_000)));
  }

  @Test
  void tellsPacketsToThoseWhoWantThem() {
    stage.server.namespace("/b").echo();
    Packets packets = new Packets();
    NamespaceSocket socket =
        stage.connected(stage.client().observer(ClientObserver.all(packets, stage.diary)), "/b");

    Stage.join(socket.call("ask", new byte[10]).args());
    socket.emit("tell", 1);

    await().until(() -> packets.seen.size() == 4);
    assertThat(packets.seen)
        .containsExactly("> /b ask 47", "< /b null 41", "> /b tell 10", "< /b tell 10");
    assertThat(stage.diary.connected).hasSize(1);
  }

  @Test
  void tellsAllObserversWhateverOneOfThemThrows() {
    ClientObserver angry =
        new ClientObserver() {
          @Override
          public void onConnected(String namespace, String sid, boolean recovered) {
            throw new IllegalStateException("angry");
          }
        };
    ClientObserver all = ClientObserver.all(angry, stage.diary);

    all.onConnected("/", "s", false);

    assertThat(stage.diary.connected).containsExactly("/ s");
    assertThat(log.of("io.tenterhook.client")).containsExactly("WARNING an observer failed");
    slate.forgive();
  }

  @Test
  void logsTheLifeOfAConnection() {
    String server = stage.server.uri().getAuthority();
    NamespaceSocket socket =
        stage.connected(stage.client().reconnect(failure -> Optional.of(ofMillis(5))), "/");
    stage.server.takeConnection(ofSeconds(20)).closeWebSocket(1011, "restart");
    await().until(() -> stage.diary.connected.size() == 2);
    Stage.join(socket.disconnect());

    await()
        .untilAsserted(
            () ->
                assertThat(log.of(CONNECTION))
                    .contains(
                        "FINE " + server + ": attempt 0 to connect",
                        "FINE " + server + ": connected /",
                        "FINE " + server + ": ended /: io client disconnect")
                    .contains(
                        "FINE "
                            + server
                            + ": handshake done, pingInterval 7000 ms, pingTimeout 3000 ms,"
                            + " maxPayload 5000 bytes")
                    .anyMatch(line -> line.matches("FINE .*: attempt 0 succeeded after \\d+ ms"))
                    .anyMatch(
                        line ->
                            line.startsWith(
                                    "FINE " + server + ": lost /, which will be tried again: ")
                                && line.contains("1011")));
  }

  @Test
  void logsWhyATryingCameToItsEnd() {
    stage.server.nextConnection(Fault.http(404, "not here"));
    Stage.failure(stage.build(stage.client()).socket().connect());

    await()
        .untilAsserted(
            () ->
                assertThat(log.of(CONNECTION))
                    .anyMatch(line -> line.contains(": ended /: ") && line.contains("404")));
  }

  @Test
  void logsFramesAtTraceWithoutCredentials() {
    NamespaceSocket socket =
        stage.connected(stage.client().auth(() -> RawJson.of("{\"token\":\"secret\"}")), "/");
    socket.emit("e", "line\u2028break");

    await()
        .untilAsserted(
            () ->
                assertThat(log.of(WIRE))
                    .contains("FINER " + stage.server.uri().getAuthority() + " > 40***")
                    .contains(
                        "FINER "
                            + stage.server.uri().getAuthority()
                            + " > 42[\"e\",\"line?break\"]")
                    .contains("FINER " + stage.server.uri().getAuthority() + " < 0***")
                    .noneMatch(line -> line.contains("secret")));
  }

  @Test
  void looksAtNoFrameWhenTheWireLoggerIsOff() {
    Endpoint endpoint = Endpoint.of(stage.server.uri().toString());
    assertThat(new LogObserver(endpoint).observesFrames()).isTrue();

    Logger.getLogger("io.tenterhook.client").setLevel(Level.FINE);

    assertThat(new LogObserver(endpoint).observesFrames()).isFalse();
    assertThat(AllObservers.with(new ClientObserver() {}, endpoint).observesFrames()).isFalse();
  }
}
