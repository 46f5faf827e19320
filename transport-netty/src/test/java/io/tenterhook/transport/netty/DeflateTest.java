package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.Deflate;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class DeflateTest {

  private static final String AGREED = "Sec-WebSocket-Extensions: permessage-deflate";
  private static final Deflate ALL = new Deflate(0, false, false);
  private static final int TEXT = Frames.FIN | Deflated.RSV1 | Frames.TEXT;
  private static final int BINARY = Frames.FIN | Deflated.RSV1 | Frames.BINARY;

  private final RecordingListener listener = new RecordingListener();
  private final Deflated deflated = new Deflated();

  private static LinkRequest to(RawServer server, Deflate offer) {
    return OneLoop.to(server.port()).withDeflate(offer);
  }

  /** Plays the script after an answer with this header. */
  private static RawServer answering(String header, RawServer.Script script) throws Exception {
    return RawServer.playing(
        peer -> {
          peer.readRequest();
          peer.send(peer.goodAnswer(header));
          script.play(peer);
        });
  }

  private LinkClosure closureAfter(byte[]... frames) throws Exception {
    try (RawServer server =
            answering(
                AGREED,
                peer -> {
                  peer.sendAndReadFrame(frames);
                });
        OneLoop loop = new OneLoop()) {
      loop.open(to(server, ALL), listener);
      return listener.closure();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, permessage-deflate",
    "true, false, permessage-deflate; server_no_context_takeover",
    "false, true, permessage-deflate; client_no_context_takeover",
    "true, true, permessage-deflate; server_no_context_takeover; client_no_context_takeover",
  })
  void offersWhatWasAskedFor(boolean server, boolean client, String expected) {
    LinkRequest request = OneLoop.to(1).withDeflate(new Deflate(0, server, client));
    assertThat(
            new UpgradeRequest(request, new byte[16])
                .http()
                .headers()
                .getAll("Sec-WebSocket-Extensions"))
        .containsExactly(expected);
  }

  @Test
  void goesOnWithoutWhenTheServerDoesNotWant() throws Exception {
    BlockingQueue<Frames.Received> sent = new LinkedBlockingQueue<>();
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.send(Frames.text("plain"));
                  sent.add(peer.readFrame());
                  peer.sendAndReadFrame(Frames.frame(TEXT, (byte) 0));
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(to(server, ALL), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("text:plain");
      loop.send(link, Frames.utf8("too"), false);
      assertThat(sent.poll(10, TimeUnit.SECONDS).text()).isEqualTo("too");
      assertThat(listener.closure().kind()).isEqualTo(Kind.FRAME);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; client_max_window_bits=15",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=many",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; unknown",
        "permessage-deflate; =",
        "permessage-deflate;",
        "permessage-deflate, permessage-deflate",
        "permessage-deflate\r\nSec-WebSocket-Extensions: permessage-deflate",
        "x-webkit-deflate-frame",
        "permessage-bzip2",
        ", ,",
        ",",
        ";",
      })
  void refusesAnAnswerThatDoesNotFitTheOffer(String answer) throws Exception {
    try (RawServer server =
            answering("Sec-WebSocket-Extensions: " + answer, RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop()) {
      loop.open(to(server, ALL), listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
      assertThat(closure.message())
          .contains("Sec-WebSocket-Extensions: expected ")
          .contains("permessage-deflate")
          .contains("came \"" + answer.substring(0, 1));
      assertThat(listener.rest()).containsExactly("closed:HANDSHAKE");
    }
  }

  @Test
  void refusesAServerThatWouldKeepItsWindowAgainstOurWish() throws Exception {
    try (RawServer server = answering(AGREED, RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop()) {
      loop.open(to(server, new Deflate(0, true, false)), listener);
      assertThat(listener.closure().message()).contains("server_no_context_takeover");
    }
  }

  @Test
  void inflatesMessagesThatReferToEarlierOnesAndPlainOnesBetweenThem() throws Exception {
    byte[] random = new byte[5_000];
    new Random(1).nextBytes(random);
    byte[] first = deflated.deflate(random);
    byte[] again = deflated.deflate(random);
    assertThat(again).hasSizeLessThan(100);
    try (RawServer server =
            answering(
                AGREED + "; server_max_window_bits=15",
                peer ->
                    peer.sendAndHold(
                        Frames.frame(BINARY, first),
                        Frames.text("plain"),
                        Frames.ping("p"),
                        Frames.frame(BINARY, again),
                        Frames.frame(TEXT, deflated.deflate(Frames.utf8("4ä"))),
                        Frames.frame(BINARY, deflated.deflate(new byte[0]))));
        OneLoop loop = new OneLoop()) {
      loop.open(to(server, ALL), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("binary:5000");
      assertThat(listener.nextButBursts()).isEqualTo("text:plain");
      assertThat(listener.nextButBursts()).isEqualTo("binary:5000");
      assertThat(listener.nextButBursts()).isEqualTo("text:4ä");
      assertThat(listener.nextButBursts()).isEqualTo("binary:0");
      assertThat(listener.messages().get(0)).isEqualTo(random);
      assertThat(listener.messages().get(2)).isEqualTo(random);
    }
  }

  @Test
  void inflatesMessagesThatStandForThemselves() throws Exception {
    byte[] each = deflated.deflate(Frames.utf8("hello"));
    try (RawServer server =
            answering(
                AGREED + "; server_no_context_takeover",
                peer -> peer.sendAndHold(Frames.frame(TEXT, each), Frames.frame(TEXT, each)));
        OneLoop loop = new OneLoop()) {
      loop.open(to(server, new Deflate(0, true, false)), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("text:hello");
      assertThat(listener.nextButBursts()).isEqualTo("text:hello");
    }
  }

  @Test
  void joinsCompressedFragments() throws Exception {
    try (RawServer server =
            answering(
                AGREED,
                peer ->
                    peer.sendAndHold(
                        Frames.frame(
                            Deflated.RSV1 | Frames.TEXT, deflated.flush(Frames.utf8("hel"))),
                        Frames.ping("p"),
                        Frames.frame(Frames.CONTINUATION, deflated.flush(Frames.utf8("l"))),
                        Frames.frame(
                            Frames.FIN | Frames.CONTINUATION,
                            deflated.deflate(Frames.utf8("o")))));
        OneLoop loop = new OneLoop()) {
      loop.open(to(server, ALL), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("text:hello");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void compressesFromTheThresholdOnWithOrWithoutAWindow(boolean forgetting) throws Exception {
    BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    String text = "a".repeat(100);
    try (RawServer server =
            answering(
                AGREED,
                peer -> {
                  for (int i = 0; i < 4; i++) {
                    Frames.Received frame = peer.readFrame();
                    boolean compressed = (frame.firstByte() & Deflated.RSV1) != 0;
                    byte[] payload = frame.payload();
                    if (forgetting) {
                      deflated.forget();
                    }
                    byte[] message = compressed ? deflated.inflate(payload, 200) : payload;
                    sent.add(frame.masked() + " " + compressed + " " + message.length);
                  }
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(to(server, new Deflate(100, false, forgetting)), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.send(link, Frames.utf8(text.substring(1)), false);
      loop.send(link, Frames.utf8(text), false);
      loop.send(link, Frames.utf8(text), true);
      loop.send(link, new byte[0], true);
      assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("true false 99");
      assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("true true 100");
      assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("true true 100");
      assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("true false 0");
    }
  }

  @Test
  void takesAMessageOfExactlyTheLimitThatCannotBeCompressed() throws Exception {
    byte[] random = new byte[OneLoop.MAX_MESSAGE_BYTES];
    new Random(2).nextBytes(random);
    byte[] longer = deflated.deflate(random);
    assertThat(longer).hasSizeGreaterThan(random.length);
    try (RawServer server =
            answering(AGREED, peer -> peer.sendAndHold(Frames.frame(BINARY, longer)));
        OneLoop loop = new OneLoop()) {
      loop.open(to(server, ALL), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.nextButBursts()).isEqualTo("binary:" + random.length);
      assertThat(listener.messages().get(0)).isEqualTo(random);
    }
  }

  @Test
  void refusesABombWhileInflating() throws Exception {
    byte[] bomb = deflated.deflate(new byte[50_000_000]);
    assertThat(bomb).hasSizeLessThan(OneLoop.MAX_MESSAGE_BYTES);
    LinkClosure closure = closureAfter(Frames.frame(BINARY, bomb), Frames.text("after"));
    assertThat(closure.kind()).isEqualTo(Kind.MESSAGE_TOO_LARGE);
    assertThat(closure.message()).contains("limit of 100,000 bytes").contains("inflates");
    assertThat(listener.rest()).containsExactly("opened", "closed:MESSAGE_TOO_LARGE");
  }

  @Test
  void refusesOneByteMoreThanTheLimit() throws Exception {
    byte[] more = deflated.deflate(new byte[OneLoop.MAX_MESSAGE_BYTES + 1]);
    assertThat(closureAfter(Frames.frame(BINARY, more)).kind()).isEqualTo(Kind.MESSAGE_TOO_LARGE);
  }

  @Test
  void refusesAPlainMessageThatExceedsTheLimitByLittle() throws Exception {
    byte[] more = new byte[OneLoop.MAX_MESSAGE_BYTES + 1];
    assertThat(closureAfter(Frames.binary(more)).kind()).isEqualTo(Kind.MESSAGE_TOO_LARGE);
  }

  @Test
  void refusesABombInFragments() throws Exception {
    byte[] most = new byte[OneLoop.MAX_MESSAGE_BYTES - 1];
    LinkClosure closure =
        closureAfter(
            Frames.frame(Deflated.RSV1 | Frames.BINARY, deflated.flush(most)),
            Frames.frame(Frames.CONTINUATION, deflated.flush(most)));
    assertThat(closure.kind()).isEqualTo(Kind.MESSAGE_TOO_LARGE);
    assertThat(closure.message()).contains("fragments");
  }

  @Test
  void refusesWhatCannotBeInflated() throws Exception {
    for (byte[] garbage : List.of(new byte[] {-1, -1, -1, -1}, new byte[] {1})) {
      RecordingListener heard = new RecordingListener();
      try (RawServer server =
              answering(AGREED, peer -> peer.sendAndReadFrame(Frames.frame(TEXT, garbage)));
          OneLoop loop = new OneLoop()) {
        loop.open(to(server, ALL), heard);
        LinkClosure closure = heard.closure();
        assertThat(closure.kind()).isEqualTo(Kind.FRAME);
        assertThat(closure.message()).contains("cannot be inflated");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Frames.FIN | 0x20 | Frames.TEXT,
        Frames.FIN | 0x10 | Frames.TEXT,
        Frames.FIN | 0x50 | Frames.TEXT,
        Frames.FIN | Deflated.RSV1 | Frames.PING,
        Frames.FIN | Deflated.RSV1 | Frames.CLOSE,
      })
  void refusesReservedBitsThatMeanNothing(int firstByte) throws Exception {
    LinkClosure closure = closureAfter(Frames.frame(firstByte));
    assertThat(closure.kind()).isEqualTo(Kind.FRAME);
    assertThat(closure.message()).contains("reserved bits");
  }

  @Test
  void refusesTheMarkOnAContinuation() throws Exception {
    LinkClosure closure =
        closureAfter(
            Frames.frame(Deflated.RSV1 | Frames.TEXT, deflated.flush(Frames.utf8("a"))),
            Frames.frame(
                Frames.FIN | Deflated.RSV1 | Frames.CONTINUATION,
                deflated.deflate(Frames.utf8("b"))));
    assertThat(closure.kind()).isEqualTo(Kind.FRAME);
    assertThat(closure.message()).contains("reserved bits");
  }
}
