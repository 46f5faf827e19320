package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class ReceivingTest {

  private final RecordingListener listener = new RecordingListener();

  @Test
  void reportsTextAndBinaryAndOneEndOfTheBurst() throws Exception {
    try (RawServer server =
            RawServer.webSocket(
                peer ->
                    peer.sendAndHold(
                        Frames.text("4ä"), Frames.binary((byte) 1, (byte) 2), Frames.text("")));
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("text:4ä");
      assertThat(listener.nextButBursts()).isEqualTo("binary:2");
      assertThat(listener.nextButBursts()).isEqualTo("text:");
      assertThat(listener.next()).isEqualTo("readComplete");
      assertThat(listener.rest()).isEmpty();
    }
  }

  @Test
  void reportsTheEndOfABurstOncePerReadNotPerMessage() throws Exception {
    int count = 1_000;
    byte[][] frames = new byte[count][];
    for (int i = 0; i < count; i++) {
      frames[i] = Frames.text("4" + i);
    }
    try (RawServer server = RawServer.webSocket(peer -> peer.sendAndHold(frames));
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      int bursts = 0;
      for (int i = 0; i < count; ) {
        String report = listener.next();
        if (report.equals("readComplete")) {
          bursts++;
        } else {
          assertThat(report).isEqualTo("text:4" + i);
          i++;
        }
      }
      assertThat(listener.next()).isEqualTo("readComplete");
      assertThat(bursts).isLessThan(count / 10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, OneLoop.MAX_MESSAGE_BYTES})
  void handsOverMessagesOfEverySizeInArraysOfTheirSize(int size) throws Exception {
    byte[] payload = new byte[size];
    for (int i = 0; i < size; i++) {
      payload[i] = (byte) i;
    }
    try (RawServer server = RawServer.webSocket(peer -> peer.sendAndHold(Frames.binary(payload)));
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("binary:" + size);
      assertThat(listener.messages().get(0)).isEqualTo(payload);
    }
  }

  @Test
  void joinsFragmentsWithControlFramesBetweenThem() throws Exception {
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.send(
                      Frames.frame(Frames.TEXT, Frames.utf8("4[\"")),
                      Frames.ping("now"),
                      Frames.frame(Frames.CONTINUATION),
                      Frames.frame(Frames.CONTINUATION, Frames.utf8("a\"")),
                      Frames.frame(Frames.FIN | Frames.PONG),
                      Frames.frame(Frames.FIN | Frames.CONTINUATION, Frames.utf8("]")),
                      Frames.frame(Frames.BINARY, (byte) 1),
                      Frames.frame(Frames.FIN | Frames.CONTINUATION, (byte) 2));
                  assertThat(peer.readFrame().opcode()).isEqualTo(Frames.PONG);
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("text:4[\"a\"]");
      assertThat(listener.nextButBursts()).isEqualTo("binary:2");
      assertThat(listener.messages().get(1)).containsExactly(1, 2);
    }
  }

  @Test
  void checksNoUtf8() throws Exception {
    try (RawServer server =
            RawServer.webSocket(
                peer -> peer.sendAndHold(Frames.frame(Frames.FIN | Frames.TEXT, (byte) 0xFF)));
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).startsWith("text:");
      assertThat(listener.messages().get(0)).containsExactly(0xFF);
    }
  }

  @Test
  void refusesFrameAboveTheLimitBeforeItsPayloadHasCome() throws Exception {
    AtomicReference<Frames.Received> answer = new AtomicReference<>();
    LinkClosure closure =
        closureAfter(
            1_000,
            peer -> {
              peer.send(Frames.head(Frames.FIN | Frames.BINARY, 1_001));
              answer.set(peer.readFrame());
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.MESSAGE_TOO_LARGE);
    assertThat(closure.message()).contains("1,000 bytes");
    assertThat(answer.get().closeCode()).isEqualTo(1009);
  }

  @Test
  void refusesFragmentsThatTogetherExceedTheLimit() throws Exception {
    AtomicReference<Frames.Received> answer = new AtomicReference<>();
    LinkClosure closure =
        closureAfter(
            1_000,
            peer -> {
              peer.send(
                  Frames.frame(Frames.TEXT, new byte[600]),
                  Frames.frame(Frames.CONTINUATION, new byte[401]));
              answer.set(peer.readFrame());
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.MESSAGE_TOO_LARGE);
    assertThat(closure.message()).contains("1,000 bytes").contains("1,001 bytes");
    assertThat(answer.get().closeCode()).isEqualTo(1009);
  }

  @Test
  void acceptsFragmentsThatTogetherReachTheLimit() throws Exception {
    try (RawServer server =
            RawServer.webSocket(
                peer ->
                    peer.sendAndHold(
                        Frames.frame(Frames.BINARY, new byte[600]),
                        Frames.frame(Frames.FIN | Frames.CONTINUATION, new byte[400])));
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.withLimit(OneLoop.to(server.port()), 1_000), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("binary:1000");
    }
  }

  private LinkClosure closureAfter(int maxMessageBytes, RawServer.Script script) throws Exception {
    CountDownLatch played = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  script.play(peer);
                  played.countDown();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.withLimit(OneLoop.to(server.port()), maxMessageBytes), listener);
      LinkClosure closure = listener.closure();
      assertThat(played.await(10, TimeUnit.SECONDS)).isTrue();
      return closure;
    }
  }

  @Test
  void stopsReadingSoThatTcpSlowsTheServerDown() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger received = new AtomicInteger();
    byte[] frame = Frames.binary(new byte[50_000]);
    int count = 2_000;
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  for (int i = 0; i < count; i++) {
                    peer.send(frame);
                    sent.incrementAndGet();
                  }
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      RecordingListener paused =
          new RecordingListener() {
            @Override
            public void binary(byte[] message) {
              received.incrementAndGet();
            }
          };
      Link link = loop.open(OneLoop.to(server.port()), paused);
      assertThat(paused.next()).isEqualTo("opened");
      loop.run(() -> link.setReading(false));
      // 100 MB do not fit into the kernel's buffers: the server must come to a halt.
      AtomicInteger last = new AtomicInteger(-1);
      Awaitility.await()
          .pollInterval(200, TimeUnit.MILLISECONDS)
          .until(() -> last.getAndSet(sent.get()) == sent.get());
      assertThat(sent.get()).isLessThan(count);
      assertThat(received.get()).isLessThan(count);
      loop.run(() -> link.setReading(true));
      Awaitility.await().until(() -> received.get() == count);
    }
  }

  @Test
  void keepsWhatWasSetBeforeTheLinkWasOpen() throws Exception {
    try (RawServer server = RawServer.webSocket(peer -> peer.sendAndHold(Frames.text("2")));
        OneLoop loop = new OneLoop()) {
      Link link =
          loop.on(
              () -> {
                Link opening = loop.loop.open(OneLoop.to(server.port()), listener);
                opening.setReading(false);
                return opening;
              });
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(() -> link.setReading(true));
      assertThat(listener.nextButBursts()).isEqualTo("text:2");
    }
  }

  @Test
  void closesTheLinkWhenTheListenerThrows() throws Exception {
    IllegalStateException bug = new IllegalStateException("bug");
    RecordingListener throwing =
        new RecordingListener() {
          @Override
          public void text(byte[] message) {
            super.text(message);
            throw bug;
          }
        };
    try (RawServer server =
            RawServer.webSocket(peer -> peer.sendAndHold(Frames.text("a"), Frames.text("b")));
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), throwing);
      LinkClosure closure = throwing.closure();
      assertThat(closure.kind()).isEqualTo(Kind.IO);
      assertThat(closure.cause()).isSameAs(bug);
      assertThat(throwing.rest()).containsExactly("opened", "text:a", "closed:IO");
      // The loop lives.
      assertThat(loop.on(() -> loop.loop.inEventLoop())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"opened", "binary", "readComplete", "controlPong", "closed"})
  void survivesAThrowingListenerEverywhere(String method) throws Exception {
    CountDownLatch thrown = new CountDownLatch(1);
    RecordingListener throwing =
        new RecordingListener() {
          private void maybe(String name) {
            if (name.equals(method)) {
              thrown.countDown();
              throw new AssertionError("a bug on purpose, in " + name);
            }
          }

          @Override
          public void opened() {
            maybe("opened");
          }

          @Override
          public void binary(byte[] message) {
            maybe("binary");
          }

          @Override
          public void readComplete() {
            maybe("readComplete");
          }

          @Override
          public void controlPong() {
            maybe("controlPong");
          }

          @Override
          public void closed(LinkClosure ended) {
            super.closed(ended);
            maybe("closed");
          }
        };
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  try {
                    peer.send(Frames.binary((byte) 1));
                    Frames.Received ping = peer.readFrame();
                    if (ping != null) {
                      peer.send(Frames.frame(Frames.FIN | Frames.PONG, ping.payload()));
                    }
                  } catch (IOException e) {
                    // The client goes at whatever step its listener throws.
                  }
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), throwing);
      Awaitility.await()
          .until(
              () -> {
                loop.run(link::controlPing);
                return throwing.ended() || thrown.getCount() == 0;
              });
      LinkClosure closure = throwing.closure();
      assertThat(thrown.await(10, TimeUnit.SECONDS)).isTrue();
      if (!method.equals("closed")) {
        assertThat(closure.cause()).isInstanceOf(AssertionError.class);
      }
      assertThat(loop.on(() -> loop.loop.inEventLoop())).isTrue();
    }
  }
}
