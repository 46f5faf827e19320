package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connection state recovery: what comes back, and what does not. */
@Timeout(30)
class RecoveryTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final SocketIoServer server =
      SocketIoServer.builder().connectionStateRecovery(Duration.ofMinutes(2)).start();
  private final ServerNamespace main = server.namespace("/");

  @AfterEach
  void end() {
    server.close();
  }

  /** A client that has joined, its sid and its pid. */
  private record Joined(JdkClient client, String sid, String pid, List<String> missed) {
    String reconnect(String offset) {
      return "40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
    }
  }

  private Joined join(String connect) {
    JdkClient client = JdkClient.open(server);
    assertThat(client.next()).startsWith("0{");
    client.send(connect);
    List<String> missed = new ArrayList<>();
    String next = client.next();
    while (!next.startsWith("40")) {
      missed.add(next);
      next = client.next();
    }
    int pid = next.indexOf("\",\"pid\":\"");
    assertThat(pid).isPositive();
    String sid = next.substring("40{\"sid\":\"".length(), pid);
    String rest = next.substring(pid + "\",\"pid\":\"".length(), next.length() - 2);
    return new Joined(client, sid, rest, missed);
  }

  private static String offsetOf(String event) {
    return event.substring(event.lastIndexOf(",\"") + 2, event.length() - 2);
  }

  private void lose(ServerSocketPeer peer) {
    peer.connection().cut();
    assertThat(peer.isConnected()).isFalse();
  }

  @Test
  void givesSidRoomsAndMissedEventsBack() {
    Joined first = join("40");
    ServerSocketPeer peer = main.takePeer(SOON);
    peer.join("x");
    peer.emit("n", "1");
    String offset = offsetOf(first.client().next());
    lose(peer);
    main.emit("n", "2");
    main.to("x").emit("n", "3");
    main.to("y").emit("n", "4");
    main.to(first.sid()).emit("n", "5");
    main.except("x").emit("n", "6");

    Joined second = join(first.reconnect(offset));

    assertThat(second.sid()).isEqualTo(first.sid());
    assertThat(second.pid()).isEqualTo(first.pid());
    assertThat(second.missed()).hasSize(3);
    assertThat(second.missed().get(0)).startsWith("42[\"n\",2,\"");
    assertThat(second.missed().get(1)).startsWith("42[\"n\",3,\"");
    assertThat(second.missed().get(2)).startsWith("42[\"n\",5,\"");
    ServerSocketPeer again = main.takePeer(SOON);
    assertThat(again.recovered()).isTrue();
    assertThat(again.rooms()).contains("x");
  }

  @Test
  void recoversTimeAndAgain() {
    Joined joined = join("40");
    String offset = "";
    for (int n = 0; n < 5; n++) {
      ServerSocketPeer peer = main.takePeer(SOON);
      peer.emit("n", Json.number(n));
      offset = offsetOf(joined.client().next());
      lose(peer);
      Joined next = join(joined.reconnect(offset));
      assertThat(next.sid()).isEqualTo(joined.sid());
      assertThat(next.missed()).isEmpty();
      joined = next;
    }
  }

  @Test
  void asksNoAuthorizerAboutWhoComesBack() {
    List<String> asked = new ArrayList<>();
    main.authorize(
        request -> {
          asked.add(String.valueOf(request.auth()));
          return Verdict.accept();
        });
    Joined first = join("40");
    ServerSocketPeer peer = main.takePeer(SOON);
    peer.emit("n");
    String offset = offsetOf(first.client().next());
    lose(peer);

    join(first.reconnect(offset));

    assertThat(asked).hasSize(1);
  }

  @Test
  void knowsNobodyWithoutAnOffset() {
    Joined first = join("40");
    lose(main.takePeer(SOON));

    Joined second = join(first.reconnect("none"));

    assertThat(second.sid()).isNotEqualTo(first.sid());
    assertThat(main.takePeer(SOON).recovered()).isFalse();
  }

  @Test
  void knowsNobodyWhoHasLeftInOrder() {
    Joined first = join("40");
    ServerSocketPeer peer = main.takePeer(SOON);
    peer.emit("n");
    String offset = offsetOf(first.client().next());
    first.client().send("41");
    assertThat(Poller.join(peer.disconnected()))
        .isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);

    assertThat(join(first.reconnect(offset)).sid()).isNotEqualTo(first.sid());
  }

  @Test
  void addsNoOffsetToWhatIsNotRecovered() {
    Joined first = join("40");
    ServerSocketPeer peer = main.takePeer(SOON);

    peer.emitDroppable("tick");
    var unused = peer.emitWithAck("ask");

    assertThat(first.client().next()).isEqualTo("42[\"tick\"]");
    assertThat(first.client().next()).isEqualTo("420[\"ask\"]");
  }

  @Test
  void hasNoPidUnlessItIsAsked() {
    try (SocketIoServer plain = SocketIoServer.start();
        JdkClient client = JdkClient.open(plain)) {
      assertThat(client.next()).startsWith("0{");
      client.send("40");

      assertThat(client.next()).doesNotContain("pid");
    }
  }
}
