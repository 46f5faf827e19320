package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class SendingTest {

  private final RecordingListener listener = new RecordingListener();
  private final BlockingQueue<Frames.Received> frames = new LinkedBlockingQueue<>();

  private RawServer collecting() throws Exception {
    return RawServer.webSocket(
        peer -> {
          for (Frames.Received frame = peer.readFrame(); frame != null; frame = peer.readFrame()) {
            frames.add(frame);
            if (frame.opcode() == Frames.CLOSE) {
              return;
            }
          }
        });
  }

  private Frames.Received nextFrame() throws InterruptedException {
    Frames.Received frame = frames.poll(10, TimeUnit.SECONDS);
    assertThat(frame).isNotNull();
    return frame;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 125, 126, 127, 65_535, 65_536, 300_000})
  void sendsMaskedMessagesOfEverySize(int size) throws Exception {
    byte[] payload = new byte[size];
    for (int i = 0; i < size; i++) {
      payload[i] = (byte) (i * 31);
    }
    try (RawServer server = collecting();
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.send(link, payload.clone(), true);
      Frames.Received frame = nextFrame();
      assertThat(frame.firstByte()).isEqualTo(Frames.FIN | Frames.BINARY);
      assertThat(frame.masked()).isTrue();
      assertThat(frame.payload()).isEqualTo(payload);
      loop.run(link::abort);
    }
  }

  @Test
  void sendsTheGivenRangeOfTheArray() throws Exception {
    try (RawServer server = collecting();
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(
          () -> {
            link.send(Frames.utf8("..42[\"ä\"]"), 2, 10, false, null);
            link.flush();
          });
      Frames.Received frame = nextFrame();
      assertThat(frame.firstByte()).isEqualTo(Frames.FIN | Frames.TEXT);
      assertThat(frame.text()).isEqualTo("42[\"ä\"]");
      loop.run(link::abort);
    }
  }

  @Test
  void sendsNothingBeforeFlush() throws Exception {
    try (RawServer server = collecting();
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      List<Boolean> fates = new CopyOnWriteArrayList<>();
      loop.run(
          () -> {
            link.send(Frames.utf8("a"), 0, 1, false, fates::add);
            link.send(Frames.utf8("b"), 0, 1, false, fates::add);
          });
      loop.run(
          () -> {
            assertThat(fates).isEmpty();
            assertThat(link.queuedBytes()).isPositive();
            link.flush();
          });
      assertThat(nextFrame().text()).isEqualTo("a");
      assertThat(nextFrame().text()).isEqualTo("b");
      Awaitility.await().until(() -> fates.size() == 2);
      assertThat(fates).containsExactly(true, true);
      assertThat(loop.on(link::queuedBytes)).isZero();
      loop.run(link::abort);
    }
  }

  /** More than one buffer's worth, in sizes on both sides of each length's form. */
  @Test
  void sendsALongBurstInOrderAndTellsEachFate() throws Exception {
    int count = 2_000;
    Random random = new Random(5);
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] message = new byte[i % 500 == 499 ? 70_000 : random.nextInt(300)];
      random.nextBytes(message);
      sent.add(message);
    }
    try (RawServer server = collecting();
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      List<Integer> fates = new CopyOnWriteArrayList<>();
      loop.run(
          () -> {
            for (int i = 0; i < count; i++) {
              int number = i;
              byte[] message = sent.get(i).clone();
              Link.WriteListener told = ok -> fates.add(ok ? number : -1);
              link.send(message, 0, message.length, true, i % 3 == 0 ? told : null);
            }
            link.flush();
          });
      for (byte[] message : sent) {
        assertThat(nextFrame().payload()).isEqualTo(message);
      }
      Awaitility.await().until(() -> fates.size() == (count + 2) / 3);
      assertThat(fates).isSorted().doesNotContain(-1);
      loop.run(link::abort);
    }
  }

  @Test
  void countsWhatTheOperatingSystemDoesNotTake() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      List<Boolean> fates = new CopyOnWriteArrayList<>();
      int size = 40_000_000;
      loop.run(
          () -> {
            link.send(new byte[size], 0, size, true, fates::add);
            link.flush();
          });
      assertThat(loop.on(link::queuedBytes)).isBetween(1L, size + 1_000L);
      assertThat(fates).isEmpty();
      read.countDown();
      Awaitility.await().until(() -> loop.on(link::queuedBytes) == 0);
      assertThat(fates).containsExactly(true);
      loop.run(link::abort);
    }
  }

  /** Or a slow server could not be told from one that has stopped. */
  @Test
  void countsWhatHasLeftOfALongMessage() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
                  assertThat(peer.socket.getInputStream().readNBytes(10_000_000))
                      .hasSize(10_000_000);
                  assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      int size = 40_000_000;
      loop.run(
          () -> {
            link.send(new byte[size], 0, size, true, null);
            link.flush();
          });
      Awaitility.await().during(100, TimeUnit.MILLISECONDS).until(() -> isAtRest(loop, link));
      long before = loop.on(link::unsentBytes);
      read.countDown();
      Awaitility.await().until(() -> loop.on(link::unsentBytes) < before - 5_000_000);
      assertThat(loop.on(link::unsentBytes)).isPositive();
      loop.run(link::abort);
      over.countDown();
    }
  }

  private long lastSeen = -1;

  private boolean isAtRest(OneLoop loop, Link link) throws Exception {
    long now = loop.on(link::unsentBytes);
    boolean same = now == lastSeen;
    lastSeen = now;
    return same;
  }

  @Test
  void tellsUnwrittenMessagesTheirFateBeforeTheEnd() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server = RawServer.webSocket(peer -> over.await(10, TimeUnit.SECONDS));
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      int size = 40_000_000;
      List<String> fates = new CopyOnWriteArrayList<>();
      loop.run(
          () -> {
            link.send(new byte[size], 0, size, true, ok -> fates.add(ok + " " + listener.ended()));
            link.flush();
            link.send(new byte[1], 0, 1, true, ok -> fates.add(ok + " " + listener.ended()));
            link.abort();
          });
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(fates).containsExactly("false false", "false false");
      over.countDown();
    }
  }

  @Test
  void tellsAtOnceThatNothingIsSentAfterTheEnd() throws Exception {
    try (RawServer server = collecting();
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(link::abort);
      List<Boolean> fates = new CopyOnWriteArrayList<>();
      loop.run(() -> link.send(new byte[1], 0, 1, true, fates::add));
      assertThat(fates).containsExactly(false);
    }
  }

  @Test
  void aWriteListenerMayAbort() throws Exception {
    try (RawServer server = collecting();
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      List<Boolean> fates = new CopyOnWriteArrayList<>();
      loop.run(
          () -> {
            link.send(Frames.utf8("a"), 0, 1, false, ok -> link.abort());
            link.flush();
            link.send(Frames.utf8("b"), 0, 1, false, fates::add);
          });
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(fates).containsExactly(false);
    }
  }

  @Test
  void aThrowingWriteListenerEndsTheLink() throws Exception {
    IllegalStateException bug = new IllegalStateException("bug");
    try (RawServer server = collecting();
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(
          () -> {
            link.send(
                Frames.utf8("a"),
                0,
                1,
                false,
                ok -> {
                  throw bug;
                });
            link.flush();
          });
      assertThat(listener.closure().cause()).isSameAs(bug);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reportsAResetThatIsNoticedWhileWriting(boolean listening) throws Exception {
    CountDownLatch reset = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.reset();
                  reset.countDown();
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      loop.run(() -> link.setReading(false));
      assertThat(reset.await(10, TimeUnit.SECONDS)).isTrue();
      Awaitility.await()
          .until(
              () -> {
                loop.run(
                    () -> {
                      link.send(new byte[10], 0, 10, true, listening ? ok -> {} : null);
                      link.flush();
                    });
                return listener.ended();
              });
      assertThat(listener.closure().kind()).isEqualTo(Kind.IO);
    }
  }
}
