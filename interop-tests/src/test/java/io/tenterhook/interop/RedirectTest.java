package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A web server that sends its guests to socket.io, at another origin. */
@RequiresNode
final class RedirectTest {
  @ParameterizedTest
  @EnumSource
  void theWholeSessionIsWhereTheRedirectLedWithoutTheCredentials(TransportContractTest.Road road)
      throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    try (NodePeer node = NodePeer.socketIo()) {
      web.createContext(
          "/",
          exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Location", node.url() + "/socket.io/?shard=2");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
          });
      web.start();
      try (SocketIoClient client =
          SocketIoClient.builder("http://127.0.0.1:" + web.getAddress().getPort())
              .query("token", "canary")
              .header("Authorization", "canary")
              .transports(road.order())
              .redirectsTo(node.url())
              .build()) {
        NamespaceSocket socket = client.socket("/a");
        connected(socket);
        until(() -> client.transport().equals(Optional.of(road.inTheEnd())));

        assertThat(within(socket.call("echo-ack", 7).args()).asInt(0)).isEqualTo(7);
        assertThat(node.upToDate().facts("request").toString())
            .contains("shard=2")
            .doesNotContain("canary");
        assertThat(asked).hasValue(1);
      }
    } finally {
      web.stop(0);
    }
  }
}
