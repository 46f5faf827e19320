package io.tenterhook.testing.client;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.DisconnectedException;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Limits;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.OverflowException;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.Resources;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.SocketIoTimeoutException;
import io.tenterhook.client.Transport;
import io.tenterhook.client.TransportException;
import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real client on a server in memory, and the clock that both go by. */
@Timeout(60)
class InMemoryTest {
  private final SocketIoServer server = SocketIoServer.inMemory();
  private final List<SocketIoClient> clients = new ArrayList<>();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final List<Ending> endings = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(SocketIoClient::close);
    server.close();
  }

  private NamespaceSocket socket(SocketIoClientBuilder builder) {
    SocketIoClient client =
        builder
            .observer(
                new ClientObserver() {
                  @Override
                  public void onRetry(int attempt, Duration delay, Ending ending) {
                    pauses.add(delay);
                  }

                  @Override
                  public void onDisconnected(String namespace, Ending ending, boolean again) {
                    endings.add(ending);
                  }
                })
            .build();
    clients.add(client);
    return client.socket("/");
  }

  private NamespaceSocket connected(SocketIoClientBuilder builder) {
    NamespaceSocket socket = socket(builder);
    join(socket.connect());
    server.time().settle();
    return socket;
  }

  private static void join(CompletableFuture<?> future) {
    future.copy().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static Throwable failure(CompletableFuture<?> future) {
    assertThat(future).isCompletedExceptionally();
    try {
      future.join();
      throw new AssertionError("it did not fail");
    } catch (CompletionException failed) {
      return failed.getCause();
    }
  }

  @Test
  void talksWithoutAMoveOfTheClock() {
    server.namespace("/").echo();
    NamespaceSocket socket = connected(InMemory.client(server));
    List<String> heard = new CopyOnWriteArrayList<>();
    socket.on("news", event -> heard.add(event.args().json().toString()));

    Arguments answer = socket.call("ask", 1, new byte[] {7}).args().join();
    server.namespace("/").emit("news", "1", "\"two\"");
    server.time().settle();

    assertThat(answer.raw(0)).hasToString("1");
    assertThat(answer.attachments()).containsExactly(new byte[] {7});
    assertThat(heard).containsExactly("[1,\"two\"]");
    server.verifyNoErrors();
  }

  @Test
  void livesThroughADayOfHeartbeats() {
    NamespaceSocket socket = connected(InMemory.client(server));

    server.time().advance(ofHours(24));

    assertThat(socket.isConnected()).isTrue();
    assertThat(server.journal().received()).filteredOn("3"::equals).hasSize(24 * 3_600 / 25);
  }

  @Test
  void noticesABlackHoleWhenIntervalAndTimeoutAreOver() {
    NamespaceSocket socket = connected(InMemory.client(server).reconnect(ReconnectPolicy.never()));
    server.connections().get(0).blackHole();

    server.time().advance(ofSeconds(45).minusMillis(1));
    assertThat(socket.isConnected()).isTrue();
    server.time().advance(ofMillis(1));

    assertThat(socket.isConnected()).isFalse();
    assertThat(endings).extracting(Ending::reason).containsExactly(DisconnectReason.PING_TIMEOUT);
  }

  @Test
  void endsACallWhenItsTimeIsOver() {
    NamespaceSocket socket = connected(InMemory.client(server));
    CompletableFuture<Arguments> call = socket.call("ask").within(ofSeconds(5)).args();

    server.time().advance(ofSeconds(5).minusMillis(1));
    assertThat(call).isNotDone();
    server.time().advance(ofMillis(1));

    assertThat(failure(call)).isInstanceOf(SocketIoTimeoutException.class);
  }

  @Test
  void waitsBetweenAttemptsAsLongAsTheSeedSays() {
    List<Duration> first = pausesOf(42);
    List<Duration> second = pausesOf(42);
    List<Duration> other = pausesOf(43);

    assertThat(first).hasSize(6).isEqualTo(second).isNotEqualTo(other);
    assertThat(first.get(0)).isBetween(ofMillis(500), ofSeconds(1));
  }

  private List<Duration> pausesOf(int seed) {
    pauses.clear();
    server.everyConnection(Fault.http(503, ""));
    NamespaceSocket socket =
        socket(
            InMemory.client(server)
                .reconnect(ReconnectPolicy.exponential(ofSeconds(1), ofSeconds(60)))
                .random(new Random(seed)::nextDouble));
    CompletableFuture<Void> connected = socket.connect();
    server.time().settle();
    for (int i = 0; i < 5; i++) {
      assertThat(pauses).hasSize(i + 1);
      server.time().advance(pauses.get(i).minusNanos(1));
      assertThat(pauses).as("not before").hasSize(i + 1);
      server.time().advance(Duration.ofNanos(1));
    }
    server.everyConnection();
    server.time().advance(pauses.get(5));
    assertThat(connected).isCompleted();
    return List.copyOf(pauses);
  }

  @Test
  void tellsEveryEndAsANetworkWould() {
    assertThat(endOf(ServerConnection::cut)).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
    assertThat(endOf(ServerConnection::finish)).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    assertThat(endOf(ServerConnection::close)).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
    assertThat(endOf(ServerConnection::sendClose)).isEqualTo(DisconnectReason.ENGINE_CLOSE);
    assertThat(endOf(connection -> connection.sendText("nonsense")))
        .isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
    assertThat(endOf(connection -> server.stop())).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
  }

  private DisconnectReason endOf(Consumer<ServerConnection> act) {
    endings.clear();
    connected(InMemory.client(server).reconnect(ReconnectPolicy.never()));
    act.accept(server.connections().get(0));
    server.time().settle();
    return endings.get(0).reason();
  }

  @Test
  void tellsWhyAnAttemptFailed() {
    server.nextConnection(Fault.http(401, "who are you?"));
    assertThat(attempt(InMemory.client(server)))
        .isInstanceOfSatisfying(
            TransportException.class,
            error -> {
              assertThat(error.step()).isEqualTo(TransportException.Step.HTTP);
              assertThat(error.code()).isEqualTo(401);
              assertThat(error.body()).isEqualTo("who are you?");
            });
    assertThat(attempt(InMemory.client(server).transports(Transport.POLLING)))
        .hasMessageContaining("no long-polling");
    assertThat(
            attempt(
                SocketIoClient.builder("http://elsewhere.invalid")
                    .resources(InMemory.resources(server))))
        .hasMessageContaining("no server in memory is called elsewhere.invalid");
    assertThat(
            attempt(
                SocketIoClient.builder("https://" + server.uri().getHost())
                    .resources(InMemory.resources(server))))
        .hasMessageContaining("speaks no TLS");
    server.stop();
    assertThat(attempt(InMemory.client(server))).hasMessageContaining("the server is stopped");
  }

  private Throwable attempt(SocketIoClientBuilder builder) {
    CompletableFuture<Void> connected =
        socket(builder.reconnect(ReconnectPolicy.never())).connect();
    server.time().settle();
    return failure(connected);
  }

  @Test
  void givesUpOnSilenceWhenItsTimeIsOver() {
    for (Fault fault : List.of(Fault.silence(), Fault.noOpen(), Fault.neverAnswerConnect())) {
      server.nextConnection(fault);
      CompletableFuture<Void> connected =
          socket(
                  InMemory.client(server)
                      .connectTimeout(ofSeconds(20))
                      .reconnect(ReconnectPolicy.never()))
              .connect();

      server.time().advance(ofSeconds(20).minusMillis(1));
      assertThat(connected).as("%s", fault).isNotDone();
      server.time().advance(ofMillis(1));

      assertThat(failure(connected)).isInstanceOf(SocketIoTimeoutException.class);
    }
  }

  @Test
  void boundsWhatWaitsForABlackHole() {
    NamespaceSocket socket =
        connected(InMemory.client(server).limits(Limits.defaults().maxOutboundQueueBytes(1 << 20)));
    server.connections().get(0).blackHole();

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                socket.emit("bytes", new byte[100_000]);
              }
            })
        .isInstanceOf(OverflowException.class);
  }

  @Test
  void refusesMessagesThatAreTooLong() {
    connected(
        InMemory.client(server)
            .limits(Limits.defaults().maxMessageBytes(10_000))
            .reconnect(ReconnectPolicy.never()));

    server.namespace("/").emit("long", "\"" + "x".repeat(10_000) + "\"");
    server.time().settle();

    assertThat(endings.get(0).error().orElseThrow()).hasMessageContaining("10,000 bytes");
    assertThat(server.connections()).isEmpty();
  }

  @Test
  void movesOnForAHandlerThatWaitsForAnAck() {
    NamespaceSocket socket = connected(InMemory.client(server));
    server.namespace("/b");
    NamespaceSocket other = clients.get(0).socket("/b");
    join(other.connect());
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    socket.on(
        "go",
        event -> {
          try {
            other.call("never").within(ofSeconds(7)).args().join();
          } catch (CompletionException late) {
            told.complete(late.getCause());
          }
        });
    server.namespace("/").emit("go");

    server.time().advance(ofSeconds(7));

    assertThat(told).succeedsWithin(ofSeconds(10)).isInstanceOf(SocketIoTimeoutException.class);
  }

  @Test
  void sharesAClockAmongServers() {
    try (VirtualTime time = VirtualTime.create();
        SocketIoServer one = SocketIoServer.builder().inMemory(time).start();
        SocketIoServer two = SocketIoServer.builder().inMemory(time).start();
        SocketIoClient client =
            SocketIoClient.builder(one.uri().toString())
                .alternativeUrl(two.uri().toString())
                .resources(InMemory.resources(one, two))
                .transports(Transport.WEBSOCKET)
                .build()) {
      one.stop();

      CompletableFuture<Void> connected = client.socket("/").connect();
      time.advance(ofMinutes(1));

      assertThat(connected).isCompleted();

      assertThat(two.connections()).hasSize(1);
      assertThatThrownBy(() -> InMemory.resources(one, server))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("clock");
    }
  }

  @Test
  void endsLinksWithTheResources() {
    Resources resources = InMemory.resources(server);
    NamespaceSocket socket =
        connected(InMemory.client(server).resources(resources).reconnect(ReconnectPolicy.never()));
    CompletableFuture<Arguments> call = socket.call("never").args();

    resources.close();
    server.time().settle();

    assertThat(server.connections()).isEmpty();
    assertThat(failure(call)).isInstanceOf(DisconnectedException.class);
  }
}
