package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.Wire.hex;
import static io.tenterhook.protocol.Wire.utf8;
import static io.tenterhook.protocol.socketio.Packets.show;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.Wire;
import io.tenterhook.protocol.json.GeneratedJson;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketPropertiesTest {
  private static final int ROUNDS = 100_000;

  private static final List<Namespace> NAMESPACES =
      List.of(Namespace.ROOT, Namespace.of("/a"), Namespace.of("/é?x=1"), Namespace.of("/12[\"{"));

  private static final byte[] ALPHABET =
      utf8("0123456789-/,[]{}\"\\:_placeholderu tfn.eE\0\u001eé");

  private final Random random = new Random(Wire.seed());

  @Test
  void decodesWhatWasEncoded() {
    PacketDecoder decoder = new PacketDecoder(DecoderLimits.DEFAULT);
    for (int round = 0; round < ROUNDS; round++) {
      boolean event = random.nextBoolean();
      Namespace namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
      long id = random.nextLong() & (PacketEncoder.MAX_ACK_ID >> random.nextInt(53));
      int attachments = random.nextInt(3);
      byte[] json = GeneratedJson.array(random, event ? "\"event\"" : "", 3);

      byte[] frame = frame(event, namespace, id, attachments, json);
      Packet packet = decoder.text(frame, 1, frame.length);
      for (int i = 0; i < attachments; i++) {
        assertThat(packet).isNull();
        packet = decoder.binary(new byte[] {(byte) i});
      }

      assertThat(show(packet))
          .as("seed %d, round %d", Wire.seed(), round)
          .isEqualTo(
              (event ? "EVENT " : "ACK ")
                  + namespace
                  + (" " + id + " ")
                  + Wire.text(json, 0, json.length)
                  + " +00 +01".substring(0, 4 * attachments));
    }
  }

  @Test
  void randomBytesBreakARuleOrAreRead() {
    byte[][] words = {
      utf8("2"), utf8("51-"), utf8("3"), utf8("0"), utf8("4"), utf8("/a,"), utf8("12"), utf8("["),
      utf8("]"), utf8("\"a\""), utf8(","), utf8("{"), utf8("}"), utf8(":"), utf8("\\u00"),
          utf8("\""),
      utf8("{\"_placeholder\":true,\"num\":0}"), utf8("\"_placeholder\":true"), hex("c3"),
          utf8("[\"a\"]")
    };
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      read += decodes(round, Wire.noise(random, words)) ? 1 : 0;
    }
    assertThat(read).isPositive();
  }

  @Test
  void mutatedPacketsBreakARuleOrAreRead() {
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String header = random.nextBoolean() ? "2/a,12" : "52-/a,12";
      byte[] json = GeneratedJson.array(random, "\"event\",{\"_placeholder\":true,\"num\":1}", 3);
      byte[] packet = utf8(header + Wire.text(json, 0, json.length));
      read += decodes(round, Wire.mutate(random, packet, ALPHABET)) ? 1 : 0;
    }
    // Both verdicts have to occur often, or the test says little.
    assertThat(read).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  /** Whether a decoder takes the bytes, first as text and then as an attachment. */
  private static boolean decodes(int round, byte[] bytes) {
    PacketDecoder decoder = new PacketDecoder(DecoderLimits.DEFAULT);
    try {
      Packet packet = decoder.text(bytes, 0, bytes.length);
      for (int i = 0; packet == null; i++) {
        assertThat(i).isLessThan(64);
        packet = decoder.binary(bytes);
      }
      show(packet);
      return true;
    } catch (ProtocolException expected) {
      assertThat(expected.getMessage()).hasSizeLessThan(500);
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError(
          "seed " + Wire.seed() + ", round " + round + ": " + HexFormat.of().formatHex(bytes), e);
    }
  }

  private static byte[] frame(
      boolean event, Namespace namespace, long id, int attachments, byte[] json) {
    int headroom = PacketEncoder.headroom(namespace);
    byte[] frame = new byte[headroom + json.length];
    System.arraycopy(json, 0, frame, headroom, json.length);
    int start =
        event
            ? PacketEncoder.eventHeader(frame, headroom, namespace, id, attachments)
            : PacketEncoder.ackHeader(frame, headroom, namespace, id, attachments);
    return Arrays.copyOfRange(frame, start, frame.length);
  }
}
