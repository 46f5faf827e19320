package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenterhook.client.Arguments;
import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.EmitOptions;
import io.tenterhook.client.Ending;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.OfflineBuffer;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoException;
import io.tenterhook.interop.History.Fate;
import io.tenterhook.interop.History.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The promises of {@code docs/guide/delivery.md} against socket.io 4.8.4 while connections are cut
 * at random: 200 cuts, or as many as {@code -Dhistory.cuts} says. Reliability B1 to B5.
 */
@RequiresNode
final class HistoryTest {
  private static final int CUTS = Integer.getInteger("history.cuts", 200);
  private static final long SEED = Long.getLong("history.seed", System.nanoTime());
  private static final long SECONDS_PER_CUT = 2;
  private static final int MOST_UNDER_WAY = 32;
  private static final int BYTES_EVERY = 5;
  private static final List<Mode> SENT_ONCE =
      List.of(Mode.PLAIN, Mode.DROPPABLE, Mode.BUFFERED, Mode.CALL);

  private final History history = new History();
  private final List<Ending> endings = new CopyOnWriteArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void everyPromiseOfDeliveryHoldsWhileConnectionsAreCut() throws Exception {
    int seconds = 60 + (int) (CUTS * SECONDS_PER_CUT);
    String options =
        "{recovery: true, pingInterval: 300, pingTimeout: 200, maxLifeMs: %d}"
            .formatted((seconds + 60) * 1_000);
    try (NodePeer server = NodePeer.ledger(options);
        CuttingProxy proxy = new CuttingProxy(server.port(), CUTS, SEED);
        SocketIoClient client = client(proxy.url())) {
      NamespaceSocket socket = client.socket();
      socket.on("push", event -> history.heard(History.Heard.Kind.PUSH, number(event.args())));
      CompletableFuture<Void> unused = socket.connect();
      server.command("push");
      CompletableFuture<Void> once = start(() -> sendOnce(socket, new Random(SEED)));
      CompletableFuture<Void> retried = start(() -> sendRetried(socket));

      until(seconds, () -> proxy.cutsDone() >= CUTS || !endings.isEmpty());
      assertThat(endings).as("nothing here is a reason to give up").isEmpty();
      over.set(true);
      CompletableFuture.allOf(once, retried).get(seconds, TimeUnit.SECONDS);
      until(LIMIT.toSeconds(), () -> history.fatesKnown() == history.sent().size());
      history.pushed = server.command("stopPushing").number("pushed");
      until(LIMIT.toSeconds(), this::heardTheLastPush);
      Fact ledger = server.command("ledger");
      history.handled = entries(server);

      String summary = summary(ledger);
      System.out.println(summary);
      assertThat(HistoryChecker.violations(history)).as(summary).isEmpty();
      assertThat(ledger.number("corrupt")).as("payloads that came changed").isZero();
      assertThat(ledger.number("recoveries")).as(summary).isGreaterThan(CUTS / 10);
      for (Mode mode : Mode.values()) {
        assertThat(history.handled).as(summary).anyMatch(entry -> entry.startsWith(mode.code));
      }
    }
  }

  private SocketIoClient client(String url) {
    return SocketIoClient.builder(url)
        .reconnect(ReconnectPolicy.exponential(Duration.ofMillis(20), Duration.ofMillis(100)))
        .connectTimeout(Duration.ofSeconds(2))
        .bufferWhileOffline(OfflineBuffer.of(1_000, 1 << 20, Duration.ofSeconds(1)))
        .observer(
            new ClientObserver() {
              @Override
              public void onEnded(String namespace, Ending ending) {
                endings.add(ending);
              }

              @Override
              public void onConnected(String namespace, String sid, boolean recovered) {
                history.heard(
                    recovered ? History.Heard.Kind.RECOVERED : History.Heard.Kind.CONNECTED, 0);
              }
            })
        .build();
  }

  // ---- sending

  private void sendOnce(NamespaceSocket socket, Random random) throws InterruptedException {
    Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
    for (int number = 0; !over.get(); number++) {
      underWay.acquire();
      Mode mode = SENT_ONCE.get(random.nextInt(SENT_ONCE.size()));
      record(mode, number, send(socket, mode, number), underWay);
    }
  }

  private void sendRetried(NamespaceSocket socket) throws InterruptedException {
    Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
    for (int number = 0; !over.get(); number++) {
      underWay.acquire();
      record(Mode.RETRIED, number, send(socket, Mode.RETRIED, number), underWay);
    }
  }

  private CompletableFuture<?> send(NamespaceSocket socket, Mode mode, int number) {
    history.sending(mode, number);
    Object[] arguments = arguments(number);
    return switch (mode) {
      case PLAIN -> socket.emit(EmitOptions.unbuffered(), mode.code, arguments);
      case DROPPABLE -> socket.emit(EmitOptions.droppable(), mode.code, arguments);
      case BUFFERED -> socket.emit(EmitOptions.buffered(), mode.code, arguments);
      case CALL -> socket.call(EmitOptions.unbuffered(), mode.code, arguments).args();
      case RETRIED -> {
        EmitOptions patient = EmitOptions.retried(100_000).within(Duration.ofMillis(500));
        yield socket.emit(patient, mode.code, arguments);
      }
    };
  }

  /** Some have an attachment, which says by itself whether it is sound. */
  private static Object[] arguments(int number) {
    if (number % BYTES_EVERY != 0) {
      return new Object[] {number};
    }
    byte[] bytes = new byte[number % 100];
    Arrays.fill(bytes, (byte) (number % 251));
    return new Object[] {number, Map.of("bytes", bytes)};
  }

  private void record(Mode mode, int number, CompletableFuture<?> fate, Semaphore underWay) {
    var unused =
        fate.whenComplete(
            (value, error) -> {
              history.fate(mode, number, error == null ? success(mode) : failure(error));
              underWay.release();
            });
  }

  private static Fate success(Mode mode) {
    return mode == Mode.CALL || mode == Mode.RETRIED ? Fate.ACKED : Fate.WRITTEN;
  }

  private static Fate failure(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return ((SocketIoException) cause).maybeSent() ? Fate.MAYBE_SENT : Fate.NEVER_SENT;
  }

  // ---- waiting and counting

  private interface Task {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> start(Task task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
                done.complete(null);
              } catch (Throwable thrown) {
                done.completeExceptionally(thrown);
              }
            },
            "history-sender");
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private static void until(long seconds, Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(seconds)).until(condition);
  }

  private boolean heardTheLastPush() {
    List<History.Heard> heard = history.heard();
    return heard.stream()
        .anyMatch(
            one -> one.kind() == History.Heard.Kind.PUSH && one.number() == history.pushed - 1);
  }

  private static List<String> entries(NodePeer server) {
    List<String> entries = new ArrayList<>();
    for (Fact fact : server.facts("entries")) {
      for (JsonNode entry : fact.json().path("entries")) {
        entries.add(entry.asText());
      }
    }
    return entries;
  }

  private static int number(Arguments arguments) {
    return Integer.parseInt(arguments.raw(0).toString());
  }

  private String summary(Fact ledger) {
    return "seed %d: %d cuts, %d connections, %d recovered, %d emitted, %d handled, %d pushed"
        .formatted(
            SEED,
            CUTS,
            ledger.number("connections"),
            ledger.number("recoveries"),
            history.sent().size(),
            history.handled.size(),
            history.pushed);
  }
}
