package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rooms and broadcasts, with three clients in one namespace. */
@Timeout(30)
class RoomsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final SocketIoServer server = SocketIoServer.start();
  private final ServerNamespace main = server.namespace("/");
  private JdkClient a;
  private JdkClient b;
  private JdkClient c;
  private ServerSocketPeer peerA;
  private ServerSocketPeer peerB;
  private ServerSocketPeer peerC;

  @BeforeEach
  void threeJoin() {
    a = JdkClient.joined(server, "40");
    peerA = main.takePeer(SOON);
    b = JdkClient.joined(server, "40");
    peerB = main.takePeer(SOON);
    c = JdkClient.joined(server, "40");
    peerC = main.takePeer(SOON);
  }

  @AfterEach
  void end() {
    a.close();
    b.close();
    c.close();
    server.close();
  }

  /** Says something last, so that what came before it is all there was. */
  private void assertHeard(JdkClient client, ServerSocketPeer peer, String... packets) {
    peer.emit("end");
    for (String packet : packets) {
      assertThat(client.next()).isEqualTo(packet);
    }
    assertThat(client.next()).isEqualTo("42[\"end\"]");
  }

  @Test
  void reachesEverybody() {
    main.emit("news", "1");

    assertHeard(a, peerA, "42[\"news\",1]");
    assertHeard(b, peerB, "42[\"news\",1]");
    assertHeard(c, peerC, "42[\"news\",1]");
  }

  @Test
  void reachesWhoIsInARoom() {
    peerA.join("x");
    peerB.join("x", "y");

    main.to("x").emit("news");

    assertHeard(a, peerA, "42[\"news\"]");
    assertHeard(b, peerB, "42[\"news\"]");
    assertHeard(c, peerC);
  }

  @Test
  void reachesWhoIsInSeveralRoomsOnce() {
    peerA.join("x", "y");
    peerB.join("y");

    main.to("x", "y").emit("news");

    assertHeard(a, peerA, "42[\"news\"]");
    assertHeard(b, peerB, "42[\"news\"]");
    assertHeard(c, peerC);
  }

  @Test
  void leavesOutWhoIsInAnExceptedRoom() {
    peerA.join("x");
    peerB.join("x", "muted");

    main.to("x").except("muted").emit("news");
    main.except("x").emit("others");

    assertHeard(a, peerA, "42[\"news\"]");
    assertHeard(b, peerB);
    assertHeard(c, peerC, "42[\"others\"]");
  }

  @Test
  void leavesOutTheSenderOfItsOwnBroadcast() {
    peerA.join("x");
    peerB.join("x");

    peerA.broadcast().emit("all");
    peerA.to("x").emit("room");

    assertHeard(a, peerA);
    assertHeard(b, peerB, "42[\"all\"]", "42[\"room\"]");
    assertHeard(c, peerC, "42[\"all\"]");
  }

  @Test
  void hasARoomForEachSid() {
    assertThat(peerA.rooms()).containsExactly(peerA.sid());

    main.to(peerB.sid()).emit("you");

    assertHeard(a, peerA);
    assertHeard(b, peerB, "42[\"you\"]");
  }

  @Test
  void forgetsWhoHasLeft() {
    main.everybody().join("x");
    peerA.leave("x");
    peerB.disconnect(false);
    peerB.disconnected().join();

    assertThat(main.to("x").peers()).containsExactly(peerC);
    assertThat(peerB.rooms()).isEmpty();
    peerB.join("x");
    assertThat(main.to("x").peers()).containsExactly(peerC);
  }

  @Test
  void sendsAttachmentsToAll() {
    main.to(peerA.sid(), peerB.sid())
        .emit("image", List.of(Json.attachment(0)), List.of(new byte[] {1, 2}));

    assertThat(a.next()).startsWith("451-[\"image\"");
    assertThat(a.nextBinary()).containsExactly(1, 2);
    assertThat(b.next()).startsWith("451-[\"image\"");
    assertThat(b.nextBinary()).containsExactly(1, 2);
  }

  @Test
  void gathersAcks() {
    var acks = main.except(peerC.sid()).emitWithAck(SOON, "ready?");

    answer(a, "true");
    answer(b, "false");

    BroadcastAcks all = acks.join();
    assertThat(all.isComplete()).isTrue();
    assertThat(all.answers())
        .extracting(ReceivedAck::args)
        .containsExactly(List.of("true"), List.of("false"));
  }

  @Test
  void tellsWhichAcksAreMissing() {
    var acks = main.everybody().emitWithAck(Duration.ofSeconds(2), "ready?");

    answer(b, "1");

    BroadcastAcks some = acks.join();
    assertThat(some.isComplete()).isFalse();
    assertThat(some.expected()).isEqualTo(3);
    assertThat(some.answers()).extracting(ReceivedAck::args).containsExactly(List.of("1"));
  }

  private static void answer(JdkClient client, String json) {
    String question = client.next();
    assertThat(question).endsWith("[\"ready?\"]");
    String id = question.substring(2, question.indexOf('['));
    client.send("43" + id + "[" + json + "]");
  }

  @Test
  void makesManyLeave() {
    main.except(peerC.sid()).disconnect(true);

    assertThat(a.next()).isEqualTo("41");
    assertThat(b.next()).isEqualTo("41");
    assertThat(main.peers()).containsExactly(peerC);
  }

  @Test
  void dropsDroppableEventsForWhoDoesNotRead() {
    Poller poller = Poller.joined(server);
    ServerSocketPeer polling = main.takePeer(SOON);

    main.everybody().droppable().emit("tick");
    polling.emitDroppable("tick");
    assertThat(polling.connection().isWritable()).isFalse();
    polling.emit("kept");

    assertThat(poller.get().body()).isEqualTo("42[\"kept\"]");
    assertHeard(a, peerA, "42[\"tick\"]");
    assertThat(server.journal().entries())
        .filteredOn(entry -> entry.kind() == JournalEntry.Kind.DROPPED)
        .hasSize(2);
  }
}
