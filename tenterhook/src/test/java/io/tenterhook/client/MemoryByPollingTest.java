package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tenterhook.client.PollingServer.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a hostile server can make a client hold by long-polling: twice its limit, and 20 MiB. */
@Timeout(120)
class MemoryByPollingTest {
  private static final long MIB = 1 << 20;

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** It says no length, and writes for as long as somebody listens. */
  @Test
  void isBoundedAgainstBodiesWithoutAnEnd() throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] part = new byte[65_536];
          Arrays.fill(part, (byte) '6');
          try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
              body.write(part);
            }
          }
        });
    server.start();
    List<Ending> endings = new CopyOnWriteArrayList<>();
    int limit = (int) (16 * MIB);
    try (SocketIoClient client =
        SocketIoClient.builder("http://127.0.0.1:" + server.getAddress().getPort())
            .transports(Transport.POLLING)
            .limits(Limits.defaults().maxPollBytes(limit))
            .reconnect(
                failure -> {
                  endings.add(failure.ending());
                  return endings.size() < 20 ? Optional.of(ofMillis(1)) : Optional.empty();
                })
            .build()) {
      long before = usedHeap();
      var unused = client.socket().connect();

      await()
          .pollInterval(ofMillis(50))
          .atMost(ofSeconds(60))
          .until(
              () -> {
                assertThat(usedHeap() - before).isLessThan(2L * limit + 20 * MIB);
                return endings.size() == 20;
              });
      assertThat(endings)
          .allSatisfy(
              ending ->
                  assertThat(ending.error().orElseThrow())
                      .isInstanceOf(PayloadTooLargeException.class)
                      .hasMessageContaining("16,777,216 bytes"));
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  /** 100 MB of events for a handler that does nothing: the server is not asked for more. */
  @Test
  void isBoundedByNotAskingWhileAHandlerBlocks() {
    String event = "42[\"n\",\"" + "x".repeat(1_000) + "\"]";
    Answer million = Answer.of(String.join("\u001e", Collections.nCopies(1_000, event)));
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger handled = new AtomicInteger();
    try (PollingServer server =
            new PollingServer(Answer.of(PollingServer.OPEN), Answer.of(PollingServer.CONNECTED));
        SocketIoClient client =
            SocketIoClient.builder(server.url())
                .transports(Transport.POLLING)
                .limits(Limits.defaults().maxInboundQueueBytes(4 * MIB))
                .build()) {
      client
          .socket()
          .on(
              "n",
              heard -> {
                gate.await();
                handled.incrementAndGet();
              });
      Stage.join(client.socket().connect());
      long before = usedHeap();
      for (int i = 0; i < 100; i++) {
        server.answer(million);
      }

      await()
          .pollInterval(ofMillis(50))
          .during(ofMillis(300))
          .until(() -> usedHeap() - before < 30 * MIB);
      assertThat(server.requests.size()).as("it stops asking").isLessThan(30);
      gate.countDown();

      await().atMost(ofSeconds(60)).until(() -> handled.get() == 100_000);
      assertThat(client.socket().isConnected()).isTrue();
    }
  }
}
