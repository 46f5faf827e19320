package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;
import static io.tenterhook.interop.Patience.failureOf;
import static io.tenterhook.interop.Patience.until;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.Transport;
import io.tenterhook.client.TransportException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Complaint 13: cookies against socket.io 4.8.4, alone and behind a balancer that needs them. */
@RequiresNode
final class CookiesTest {
  private static final String COOKIE_IO = "{cookie: {name: 'io', maxAge: 60}}";

  private static SocketIoClientBuilder client(NodePeer server, Transport... order) {
    return SocketIoClient.builder(server.url())
        .transports(order)
        .header("Cookie", "own=1")
        .reconnect(ReconnectPolicy.never());
  }

  private static List<String> cookiesOf(NodePeer server) {
    return server.upToDate().facts("request").stream()
        .map(fact -> fact.json().path("headers").path("cookie").asText())
        .toList();
  }

  @Test
  void theServersCookieIsOnEveryRequestOfPollingAndOnTheUpgrade() {
    try (NodePeer server = NodePeer.socketIo(COOKIE_IO);
        SocketIoClient client = client(server, Transport.POLLING, Transport.WEBSOCKET).build()) {
      connected(client.socket());
      until(() -> client.transport().equals(Optional.of(Transport.WEBSOCKET)));
      within(client.socket().call("echo-ack", "x").args());

      List<String> cookies = cookiesOf(server);
      String sid = server.awaitFact("engineOpen").text("eid");
      assertThat(cookies).first().isEqualTo("own=1");
      assertThat(cookies.subList(1, cookies.size()))
          .hasSizeGreaterThanOrEqualTo(2)
          .containsOnly("own=1; io=" + sid);
      assertThat(server.facts("request"))
          .extracting(fact -> fact.text("url").contains("transport=websocket"))
          .contains(true);
    }
  }

  /** The server itself sets none there: its sid is not known yet. */
  @Test
  void theBalancersCookieOfA101IsOnTheNextHandshake() {
    try (NodePeer server = NodePeer.socketIo();
        NodePeer balancer = NodePeer.balancer(server.port(), server.port());
        SocketIoClient client = client(balancer, Transport.WEBSOCKET).build()) {
      NamespaceSocket socket = client.socket();
      connected(socket);
      within(socket.disconnect());
      connected(socket);

      assertThat(balancer.upToDate().facts("routed"))
          .extracting(fact -> fact.text("cookie"))
          .containsExactly("own=1", "own=1; route=" + routeOfFirstClient(balancer));
    }
  }

  private static String routeOfFirstClient(NodePeer balancer) {
    return balancer.awaitFact("routed", fact -> fact.json().has("known")).text("known");
  }

  @Test
  void noCookieIsKeptWithoutCookies() {
    try (NodePeer server = NodePeer.socketIo(COOKIE_IO);
        SocketIoClient client = client(server, Transport.POLLING).withoutCookies().build()) {
      connected(client.socket());
      within(client.socket().call("echo-ack", "x").args());

      assertThat(cookiesOf(server)).hasSizeGreaterThan(2).containsOnly("own=1");
    }
  }

  @Test
  void pollingBehindABalancerStaysWithItsServerByTheCookie() {
    try (NodePeer one = NodePeer.socketIo();
        NodePeer two = NodePeer.socketIo();
        NodePeer balancer = NodePeer.balancer(one.port(), two.port());
        SocketIoClient first = client(balancer, Transport.POLLING).build();
        SocketIoClient second = client(balancer, Transport.POLLING).build();
        SocketIoClient third = client(balancer, Transport.POLLING, Transport.WEBSOCKET).build()) {
      for (SocketIoClient client : List.of(first, second, third)) {
        connected(client.socket());
        for (int i = 0; i < 5; i++) {
          within(client.socket().call("echo-ack", i).args());
        }
      }
      until(() -> third.transport().equals(Optional.of(Transport.WEBSOCKET)));
      within(third.socket().call("echo-ack", "after the upgrade").args());

      assertThat(one.upToDate().count("connection")).isEqualTo(2);
      assertThat(two.upToDate().count("connection")).isEqualTo(1);
      assertThat(one.count("requestRefused") + two.count("requestRefused")).isZero();
      Set<String> unknown =
          balancer.upToDate().facts("routed").stream()
              .map(fact -> fact.json().path("cookie").asText())
              .filter(cookie -> !cookie.contains("route="))
              .collect(Collectors.toSet());
      assertThat(unknown).containsExactly("own=1");
      assertThat(balancer.facts("routed")).filteredOn(fact -> !fact.json().has("known")).hasSize(3);
    }
  }

  @Test
  void pollingBehindABalancerFailsWithoutCookiesAndSaysWhy() {
    try (NodePeer one = NodePeer.socketIo();
        NodePeer two = NodePeer.socketIo();
        NodePeer balancer = NodePeer.balancer(one.port(), two.port());
        SocketIoClient client = client(balancer, Transport.POLLING).withoutCookies().build()) {
      TransportException failure = failureOf(client.socket().connect(), TransportException.class);

      assertThat(failure.code()).isEqualTo(400);
      assertThat(failure.body()).contains("\"code\":1");
      assertThat(failure).hasMessageContaining("are sessions sticky?");
    }
  }
}
