package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.Route;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connecting from an address of the user's choice. */
@ExtendWith(NoLeaks.class)
// Only Linux and Windows have all of 127.0.0.0/8.
@DisabledOnOs(OS.MAC)
class LocalAddressTest {

  private final RecordingListener listener = new RecordingListener();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private RawServer server() throws Exception {
    return RawServer.webSocket(
        peer -> {
          seen.add(peer.socket.getInetAddress().getHostAddress());
          peer.awaitEnd();
        });
  }

  private static LinkRequest from(String address, LinkRequest request) throws Exception {
    return request.withRoute(new Route(null, null, address(address)));
  }

  private static InetAddress address(String literal) throws Exception {
    return InetAddress.getByName(literal);
  }

  @Test
  void theServerSeesTheAddress() throws Exception {
    try (RawServer server = server();
        OneLoop loop = new OneLoop()) {
      loop.open(from("127.0.0.2", OneLoop.to(server.port())), listener);
      assertThat(listener.next()).isEqualTo("opened");
      Awaitility.await().untilAsserted(() -> assertThat(seen).containsExactly("127.0.0.2"));
    }
  }

  @Test
  void skipsAddressesOfTheOtherFamily() throws Exception {
    InetAddress[] both = {address("::1"), address("127.0.0.1")};
    try (RawServer server = server();
        OneLoop loop = new OneLoop(host -> both)) {
      loop.open(from("127.0.0.3", OneLoop.to("both.example", server.port())), listener);
      assertThat(listener.next()).isEqualTo("opened");
      Awaitility.await().untilAsserted(() -> assertThat(seen).containsExactly("127.0.0.3"));
    }
  }

  @Test
  void saysThatNoAddressIsOfTheFamily() throws Exception {
    try (OneLoop loop = new OneLoop()) {
      loop.open(from("::1", OneLoop.to("127.0.0.1", 80)), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.CONNECT);
      assertThat(closure.message())
          .isEqualTo(
              "No TCP connection to 127.0.0.1:80 from 0:0:0:0:0:0:0:1:"
                  + " it has no address of that family, IPv6");
      assertThat(listener.rest()).containsExactly("closed:CONNECT");
    }
  }

  @Test
  void reportsAnAddressOfAnotherMachineAsConnect() throws Exception {
    InetAddress[] two = {address("127.0.0.1"), address("127.0.0.2")};
    try (RawServer server = server();
        OneLoop loop = new OneLoop(host -> two)) {
      // RFC 5737 keeps this one free.
      loop.open(from("203.0.113.7", OneLoop.to("two.example", server.port())), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.CONNECT);
      assertThat(closure.message())
          .contains("two.example:" + server.port())
          .contains("from 203.0.113.7: ")
          .contains("assign requested address");
      assertThat(server.connections()).isZero();
    }
  }
}
