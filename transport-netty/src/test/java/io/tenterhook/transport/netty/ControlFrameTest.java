package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.Link;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ControlFrameTest {

  private final RecordingListener listener = new RecordingListener();

  @Test
  void answersPingWithPongOfTheSamePayload() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.send(Frames.ping("are you there?"));
                  Frames.Received pong = peer.readFrame();
                  assertThat(pong.firstByte()).isEqualTo(Frames.FIN | Frames.PONG);
                  assertThat(pong.masked()).isTrue();
                  assertThat(pong.text()).isEqualTo("are you there?");
                  answered.countDown();
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.rest()).isEmpty();
    }
  }

  @Test
  void answersTheLatestPingOfABurst() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    int storm = 10_000;
    byte[][] pings = new byte[storm][];
    for (int i = 0; i < storm; i++) {
      pings[i] = Frames.ping(String.valueOf(i));
    }
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.send(pings);
                  int pongs = 1;
                  while (!peer.readFrame().text().equals(String.valueOf(storm - 1))) {
                    pongs++;
                  }
                  assertThat(pongs).isLessThan(storm / 10);
                  answered.countDown();
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aServerThatPingsAndNeverReadsFillsNoQueue() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    AtomicLong sent = new AtomicLong();
    byte[] pings = new byte[127 * 500];
    for (int i = 0; i < 500; i++) {
      System.arraycopy(Frames.ping("p".repeat(125)), 0, pings, i * 127, 127);
    }
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.socket.setReceiveBufferSize(4_096);
                  while (sent.get() < 4_000_000L) {
                    peer.send(pings);
                    sent.addAndGet(pings.length);
                  }
                  over.await(10, TimeUnit.SECONDS);
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () -> {
                assertThat(loop.on(link::queuedBytes)).isLessThan(1_000L);
                return sent.get() >= 4_000_000L;
              });
      over.countDown();
    }
  }

  @Test
  void reportsThePongToItsOwnPingOnly() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.send(Frames.frame(Frames.FIN | Frames.PONG, Frames.utf8("heartbeat")));
                  peer.send(Frames.frame(Frames.FIN | Frames.PONG));
                  Frames.Received first = peer.readFrame();
                  Frames.Received second = peer.readFrame();
                  assertThat(first.firstByte()).isEqualTo(Frames.FIN | Frames.PING);
                  // The latest may stand for both (RFC 6455, 5.5.3), and then the first is old
                  // news.
                  peer.send(
                      Frames.frame(Frames.FIN | Frames.PONG, second.payload()),
                      Frames.frame(Frames.FIN | Frames.PONG, first.payload()),
                      Frames.text("after"));
                  over.await(10, TimeUnit.SECONDS);
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(link::controlPing);
      loop.run(link::controlPing);
      assertThat(listener.next()).isEqualTo("pong");
      assertThat(listener.next()).isEqualTo("text:after");
      over.countDown();
    }
  }
}
