package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the JDK's Flight Recorder keeps of a client, and that a JDK without it will do. */
@Timeout(60)
class FlightRecordingTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private static List<RecordedEvent> of(String name, FlightRecord flight) {
    return flight.recorded().stream()
        .filter(event -> event.getEventType().getName().equals("tenterhook." + name))
        .toList();
  }

  @Test
  void recordsConnectionsAndAttemptsWithHostAndReason() {
    try (FlightRecord flight = new FlightRecord()) {
      String host = "127.0.0.1:" + stage.server.port();
      stage.server.nextConnection(Fault.http(503, "later"));
      NamespaceSocket socket =
          stage.connected(stage.client().reconnect(failure -> Optional.of(ofMillis(5))), "/");
      stage.server.takeConnection(ofSeconds(20)).cut();
      await().until(() -> stage.diary.connected.size() == 2);
      stage.server.takeConnection(ofSeconds(20)).closeWebSocket(1000, "");
      await().until(() -> stage.diary.connected.size() == 3);
      // Told behind the end of the last attempt, which is recorded on another thread than this.
      Stage.join(((ClientSocket) socket).client().checkAlive(ofSeconds(20)));
      Stage.join(socket.disconnect());

      assertThat(of("Attempt", flight))
          .extracting(event -> event.getInt("attempt") + " " + event.getString("outcome"))
          .containsExactly("0 unreachable", "1 connected", "2 connected", "3 connected");
      assertThat(of("Connection", flight))
          .extracting(event -> event.getString("namespace") + " " + event.getString("reason"))
          .startsWith("/ transport error", "/ transport close")
          .hasSize(3);
      assertThat(flight.recorded())
          .allMatch(event -> event.getString("host").equals(host))
          .noneMatch(event -> event.getDuration().isNegative());
    }
  }

  @Test
  void recordsTheHandlingOfEventsAndTheAcksOfCalls() {
    try (FlightRecord flight = new FlightRecord()) {
      stage.server.namespace("/").on("ask", event -> event.ack("1"));
      NamespaceSocket socket = stage.connected(stage.client(), "/");
      CompletableFuture<Void> handled = new CompletableFuture<>();
      socket.on("heard", event -> handled.complete(null));
      stage.server.namespace("/").emit("heard", "1");
      stage.server.namespace("/").emit("ignored", "1");
      Stage.join(handled);
      await().until(() -> stage.diary.unhandled.size() == 1);

      Stage.join(socket.call("ask", "secret").args());
      Stage.failure(socket.call("never").within(ofMillis(20)).args());

      assertThat(of("Event", flight))
          .extracting(event -> event.getString("event") + " " + event.getString("outcome"))
          .containsExactly("heard handled", "ignored unhandled");
      assertThat(of("Ack", flight))
          .extracting(event -> event.getString("event") + " " + event.getString("outcome"))
          .containsExactly("ask answered", "never timeout");
      assertThat(of("Ack", flight).get(1).getDuration()).isGreaterThan(ofMillis(15));
    }
  }

  @Test
  void makesNothingWhileNobodyRecords() {
    assertThat(Flight.handling()).isNull();
    assertThat(Flight.call()).isNull();
    try (Recording other = new Recording()) {
      other.enable("tenterhook.Ack").withThreshold(Duration.ZERO);
      other.start();

      assertThat(Flight.handling()).isNotNull();
      assertThat(Flight.call()).isNotNull();
    }
    assertThat(Flight.call()).isNull();
  }

  @Test
  void doesWithoutTheRecordersModule() throws IOException, InterruptedException {
    String output =
        output(
            WithoutFlightRecorder.class,
            "--limit-modules",
            "java.base,java.logging,java.naming,java.sql,java.desktop,jdk.unsupported");

    assertThat(output).endsWith(WithoutFlightRecorder.DONE + System.lineSeparator());
  }

  @Test
  void leavesTheRecorderAloneUntilSomebodyRecordsAndTellsThenOfTheEnd()
      throws IOException, InterruptedException {
    stage.server.namespace("/").on("ask", event -> event.ack("1"));

    String output = output(RecorderComesLater.class, "-Dio.netty.jfr.enabled=false");

    assertThat(output).endsWith(RecorderComesLater.DONE + System.lineSeparator());
  }

  /** What a program of its own prints, given the server's address. */
  private String output(Class<?> main, String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main.getName(), stage.server.uri().toString()));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return output;
    } finally {
      child.destroyForcibly();
    }
  }
}
