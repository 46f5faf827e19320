package io.tenterhook.msgpack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.json.JsonWriter;
import io.tenterhook.protocol.socketio.Packet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * Properties of both directions. Whether others read it as we mean it is asked in the interop
 * tests, where the reference's own decoder is on the other side.
 */
class RoundTripTest {
  private static final long SEED = 20_261_123;

  private final Random random = new Random(SEED);

  @Test
  void whatIsWrittenIsReadAsItWas() {
    for (int round = 0; round < 20_000; round++) {
      List<byte[]> attachments = new ArrayList<>();
      String json = "[\"e\"," + value(4, attachments) + "]";
      byte[] message = Bytes.event("/a", round, json, attachments.toArray(byte[][]::new));

      Packet.Event event = (Packet.Event) Bytes.decode(message);

      assertThat(Bytes.json(event)).as("round %d", round).isEqualTo(json);
      assertThat(event.attachments()).containsExactlyElementsOf(attachments);
      assertThat(event.ackId()).isEqualTo(round);
    }
  }

  @Test
  void whatIsWrittenIsWellFormedAndInItsSmallestForm() throws IOException {
    for (int round = 0; round < 5_000; round++) {
      byte[] payload = Bytes.payload("[" + value(4, null) + "]");

      try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(payload);
          MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
        packer.packValue(unpacker.unpackValue());
        assertThat(unpacker.hasNext()).isFalse();
        assertThat(packer.toByteArray()).as("round %d", round).isEqualTo(payload);
      }
    }
  }

  @Test
  void whatNoBufferHoldsIsWrittenWhole() {
    List<byte[]> attachments = new ArrayList<>();
    StringBuilder json = new StringBuilder("[\"e\"");
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[i * 400];
      Arrays.fill(bytes, (byte) i);
      attachments.add(bytes);
      json.append(",{\"_placeholder\":true,\"num\":").append(i).append('}');
      json.append(",\"").append("é".repeat(i * 200)).append('"');
      json.append(",0.5".repeat(i * 20));
    }
    byte[] message =
        Bytes.event("/", -1, json.append(']').toString(), attachments.toArray(byte[][]::new));

    Packet.Event event = (Packet.Event) Bytes.decode(message);

    assertThat(Bytes.json(event)).isEqualTo(json.toString());
    assertThat(event.attachments()).containsExactlyElementsOf(attachments);
  }

  @Test
  void changedBytesNeverThrowAnythingButAProtocolException() {
    int refused = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] message = Bytes.event("/", 5, "[\"e\"," + value(3, null) + "]");
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      try {
        Packet packet = Bytes.decode(message);
        if (packet instanceof Packet.Event event) {
          JsonScanner.checkValue(event.array(), event.argsStart(), event.argsEnd(), 512);
        }
      } catch (ProtocolException expected) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 99_999);
  }

  @Test
  void whatIsCutShortIsRefused() {
    byte[] message = Bytes.event("/chat", 5, "[\"e\",{\"a\":[1.5,\"text\",null,true,70000]}]");
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThat(thrownBy(cut)).as("length %d", length).isInstanceOf(ProtocolException.class);
    }
  }

  private static Throwable thrownBy(byte[] message) {
    try {
      return new AssertionError(Bytes.decode(message));
    } catch (ProtocolException refused) {
      return refused;
    }
  }

  /** JSON as both sides write it, so that texts can be compared. */
  private String value(int depth, List<byte[]> attachments) {
    int kind = random.nextInt(depth > 0 ? 10 : 8);
    return switch (kind) {
      case 0 -> "null";
      case 1 -> Boolean.toString(random.nextBoolean());
      case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 3 -> Long.toUnsignedString(random.nextLong());
      case 4 -> Double.toString(random.nextInt(1_000_000) + 0.5);
      case 5 -> Double.toString(fraction());
      case 6 -> attachments == null ? "0" : placeholder(attachments);
      case 7 -> text();
      case 8 -> "[" + elements(depth, attachments, false) + "]";
      default -> "{" + elements(depth, attachments, true) + "}";
    };
  }

  private double fraction() {
    double any = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(any) && Math.abs(any) < 1e15 && any != Math.rint(any) ? any : 0.25;
  }

  private String elements(int depth, List<byte[]> attachments, boolean members) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(8) == 0 ? 14 + random.nextInt(5) : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",")
          .append(members ? "\"k" + i + "\":" : "")
          .append(value(depth - 1, attachments));
    }
    return text.toString();
  }

  private String placeholder(List<byte[]> attachments) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    if (attachments.size() == 60) {
      return "null";
    }
    attachments.add(bytes);
    return "{\"_placeholder\":true,\"num\":" + (attachments.size() - 1) + "}";
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20) * random.nextInt(3); i > 0; i--) {
      int letter = random.nextInt(1 << (5 + random.nextInt(12)));
      text.appendCodePoint(letter >= 0xd800 && letter <= 0xdfff ? 'x' : letter);
    }
    return new String(JsonWriter.string(text), UTF_8);
  }
}
