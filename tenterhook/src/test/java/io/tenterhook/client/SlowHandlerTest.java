package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers that block, are slow, or throw: nobody else suffers, and nothing is lost. */
@Timeout(60)
class SlowHandlerTest {
  private static final int MIB = 1 << 20;

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private static long pongs(SocketIoServer server) {
    return server.journal().received().stream().filter("3"::equals).count();
  }

  @Test
  void keepsTheLinkAndOtherClientsAliveWhileAHandlerBlocks() {
    try (Stage stage = Stage.inMemory()) {
      stage.server.namespace("/").echo();
      NamespaceSocket blocked = stage.connected(stage.client(), "/");
      NamespaceSocket other = stage.connected(stage.client(), "/");
      CountDownLatch gate = new CountDownLatch(1);
      CompletableFuture<Void> inside = new CompletableFuture<>();
      blocked.on(
          "block",
          event -> {
            inside.complete(null);
            gate.await();
          });
      stage.server.namespace("/").emit("block");
      Stage.join(inside);
      long before = pongs(stage.server);

      stage.time().advance(ofSeconds(25).multipliedBy(4));

      assertThat(pongs(stage.server)).isEqualTo(before + 8);
      assertThat(Stage.join(other.call("n", 1).args()).raw(0)).hasToString("1");
      gate.countDown();
      assertThat(Stage.join(blocked.call("n", 2).args()).raw(0)).hasToString("2");
      assertThat(stage.diary.lost).isEmpty();
    }
  }

  @Test
  void keepsOtherNamespacesOfTheSameClientAlive() {
    try (Stage stage = new Stage()) {
      stage.server.namespace("/b").echo();
      SocketIoClient client = stage.build(stage.client());
      Stage.join(client.socket("/").connect());
      Stage.join(client.socket("/b").connect());
      CountDownLatch gate = new CountDownLatch(1);
      client.socket("/").on("block", event -> gate.await());
      stage.server.namespace("/").emit("block");

      assertThat(Stage.join(client.socket("/b").call("n", 1).args()).raw(0)).hasToString("1");
      gate.countDown();
    }
  }

  /** 200 MB against a handler that does nothing at all: they wait on the server's side. */
  @Test
  @Timeout(120)
  void boundsMemoryByPausingReadsWhileAHandlerBlocks() {
    SocketIoServer server = SocketIoServer.builder().withoutJournal().start();
    try (Stage stage = new Stage(server)) {
      int events = 200_000;
      SocketIoClientBuilder builder =
          SocketIoClient.builder(server.uri().toString())
              .limits(Limits.defaults().maxInboundQueueBytes(4L * MIB));
      NamespaceSocket socket = stage.connected(builder, "/");
      CountDownLatch gate = new CountDownLatch(1);
      AtomicInteger handled = new AtomicInteger();
      socket.on(
          "flood",
          event -> {
            gate.await();
            handled.incrementAndGet();
          });
      long before = usedHeap();
      CompletableFuture<Void> written = peer(stage).flood(events, "flood", text(1_000));

      await().during(ofMillis(300)).until(() -> usedHeap() - before < 30L * MIB);
      assertThat(written).as("the server waits").isNotDone();
      gate.countDown();

      Stage.join(written);
      await().atMost(Duration.ofSeconds(60)).until(() -> handled.get() == events);
      assertThat(socket.isConnected()).isTrue();
    }
  }

  private static ServerSocketPeer peer(Stage stage) {
    return stage.server.namespace("/").takePeer(Duration.ofSeconds(Stage.PATIENCE_SECONDS));
  }

  private static String text(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** 5 ms for each; 64 KiB may wait, 8 MB come: reading stops and goes on all the time. */
  @Test
  void losesNothingAndKeepsTheOrderForAHandlerOfFiveMilliseconds() {
    try (Stage stage = new Stage()) {
      int events = 400;
      NamespaceSocket socket =
          stage.connected(
              stage.client().limits(Limits.defaults().maxInboundQueueBytes(65_536)), "/");
      List<Integer> order = new ArrayList<>();
      CompletableFuture<Void> all = new CompletableFuture<>();
      socket.on(
          "n",
          event -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            order.add(Integer.parseInt(event.args().raw(0).toString()));
            if (order.size() == events) {
              all.complete(null);
            }
          });
      ServerSocketPeer peer = peer(stage);
      for (int i = 0; i < events; i++) {
        peer.emit("n", String.valueOf(i), text(20_000));
      }

      Stage.join(all);

      assertThat(order).hasSize(events).isSorted();
      assertThat(stage.diary.lost).isEmpty();
    }
  }

  @Test
  void handsAHandlersExceptionToTheObserverAndGoesOn() {
    try (Stage stage = new Stage()) {
      stage.server.namespace("/").echo();
      NamespaceSocket socket = stage.connected(stage.client(), "/");
      AtomicInteger next = new AtomicInteger();
      for (Throwable thrown :
          List.of(
              new IllegalStateException("mine"),
              new IOException("checked"),
              new AssertionError("error"),
              new StackOverflowError(),
              new NoClassDefFoundError("gone"))) {
        socket.once(
            "e",
            event -> {
              if (thrown instanceof Error error) {
                throw error;
              }
              throw (Exception) thrown;
            });
      }
      socket.on("e", event -> next.incrementAndGet());
      socket.onAny(
          event -> {
            throw new IllegalStateException("catch-all");
          });

      stage.server.namespace("/").emit("e");
      stage.server.namespace("/").emit("e");

      await().until(() -> next.get() == 2);
      assertThat(stage.diary.failed).hasSize(7);
      assertThat(stage.diary.failed)
          .extracting(Diary.Failed::where)
          .containsOnly("event \"e\" on /");
      assertThat(Stage.join(socket.call("n", 1).args()).raw(0)).hasToString("1");
    }
  }

  @Test
  void goesOnAfterCallbacksAndObserversThatThrow() {
    ClientObserver throwing =
        new ClientObserver() {
          @Override
          public void onHandlerError(String where, Throwable error) {
            // Not logged: this test throws on purpose.
          }
        };
    try (Stage stage = new Stage()) {
      stage.server.namespace("/").echo();
      SocketIoClient client = stage.build(stage.client().observer(throwing));
      NamespaceSocket socket = client.socket();
      socket.onConnect(
          () -> {
            throw new IllegalStateException("onConnect");
          });
      socket.onDisconnect(
          (ending, again) -> {
            throw new IllegalStateException("onDisconnect");
          });

      Stage.join(socket.connect());
      Stage.join(socket.disconnect());
      Stage.join(socket.connect());

      assertThat(Stage.join(socket.call("n", 1).args()).raw(0)).hasToString("1");
    }
  }
}
