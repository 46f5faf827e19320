package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does not read: what waits to be sent is bounded, and flows when it reads again. */
@Timeout(60)
class OutboundQueueTest {
  private static final String TEXT = "x".repeat(50_000);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final DeafServer server = new DeafServer(null);
  private SocketIoClient client;

  @AfterEach
  void tearDown() {
    server.close();
    client.close();
  }

  private static boolean isTaken(NamespaceSocket socket) {
    try {
      socket.emit("e", TEXT);
      return true;
    } catch (OverflowException full) {
      assertThat(full).hasMessageContaining("maxOutboundQueueBytes");
      return false;
    }
  }

  /** Emits until it is refused. @return how many were taken this time */
  private static int fill(NamespaceSocket socket, AtomicInteger sum) {
    int taken = 0;
    while (isTaken(socket)) {
      taken++;
    }
    sum.addAndGet(taken);
    return taken;
  }

  /** A limit above, and one below, what makes a transport tell that its queue has shrunk. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 1_024})
  void refusesEmitsAboveTheLimitAndTakesThemAgainWhenTheServerReads(int limit) {
    client =
        SocketIoClient.builder(server.url())
            .limits(Limits.defaults().maxOutboundQueueBytes(limit))
            .reconnect(ReconnectPolicy.never())
            .build();
    NamespaceSocket socket = client.socket();
    Stage.join(socket.connect());
    AtomicInteger taken = new AtomicInteger();

    await().during(ofMillis(200)).until(() -> fill(socket, taken) == 0);
    assertThat(taken).hasPositiveValue();
    assertThat(socket.isConnected()).isTrue();
    server.read();

    // No ping comes that would make the client look after its queue.
    await().until(() -> isTaken(socket));
    await().until(() -> server.received() > (taken.get() + 1L) * TEXT.length());
  }
}
