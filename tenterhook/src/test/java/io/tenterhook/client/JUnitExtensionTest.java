package io.tenterhook.client;

import static io.tenterhook.testing.assertj.TenterhookAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.junit.TenterhookServer;
import io.tenterhook.testing.SocketIoServer;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The extension of {@code tenterhook-junit}, which is made on JUnit 5.14, works on 6 too. */
@Timeout(60)
@TenterhookServer
class JUnitExtensionTest {
  private final SocketIoServer server;
  private final SocketIoClient client;

  JUnitExtensionTest(SocketIoServer server, URI uri) {
    this.server = server;
    this.client = SocketIoClient.builder(uri.toString()).build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void runsOnJUnit6() {
    assertThat(Test.class.getPackage().getImplementationVersion()).startsWith("6.");
  }

  @RepeatedTest(2)
  void givesEachTestAServerThatRemembersNothing() throws Exception {
    assertThat(server).received().never();
    server.namespace("/").on("order", order -> order.ack("42"));
    NamespaceSocket socket = client.socket();
    Stage.join(socket.connect());

    assertThat(
            socket
                .call("order", Map.of("id", 1, "tags", new String[0]))
                .as(Integer.class)
                .get(20, TimeUnit.SECONDS))
        .isEqualTo(42);

    assertThat(server)
        .received("order")
        .withArgs("{\"tags\":[],\"id\":1}")
        .once()
        .hasNoMoreEvents();
  }

  @Test
  void letsATestClearTheErrorsThatItExpects(SocketIoServer sameServer) {
    assertThat(sameServer).isSameAs(server);
    server
        .namespace("/")
        .onConnect(
            peer -> {
              throw new IllegalStateException("on purpose");
            });
    Stage.join(client.socket().connect());

    assertThat(server.errors()).hasSize(1);
    server.clearErrors();
  }
}
