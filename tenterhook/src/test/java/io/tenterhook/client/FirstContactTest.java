package io.tenterhook.client;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.SocketIoServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FirstContactTest {

  @Test
  void connectsEmitsReceivesAndCalls() {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/realtime").echo();
      try (SocketIoClient client =
          SocketIoClient.builder(server.uri().toString())
              .auth(() -> RawJson.of("{\"token\":\"t-1\"}"))
              .build()) {
        NamespaceSocket socket = client.socket("/realtime");
        List<String> posts = new CopyOnWriteArrayList<>();
        socket.on("post", e -> posts.add(e.args().raw(0).toString()));
        socket.connect().orTimeout(20, TimeUnit.SECONDS).join();
        socket.emit("post", "hi");
        await().until(() -> posts.size() == 1);
        assertThat(posts).containsExactly("\"hi\"");
        assertThat(socket.call("post", "ho").within(ofSeconds(20)).args().join().raw(0).toString())
            .isEqualTo("\"ho\"");
      }
      server.verifyNoErrors();
    }
  }
}
