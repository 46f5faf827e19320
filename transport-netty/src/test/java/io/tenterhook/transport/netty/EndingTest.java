package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class EndingTest {

  private final RecordingListener listener = new RecordingListener();

  /** Plays a script to its end; the script runs after the handshake. */
  private LinkClosure closureAfter(RawServer.Script script) throws Exception {
    CountDownLatch played = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  script.play(peer);
                  played.countDown();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      LinkClosure closure = listener.closure();
      assertThat(played.await(10, TimeUnit.SECONDS)).isTrue();
      return closure;
    }
  }

  @Test
  void reportsCloseFrameAtOnceAndAnswersIt() throws Exception {
    CountDownLatch reported = new CountDownLatch(1);
    RecordingListener reporting =
        new RecordingListener() {
          @Override
          public void closed(LinkClosure ended) {
            super.closed(ended);
            reported.countDown();
          }
        };
    AtomicReference<Frames.Received> answer = new AtomicReference<>();
    CountDownLatch tcpEnded = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.send(Frames.text("last words"), Frames.close(4_001, "go away"));
                  // TCP is kept open until the client has reported.
                  assertThat(reported.await(10, TimeUnit.SECONDS)).isTrue();
                  answer.set(peer.readFrame());
                  peer.awaitEnd();
                  tcpEnded.countDown();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), reporting);
      LinkClosure closure = reporting.closure();
      assertThat(closure.kind()).isEqualTo(Kind.CLOSE_FRAME);
      assertThat(closure.code()).isEqualTo(4_001);
      assertThat(closure.body()).isEqualTo("go away");
      assertThat(reporting.rest())
          .containsExactly("opened", "text:last words", "readComplete", "closed:CLOSE_FRAME");
      // The server never closes TCP, so we do, within a bound.
      assertThat(tcpEnded.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(answer.get().closeCode()).isEqualTo(4_001);
    }
  }

  @Test
  void reportsCloseFrameWithoutCodeAs1005() throws Exception {
    AtomicReference<Frames.Received> answer = new AtomicReference<>();
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send(Frames.frame(Frames.FIN | Frames.CLOSE));
              answer.set(peer.readFrame());
            });
    assertThat(closure.kind()).isEqualTo(Kind.CLOSE_FRAME);
    assertThat(closure.code()).isEqualTo(1005);
    assertThat(answer.get().opcode()).isEqualTo(Frames.CLOSE);
    assertThat(answer.get().payload()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4999})
  void acceptsLegalCloseCodes(int code) throws Exception {
    LinkClosure closure = closureAfter(peer -> peer.sendAndReadFrame(Frames.close(code, "")));
    assertThat(closure.kind()).isEqualTo(Kind.CLOSE_FRAME);
    assertThat(closure.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 40_000, 65_535})
  void refusesIllegalCloseCodes(int code) throws Exception {
    LinkClosure closure = closureAfter(peer -> peer.sendAndReadFrame(Frames.close(code, "")));
    assertThat(closure.kind()).isEqualTo(Kind.FRAME);
  }

  @Test
  void ignoresWhatComesAfterTheCloseFrame() throws Exception {
    closureAfter(peer -> peer.sendAndHold(Frames.close(1000, ""), Frames.text("too late")));
    assertThat(listener.rest()).containsExactly("opened", "closed:CLOSE_FRAME");
  }

  @Test
  void reportsEndOfStream() throws Exception {
    LinkClosure closure = closureAfter(peer -> peer.send(Frames.text("x")));
    assertThat(closure.kind()).isEqualTo(Kind.END_OF_STREAM);
    assertThat(listener.rest())
        .containsExactly("opened", "text:x", "readComplete", "closed:END_OF_STREAM");
  }

  @Test
  void reportsEndOfStreamInsideAFrame() throws Exception {
    LinkClosure closure =
        closureAfter(peer -> peer.send(Frames.head(Frames.FIN | Frames.TEXT, 100)));
    assertThat(closure.kind()).isEqualTo(Kind.END_OF_STREAM);
  }

  @Test
  void reportsReset() throws Exception {
    LinkClosure closure = closureAfter(RawServer.Peer::reset);
    // The reset can overtake the answer to the upgrade; it is a reset all the same.
    assertThat(closure.kind()).isEqualTo(Kind.IO);
    assertThat(closure.message()).containsIgnoringCase("reset");
  }

  static Stream<Arguments> illegalFrames() {
    return Stream.of(
        Arguments.of("masked", new byte[] {(byte) 0x81, (byte) 0x81, 1, 2, 3, 4, 'a' ^ 1}),
        Arguments.of("reserved bit 1", Frames.frame(Frames.FIN | 0x40 | Frames.TEXT, (byte) 'a')),
        Arguments.of("reserved bit 2", Frames.frame(Frames.FIN | 0x20 | Frames.TEXT, (byte) 'a')),
        Arguments.of("reserved bit 3", Frames.frame(Frames.FIN | 0x10 | Frames.TEXT, (byte) 'a')),
        Arguments.of("data opcode 3", Frames.frame(Frames.FIN | 3)),
        Arguments.of("control opcode 11", Frames.frame(Frames.FIN | 11)),
        Arguments.of("fragmented ping", Frames.frame(Frames.PING)),
        Arguments.of("long ping", Frames.frame(Frames.FIN | Frames.PING, new byte[126])),
        Arguments.of("lone continuation", Frames.frame(Frames.FIN | Frames.CONTINUATION)),
        Arguments.of(
            "message inside a message",
            Frames.join(Frames.frame(Frames.TEXT), Frames.frame(Frames.FIN | Frames.TEXT))),
        Arguments.of("length not minimal", new byte[] {(byte) 0x81, 126, 0, 1, 'a'}),
        Arguments.of("negative length", new byte[] {(byte) 0x82, 127, -1, 0, 0, 0, 0, 0, 0, 0}),
        Arguments.of("close with one byte", Frames.frame(Frames.FIN | Frames.CLOSE, (byte) 3)),
        Arguments.of(
            "close reason not UTF-8",
            Frames.frame(Frames.FIN | Frames.CLOSE, (byte) 3, (byte) 0xE8, (byte) 0xFF)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("illegalFrames")
  void refusesFramesThatBreakTheSpec(String name, byte[] bytes) throws Exception {
    AtomicReference<Frames.Received> answer = new AtomicReference<>();
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send(Frames.text("good"), bytes, Frames.text("never seen"));
              answer.set(peer.readFrame());
            });
    assertThat(closure.kind()).isEqualTo(Kind.FRAME);
    assertThat(closure.message()).contains("RFC 6455");
    assertThat(listener.rest())
        .containsExactly("opened", "text:good", "readComplete", "closed:FRAME");
    assertThat(answer.get().closeCode()).isEqualTo(1002);
  }

  @Test
  void closesInOrderAfterWhatIsQueued() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  seen.add(peer.readFrame().text());
                  Frames.Received close = peer.readFrame();
                  seen.add("close " + close.closeCode());
                  peer.send(Frames.text("crossing"), Frames.close(close.closeCode(), ""));
                  peer.awaitEnd();
                  seen.add("end");
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      List<Boolean> fates = new CopyOnWriteArrayList<>();
      loop.run(
          () -> {
            link.setReading(false);
            link.send(Frames.utf8("bye"), 0, 3, false, fates::add);
            link.close(1000);
            link.send(Frames.utf8("late"), 0, 4, false, fates::add);
          });
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(listener.rest()).containsExactly("closed:LOCAL");
      assertThat(fates).containsExactlyInAnyOrder(true, false);
      org.awaitility.Awaitility.await().until(() -> seen.size() == 3);
      assertThat(seen).containsExactly("bye", "close 1000", "end");
    }
  }

  @Test
  void closesTcpWhenTheServerNeverAnswersTheCloseFrame() throws Exception {
    LinkClosure closure;
    CountDownLatch gone = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.awaitEnd();
                  gone.countDown();
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(() -> link.close(1001));
      closure = listener.closure();
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(closure.kind()).isEqualTo(Kind.LOCAL);
  }

  @Test
  void endOfStreamIsAnAnswerToOurCloseFrame() throws Exception {
    try (RawServer server = RawServer.webSocket(RawServer.Peer::readFrame);
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(() -> link.close(1000));
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
    }
  }

  @Test
  void refusesToCloseWithAnIllegalCode() throws Exception {
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThatThrownBy(() -> loop.run(() -> link.close(1005)))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
      loop.run(link::abort);
    }
  }

  @Test
  void tellsTheEndOnceAndNeverInsideACall() throws Exception {
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(
          () -> {
            link.abort();
            link.abort();
            link.close(1000);
            assertThat(listener.rest()).isEmpty();
          });
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(listener.rest()).containsExactly("closed:LOCAL");
    }
  }

  @Test
  void aListenerMayAbortInsideItsCall() throws Exception {
    AtomicReference<Link> self = new AtomicReference<>();
    RecordingListener aborting =
        new RecordingListener() {
          @Override
          public void text(byte[] message) {
            super.text(message);
            self.get().abort();
          }
        };
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.readFrame();
                  peer.sendAndHold(Frames.text("a"), Frames.text("b"));
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), aborting);
      self.set(link);
      assertThat(aborting.next()).isEqualTo("opened");
      loop.send(link, Frames.utf8("go"), false);
      assertThat(aborting.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(aborting.rest()).startsWith("text:a").endsWith("closed:LOCAL").hasSize(3);
    }
  }

  @Test
  void aListenerMayAbortInsideOpened() throws Exception {
    AtomicReference<Link> self = new AtomicReference<>();
    RecordingListener aborting =
        new RecordingListener() {
          @Override
          public void opened() {
            super.opened();
            self.get().abort();
          }
        };
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  peer.sendAndHold(
                      Frames.join(Frames.utf8(peer.goodAnswer()), Frames.text("unseen")));
                });
        OneLoop loop = new OneLoop()) {
      loop.run(() -> self.set(loop.loop.open(OneLoop.to(server.port()), aborting)));
      assertThat(aborting.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(aborting.rest()).containsExactly("opened", "closed:LOCAL");
    }
  }
}
