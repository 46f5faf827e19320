package io.tenterhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketDecoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Generated packets, good and bad, to our decoder and to the reference decoder: the same verdict
 * and the same value. {@code -Ddifferential.packets=1000000} for a longer run.
 *
 * <p>Allowed differences are listed in {@link #allowed}, each with its reason.
 */
@RequiresNode
final class DifferentialTest {
  private static final long SEED = 20_261_123;
  private static final int PACKETS = Integer.getInteger("differential.packets", 20_000);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String[] PIECES = {
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "-",
    "1-",
    "2-",
    "/",
    "/a",
    "/a,",
    ",",
    "12",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\"e\"",
    "[\"e\"]",
    "[\"e\",1]",
    "{}",
    "{\"sid\":\"s\"}",
    "[]",
    "null",
    ":",
    "{\"_placeholder\":true,\"num\":0}",
    "{\"_placeholder\":true,\"num\":1}",
    " ",
    "\\",
    "é",
    "😀",
    "\"connect\"",
    "[\"disconnect\"]",
    "true",
    "1.5",
    "[1]",
    "-1",
    "\t",
    "\u0001",
    "9007199254740993"
  };

  private final Random random = new Random(SEED);

  /** One packet: its text, and its attachments. */
  private record Sample(String text, List<byte[]> attachments) {
    String line() {
      ArrayNode line = JSON.createArrayNode().add(text);
      attachments.forEach(each -> line.add(Base64.getEncoder().encodeToString(each)));
      return line.toString();
    }
  }

  @Test
  void decodesWhatTheReferenceDecodesToTheSameValue() throws Exception {
    Process node =
        new ProcessBuilder("node", "decode.mjs")
            .directory(PeerPackages.installed().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int good = 0;
    try (Writer in = node.outputWriter(StandardCharsets.UTF_8);
        BufferedReader out = node.inputReader(StandardCharsets.UTF_8)) {
      for (int done = 0; done < PACKETS; done++) {
        good += compare(sample(), in, out) ? 1 : 0;
      }
    } finally {
      node.destroyForcibly();
      assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(good).as("packets that both accept").isGreaterThan(PACKETS / 10);
  }

  /** Says whether both accept it. */
  private static boolean compare(Sample sample, Writer in, BufferedReader out) throws IOException {
    in.write(sample.line() + "\n");
    in.flush();
    JsonNode theirs = filled(JSON.readTree(out.readLine()), List.of());
    JsonNode ours = ours(sample);
    if (!ours.equals(theirs) && !allowed(sample, ours, theirs)) {
      throw new AssertionError(
          "for %s%n ours   %s%n theirs %s".formatted(sample.line(), ours, theirs));
    }
    return !ours.has("no");
  }

  /** Where we are stricter on purpose, or say the same in another way. */
  private static boolean allowed(Sample sample, JsonNode ours, JsonNode theirs) {
    String text = sample.text();
    if (!ours.has("no")) {
      // A binary packet that announces no attachments lacks nothing: we take it.
      return text.matches("(?s)[56]0+-.*");
    }
    int type = text.isEmpty() ? -1 : text.charAt(0) - '0';
    boolean isEvent = type == 2 || type == 5;
    boolean isAck = type == 3 || type == 6;
    // No payload at all: the reference leaves data undefined, and its users fall over it.
    boolean missesPayload = (isEvent || isAck) && !theirs.has("data");
    // An ACK for nothing, and an ack id where none belongs, mean nothing to anybody.
    boolean wrongId = isAck ? !theirs.has("id") : !isEvent && theirs.has("id");
    // Placeholders are checked before the attachments come, not while they are put in.
    boolean placeholder = type >= 5 && text.contains("_placeholder");
    // JavaScript takes white space, a sign, a fraction or nothing for a number in the header.
    boolean number = text.matches("(?s)[^\\[{\"]*[ \\t].*|(?s)[56]\\D.*");
    // Control characters are no part of a name.
    boolean name = theirs.path("nsp").asText().chars().anyMatch(Character::isISOControl);
    // Beyond 2^53 an ack id would not come back as it went.
    boolean largeId = theirs.path("id").asDouble() > (double) ((1L << 53) - 1);
    return missesPayload || wrongId || placeholder || number || name || largeId;
  }

  private static JsonNode ours(Sample sample) {
    byte[] utf8 = sample.text().getBytes(StandardCharsets.UTF_8);
    PacketDecoder decoder = new PacketDecoder(DecoderLimits.DEFAULT);
    try {
      Packet packet = decoder.text(utf8, 0, utf8.length);
      for (byte[] attachment : sample.attachments()) {
        if (packet != null) {
          return no();
        }
        packet = decoder.binary(attachment);
      }
      return packet == null ? no() : shown(packet);
    } catch (ProtocolException refused) {
      return no();
    } catch (IOException impossible) {
      throw new AssertionError("valid to us and not to Jackson: " + sample, impossible);
    }
  }

  private static ObjectNode no() {
    return JSON.createObjectNode().set("no", number(1));
  }

  private static ObjectNode shown(Packet packet) throws IOException {
    ObjectNode shown = JSON.createObjectNode();
    if (packet instanceof Packet.Event event) {
      header(shown, 2, packet, event.ackId());
      shown.set(
          "data", value(event.array(), event.argsStart(), event.argsEnd(), event.attachments()));
    } else if (packet instanceof Packet.Ack ack) {
      header(shown, 3, packet, ack.id());
      shown.set("data", value(ack.array(), ack.start(), ack.end(), ack.attachments()));
    } else if (packet instanceof Packet.Connect connect) {
      payload(header(shown, 0, packet, -1), connect.payload());
    } else if (packet instanceof Packet.ConnectError error) {
      payload(header(shown, 4, packet, -1), error.payload());
    } else {
      header(shown, 1, packet, -1);
    }
    return shown;
  }

  private static ObjectNode header(ObjectNode shown, int type, Packet packet, long id) {
    shown.set("type", number(type));
    shown.put("nsp", packet.namespace().name());
    if (id >= 0) {
      shown.set("id", number((double) id));
    }
    return shown;
  }

  private static void payload(ObjectNode shown, @Nullable JsonRange payload) throws IOException {
    if (payload != null) {
      shown.set("data", value(payload.array(), payload.start(), payload.end(), List.of()));
    }
  }

  private static JsonNode value(byte[] json, int start, int end, List<byte[]> attachments)
      throws IOException {
    return filled(JSON.readTree(json, start, end - start), attachments);
  }

  /** Numbers as JavaScript has them, placeholders as their attachments. */
  private static JsonNode filled(JsonNode value, List<byte[]> attachments) {
    if (value.isNumber()) {
      return number(value.doubleValue());
    } else if (value.isArray()) {
      ArrayNode filled = JSON.createArrayNode();
      value.forEach(element -> filled.add(filled(element, attachments)));
      return filled;
    } else if (value.isObject()) {
      ObjectNode filled = JSON.createObjectNode();
      if (!attachments.isEmpty() && value.path("_placeholder").asBoolean()) {
        byte[] bytes = attachments.get(value.path("num").asInt());
        return filled.put("$base64", Base64.getEncoder().encodeToString(bytes));
      }
      value
          .properties()
          .forEach(each -> filled.set(each.getKey(), filled(each.getValue(), attachments)));
      return filled;
    }
    return value;
  }

  /** As the other side prints it and Jackson reads that. */
  private static JsonNode number(double value) {
    try {
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e18;
      return JSON.readTree(whole ? Long.toString((long) value) : Double.toString(value));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  // ---- samples

  private Sample sample() {
    List<byte[]> attachments = new ArrayList<>();
    String text = random.nextInt(3) == 0 ? pieces() : packet(attachments);
    if (random.nextInt(3) == 0) {
      text = changed(text);
    }
    if (random.nextInt(20) == 0) {
      attachments.add(new byte[] {1});
    }
    return new Sample(text, attachments);
  }

  private String pieces() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private String changed(String text) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(2));
    String changed =
        text.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + text.substring(to);
    return changed.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff) ? text : changed;
  }

  private String packet(List<byte[]> attachments) {
    String nsp = random.nextBoolean() ? "" : "/ns" + random.nextInt(9) + ",";
    String id = random.nextBoolean() ? "" : Integer.toString(random.nextInt(1000));
    return switch (random.nextInt(7)) {
      case 0 -> "0" + nsp + (random.nextBoolean() ? "" : "{\"sid\":" + value(2) + "}");
      case 1 -> "1" + nsp;
      case 2 -> "2" + nsp + id + "[\"e\"," + value(3) + "]";
      case 3 -> "3" + nsp + random.nextInt(99) + "[" + value(3) + "]";
      case 4 -> "4" + nsp + "{\"message\":" + value(1) + "}";
      default -> {
        int count = 1 + random.nextInt(3);
        StringBuilder args = new StringBuilder("[\"e\"");
        for (int i = 0; i < count; i++) {
          attachments.add(new byte[random.nextInt(4)]);
          args.append(",{\"a\":{\"_placeholder\":true,\"num\":").append(i).append("}}");
        }
        yield "5" + count + "-" + nsp + id + args + "," + value(2) + "]";
      }
    };
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> "null";
      case 1 -> Boolean.toString(random.nextBoolean());
      case 2 -> Integer.toString(random.nextInt());
      case 3 -> (random.nextInt(2000) - 1000) / 8.0 + "";
      case 4 -> "\"text\\n\\u0041\\ud83d\\ude00\"";
      case 5 -> "\"é😀\"";
      case 6 -> " {} ";
      case 7 -> "[" + value(depth - 1) + " , " + value(depth - 1) + "]";
      default -> "{\"k\":" + value(depth - 1) + ",\"l\" : " + value(depth - 1) + "}";
    };
  }
}
