package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.SocketIoTimeoutException.Awaited;
import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The faults that a connection lives through, and what a client tells of them. */
@Timeout(60)
class FaultsSurvivedTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  static final List<Fault> SLOW =
      List.of(
          Fault.latency(ofMillis(30)),
          Fault.delay(ofMillis(1), ofMillis(60), 42),
          Fault.bandwidth(10_000),
          Fault.trickle(100, ofMillis(5)),
          Fault.delayConnect(ofMillis(30)),
          Fault.latePing(ofMillis(30)),
          Fault.atHandshake(connection -> connection.stall(ofMillis(50))),
          Fault.afterConnect(connection -> connection.stall(ofMillis(50))),
          Fault.onAck(connection -> connection.stall(ofMillis(50))));

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private NamespaceSocket connected(Transport... transports) {
    stage.server.namespace("/").echo();
    return stage.connected(stage.client().transports(transports), "/");
  }

  private void assertSound(NamespaceSocket socket) {
    String large = "x".repeat(2_000);
    assertThat(Stage.join(socket.call("echo", large).as(String.class))).isEqualTo(large);
    assertThat(stage.diary.lost).isEmpty();
    stage.server.verifyNoErrors();
  }

  @ParameterizedTest
  @FieldSource("SLOW")
  void waitsForASlowNetworkByWebSocket(Fault fault) {
    stage.server.nextConnection(fault);

    assertSound(connected(Transport.WEBSOCKET));
  }

  @ParameterizedTest
  @FieldSource("SLOW")
  void waitsForASlowNetworkByPolling(Fault fault) {
    stage.server.nextConnection(fault);

    assertSound(connected(Transport.POLLING));
  }

  @ParameterizedTest
  @FieldSource("SLOW")
  void upgradesOverASlowNetwork(Fault fault) {
    stage.server.nextConnection(fault);

    NamespaceSocket socket = connected(Transport.POLLING, Transport.WEBSOCKET);

    ServerConnection connection = stage.server.takeConnection(ofSeconds(10));
    await().until(() -> connection.transport().equals("websocket"));
    assertSound(socket);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void answersACallOnceThoughTheAckComesTwice(Transport transport) {
    stage.server.nextConnection(Fault.duplicateAck());
    NamespaceSocket socket = connected(transport);

    assertThat(Stage.join(socket.call("echo", 1).as(Integer.class))).isEqualTo(1);
    await().until(() -> stage.diary.dropped.size() == 1);
    assertThat(stage.diary.lost).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void endsACallWhoseAckNeverComesByItsLimit(Transport transport) {
    stage.server.nextConnection(Fault.neverAck());

    assertNoAck(connected(transport));
    assertThat(stage.diary.dropped).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void takesNoAckFromAnotherNamespace(Transport transport) {
    stage.server.nextConnection(Fault.wrongNamespaceAck("/other"));

    assertNoAck(connected(transport));
    await().until(() -> stage.diary.dropped.size() == 1);
    assertThat(stage.diary.dropped.get(0)).startsWith("/other");
  }

  private void assertNoAck(NamespaceSocket socket) {
    Throwable failure = Stage.failure(socket.call("echo", 1).within(ofMillis(200)).args());

    assertThat(failure)
        .isInstanceOfSatisfying(
            SocketIoTimeoutException.class,
            timeout -> assertThat(timeout.awaited()).isEqualTo(Awaited.ACK));
    assertThat(stage.diary.lost).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tellsEventsInTheOrderInWhichTheyCome(Transport transport) {
    stage.server.nextConnection(Fault.swapEvents(2));
    stage
        .server
        .namespace("/")
        .onConnect(peer -> Stream.of("one", "two", "three", "four").forEach(peer::emit));
    List<String> heard = new CopyOnWriteArrayList<>();
    NamespaceSocket socket = stage.build(stage.client().transports(transport)).socket();
    socket.onAny(event -> heard.add(event.name()));
    Stage.join(socket.connect());

    await().until(() -> heard.size() == 4);
    assertThat(heard).containsExactly("one", "three", "two", "four");
  }

  static Stream<Fault> failedUpgrades() {
    return Stream.of(Fault.refuseUpgrade(403), Fault.ignoreProbe());
  }

  @ParameterizedTest
  @MethodSource("failedUpgrades")
  void goesOnByPollingWithoutTheUpgrade(Fault fault) {
    stage.server.nextConnection(fault);

    NamespaceSocket socket = connected(Transport.POLLING, Transport.WEBSOCKET);

    await().until(() -> stage.server.journal().toString().contains("transport=websocket"));
    assertSound(socket);
    assertThat(stage.server.connections())
        .extracting(ServerConnection::transport)
        .containsExactly("polling");
  }

  static Stream<Fault> faultsOfPolling() {
    return Stream.of(
        Fault.wrongSid(),
        Fault.httpOnRequest(1, 502),
        Fault.refuseUpgrade(403),
        Fault.ignoreProbe());
  }

  @ParameterizedTest
  @MethodSource("faultsOfPolling")
  void hasNoEffectOnAWebSocket(Fault fault) {
    stage.server.nextConnection(fault);

    assertSound(connected(Transport.WEBSOCKET));
  }

  @Test
  void comesBackToAServerThatWasRestarted() {
    stage.server.namespace("/").echo();
    ReconnectPolicy quick = ReconnectPolicy.exponential(ofMillis(1), ofMillis(5));
    NamespaceSocket socket = stage.connected(stage.client().reconnect(quick), "/");

    stage.server.restart(ofSeconds(1));

    await().until(() -> stage.diary.connected.size() == 2);
    assertThat(Stage.join(socket.call("echo", 1).as(Integer.class))).isEqualTo(1);
    assertThat(stage.diary.lost.get(0).ending().reason())
        .isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    await()
        .untilAsserted(
            () ->
                assertThat(stage.diary.retries)
                    .extracting(retry -> retry.ending().reason())
                    .contains(DisconnectReason.UNREACHABLE));
  }
}
