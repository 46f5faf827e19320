package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

  private static final int MAX_BYTES = 100_000;

  private final List<String> received = new ArrayList<>();
  private final FrameDecoder decoder = new FrameDecoder(MAX_BYTES, this::receive);

  private void receive(int opcode, boolean last, byte[] payload) {
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    received.add(opcode + (last ? " " : "… ") + text);
  }

  private void read(byte[]... parts) {
    byte[] bytes = Frames.join(parts);
    decoder.read(bytes, 0, bytes.length);
  }

  private FrameException refusal(byte[]... parts) {
    return catchThrowableOfType(FrameException.class, () -> read(parts));
  }

  @Test
  void readsTheUnmaskedExamplesOfTheSpecification() {
    // RFC 6455, 5.7
    byte[] hello = {(byte) 0x81, 5, 0x48, 0x65, 0x6c, 0x6c, 0x6f};
    byte[] hel = {0x01, 3, 0x48, 0x65, 0x6c};
    byte[] lo = {(byte) 0x80, 2, 0x6c, 0x6f};
    byte[] ping = {(byte) 0x89, 5, 0x48, 0x65, 0x6c, 0x6c, 0x6f};
    read(hello, hel, lo, ping);
    assertThat(received).containsExactly("1 Hello", "1… Hel", "0 lo", "9 Hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, MAX_BYTES})
  void readsPayloadsOfEveryLength(int length) {
    read(Frames.frame(Frames.FIN | Frames.BINARY, Frames.utf8("x".repeat(length))));
    assertThat(received).containsExactly("2 " + "x".repeat(length));
  }

  @Test
  void deliversAnEmptyFrameWithoutAwaitingTheNext() {
    read(Frames.text(""));
    assertThat(received).containsExactly("1 ");
  }

  @Test
  void readsOnlyTheGivenRange() {
    byte[] bytes = Frames.join(Frames.text("before"), Frames.text("this"), Frames.text("after"));
    decoder.read(bytes, 8, 14);
    assertThat(received).containsExactly("1 this");
  }

  @Test
  void keepsNothingOfWhatItRead() {
    byte[] bytes = Frames.text("hello");
    decoder.read(bytes, 0, 4);
    bytes[2] = 'X';
    decoder.read(bytes, 4, bytes.length);
    assertThat(received).containsExactly("1 hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 300})
  void everyCutInTwoGivesTheSameFrames(int length) {
    byte[] bytes =
        Frames.join(
            Frames.ping("p"),
            Frames.frame(Frames.FIN | Frames.TEXT, Frames.utf8("y".repeat(length))),
            Frames.text(""),
            Frames.text("next"));
    for (int cut = 0; cut <= bytes.length; cut++) {
      received.clear();
      FrameDecoder fresh = new FrameDecoder(MAX_BYTES, this::receive);
      fresh.read(bytes, 0, cut);
      fresh.read(bytes, cut, bytes.length);
      assertThat(received).containsExactly("9 p", "1 " + "y".repeat(length), "1 ", "1 next");
    }
  }

  @Test
  void everySplitOfRandomFramesGivesTheSameFrames() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = randomFrames(random);
      FrameDecoder whole = new FrameDecoder(MAX_BYTES, this::receive);
      whole.read(bytes, 0, bytes.length);
      List<String> expected = List.copyOf(received);
      received.clear();
      FrameDecoder split = new FrameDecoder(MAX_BYTES, this::receive);
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(14)));
        split.read(bytes, at, end);
        at = end;
      }
      assertThat(received).isEqualTo(expected);
      received.clear();
    }
  }

  private static byte[] randomFrames(Random random) {
    List<byte[]> frames = new ArrayList<>();
    boolean inMessage = false;
    for (int i = random.nextInt(20); i >= 0; i--) {
      if (random.nextInt(4) == 0) {
        frames.add(Frames.frame(Frames.FIN | Frames.PONG, payload(random, 126)));
      } else {
        boolean last = random.nextBoolean();
        int opcode = inMessage ? Frames.CONTINUATION : Frames.TEXT + random.nextInt(2);
        frames.add(Frames.frame((last ? Frames.FIN : 0) | opcode, payload(random, 70_000)));
        inMessage = !last;
      }
    }
    return Frames.join(frames.toArray(new byte[0][]));
  }

  private static byte[] payload(Random random, int bound) {
    byte[] payload = new byte[random.nextInt(1 + random.nextInt(bound))];
    random.nextBytes(payload);
    return payload;
  }

  @Test
  void randomBytesThrowNothingButFrameExceptions() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = payload(random, 200);
      if (noise.length > 1) {
        // Else nearly all of it is refused for its first two bytes.
        noise[0] &= (byte) 0x8f;
        noise[1] &= 0x7f;
      }
      try {
        new FrameDecoder(MAX_BYTES, this::receive).read(noise, 0, noise.length);
      } catch (FrameException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void takesControlFramesBetweenFragments() {
    read(
        Frames.frame(Frames.TEXT, Frames.utf8("a")),
        Frames.ping("?"),
        Frames.frame(Frames.CONTINUATION, Frames.utf8("b")),
        Frames.frame(Frames.FIN | Frames.PONG),
        Frames.frame(Frames.FIN | Frames.CONTINUATION, Frames.utf8("c")),
        Frames.text("d"));
    assertThat(received).containsExactly("1… a", "9 ?", "0… b", "10 ", "0 c", "1 d");
  }

  @ParameterizedTest
  @CsvSource({
    "0xC1, 0x00, reserved bits 4",
    "0xA1, 0x00, reserved bits 2",
    "0x91, 0x00, reserved bits 1",
    "0xC9, 0x00, reserved bits 4",
    "0x81, 0x80, masked",
    "0x83, 0x00, unknown opcode 3",
    "0x87, 0x00, unknown opcode 7",
    "0x8B, 0x00, unknown opcode 11",
    "0x8F, 0x00, unknown opcode 15",
    "0x09, 0x00, in fragments",
    "0x08, 0x00, in fragments",
    "0x89, 0x7E, more than 125 bytes",
    "0x8A, 0x7F, more than 125 bytes",
    "0x80, 0x00, a continuation of nothing",
  })
  void refusesAHeadByItsFirstTwoBytes(String first, String second, String why) {
    byte[] head = {Integer.decode(first).byteValue(), Integer.decode(second).byteValue()};
    FrameException refusal = refusal(head);
    assertThat(refusal).hasMessageContaining(why);
    assertThat(refusal.isTooLarge()).isFalse();
    assertThat(refusal.getStackTrace()).isEmpty();
  }

  @Test
  void refusesAMessageInsideTheFragmentsOfAnother() {
    assertThat(refusal(Frames.frame(Frames.TEXT), Frames.text("a")))
        .hasMessageContaining("inside the fragments");
    assertThat(received).containsExactly("1… ");
  }

  @Test
  void refusesAContinuationAfterAWholeMessage() {
    assertThat(refusal(Frames.text("a"), Frames.frame(Frames.FIN)))
        .hasMessageContaining("a continuation of nothing");
  }

  @ParameterizedTest
  @CsvSource({
    "82 7E 00 00, shortest form",
    "82 7E 00 7D, shortest form",
    "82 7F 00 00 00 00 00 00 FF FF, shortest form",
    "82 7F 00 00 00 00 00 00 00 05, shortest form",
    "82 7F 80 00 00 00 00 00 00 00, above 2^63",
    "82 7F FF FF FF FF FF FF FF FF, above 2^63",
  })
  void refusesLengthsThatAreNotMinimalOrNegative(String hex, String why) {
    byte[] head = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    FrameException refusal = refusal(head);
    assertThat(refusal).hasMessageContaining(why);
    assertThat(refusal.isTooLarge()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {MAX_BYTES + 1, 1L << 31, 1L << 32, Long.MAX_VALUE})
  void refusesWhatExceedsTheLimitBeforeItsPayloadHasCome(long length) {
    FrameException refusal = refusal(Frames.head(Frames.FIN | Frames.BINARY, length));
    assertThat(refusal.isTooLarge()).isTrue();
    assertThat(refusal).hasMessageContaining(String.format("%,d", length));
  }

  @Test
  void holdsControlFramesToTheirOwnLimit() {
    FrameDecoder small = new FrameDecoder(10, this::receive);
    byte[] ping = Frames.ping("p".repeat(125));
    small.read(ping, 0, ping.length);
    assertThat(received).containsExactly("9 " + "p".repeat(125));
  }

  @Test
  void ignoresWhatComesAfterACloseFrame() {
    read(Frames.close(1000, ""), Frames.text("late"));
    read(new byte[] {(byte) 0xFF});
    assertThat(received).hasSize(1).first().asString().startsWith("8 ");
  }

  @Test
  void ignoresWhatComesAfterAViolation() {
    byte[] masked = {(byte) 0x81, (byte) 0x80};
    assertThatThrownBy(() -> read(Frames.text("good"), masked, Frames.text("never seen")))
        .isInstanceOf(FrameException.class);
    read(Frames.text("neither"));
    assertThat(received).containsExactly("1 good");
  }
}
