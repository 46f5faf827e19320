package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.PollingServer.Answer;
import io.tenterhook.testing.TestCertificates;
import io.tenterhook.testing.TestCertificates.PemFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that has stopped to read is given up, by every transport, and called again. */
@Timeout(60)
class WriteTimeoutOnTheWireTest {
  private static final byte[] MORE_THAN_KERNELS_KEEP = new byte[14 << 20];

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  @TempDir Path folder;

  private final List<Ending> endings = new CopyOnWriteArrayList<>();

  private SocketIoClientBuilder patient(String url) {
    return SocketIoClient.builder(url)
        .writeTimeout(ofSeconds(1))
        .reconnect(failure -> Optional.of(ofMillis(1)))
        .limits(Limits.defaults().maxOutboundQueueBytes(64 << 20));
  }

  private NamespaceSocket connected(SocketIoClient client) {
    NamespaceSocket socket = client.socket();
    socket.onDisconnect((ending, willReconnect) -> endings.add(ending));
    Stage.join(socket.connect());
    return socket;
  }

  private static void assertCut(CompletableFuture<Arguments> call) {
    assertThat(call)
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            DisconnectedException.class,
            cut -> {
              assertThat(cut.reason()).isEqualTo(DisconnectReason.WRITE_TIMEOUT);
              assertThat(cut.maybeSent()).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServerThatReadsNoMoreIsGivenUpAndCalledAgain(boolean secure) throws Exception {
    PemFiles pem = TestCertificates.create().writeTo(folder);
    Tls server = Tls.system().identifiedBy(pem.server(), pem.serverKey());
    try (DeafServer deaf = new DeafServer(secure ? server.sslContext() : null);
        SocketIoClient client = patient(deaf.url()).tls(Tls.trusting(pem.authority())).build()) {
      NamespaceSocket socket = connected(client);

      CompletableFuture<Arguments> call = socket.call("store", MORE_THAN_KERNELS_KEEP).args();

      assertCut(call);
      // It is connected before the handlers are told.
      await().until(() -> deaf.connections() == 2 && socket.isConnected() && !endings.isEmpty());
      assertThat(endings)
          .extracting(Ending::reason)
          .containsExactly(DisconnectReason.WRITE_TIMEOUT);
      // It does not answer a close frame either, which costs the client its patience.
      deaf.hangUp();
    }
  }

  @Test
  void aPostThatIsNeverAnsweredIsGivenUp() {
    try (PollingServer server =
            new PollingServer(Answer.of(PollingServer.OPEN), Answer.of(PollingServer.CONNECTED));
        SocketIoClient client =
            patient(server.url())
                .transports(Transport.POLLING)
                .reconnect(ReconnectPolicy.never())
                .build()) {
      NamespaceSocket socket = connected(client);
      server.forgetsPosts = true;

      CompletableFuture<Arguments> call = socket.call("store", 1).args();

      assertCut(call);
      // The call is answered first, the handlers are told after that and on another thread.
      await().until(() -> !endings.isEmpty());
      assertThat(endings)
          .singleElement()
          .satisfies(
              ending ->
                  assertThat(ending.error().orElseThrow())
                      .hasMessageContaining("writeTimeout")
                      .hasMessageContaining("1000 ms"));
    }
  }
}
