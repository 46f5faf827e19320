package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketDecoder;
import io.tenterhook.protocol.socketio.PacketEncoder;
import io.tenterhook.protocol.socketio.Parser;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The wire format of packets is the parser's; that of Engine.IO is not. */
class ParserTest {
  private final SessionDriver driver = new SessionDriver(new BinaryJson());

  private void connect() {
    driver.open("/");
    driver.establish();
    driver.authenticate("/", "{}");
    receive("0{\"sid\":\"s\"}");
    driver.take();
  }

  private void receive(String packet) {
    driver.session.binary(SessionDriver.bytes(packet), driver.now());
  }

  private static String binary(String packet) {
    return "send binary " + HexFormat.of().formatHex(SessionDriver.bytes(packet));
  }

  @Test
  void connectAndDisconnectAreWrittenByTheParser() {
    driver.open("/");
    driver.establish();
    driver.take();
    driver.authenticate("/", "{\"a\":1}");
    receive("0{\"sid\":\"s\"}");
    driver.leave("/");

    assertThat(driver.take())
        .containsSubsequence(binary("0{\"a\":1}"), "connected / s", binary("1"));
  }

  @Test
  void eventsAndAcksAreWrittenAndReadByTheParser() {
    connect();

    driver.emit(LabelledPacket.withAck("/", "[\"ask\"]", Duration.ofSeconds(1)));
    receive("30[7]");
    receive("25[\"question\"]");
    driver.session.acknowledge(LabelledPacket.of("/", "[8]"), 5);

    assertThat(driver.take())
        .containsExactly(
            binary("20[\"ask\"]") + " completes [\"ask\"]",
            "acked [\"ask\"] [7]",
            "event / [\"question\"] ack=5",
            binary("35[8]") + " completes [8]");
  }

  @Test
  void theHeartbeatStaysText() {
    connect();

    driver.receive("2");

    assertThat(driver.take()).containsExactly("send 3");
  }

  @Test
  void aNewConnectionGetsANewDecoder() {
    connect();
    receive("51-[\"torn\",{\"_placeholder\":true,\"num\":0}]");

    driver.cut();
    driver.authenticate("/", null);
    receive("0{\"sid\":\"t\"}");

    assertThat(driver.take()).contains("connected / t");
  }

  /** The default packets, each in one binary message. */
  private static final class BinaryJson implements Parser {
    @Override
    public Decoder decoder(DecoderLimits limits) {
      PacketDecoder packets = new PacketDecoder(limits);
      return new Decoder() {
        @Override
        public @Nullable Packet text(byte[] array, int start, int end) {
          throw new AssertionError("a text message for a binary parser");
        }

        @Override
        public @Nullable Packet binary(byte[] message) {
          return packets.text(message, 0, message.length);
        }
      };
    }

    @Override
    public boolean binary() {
      return true;
    }

    @Override
    public int headroom(Namespace namespace) {
      return PacketEncoder.headroom(namespace);
    }

    @Override
    public int headerBytes(Namespace namespace) {
      return 1 + namespace.wireLength();
    }

    @Override
    public byte @Nullable [] payload(
        byte[] json, int start, int end, List<byte[]> attachments, int headroom) {
      return null;
    }

    @Override
    public int eventHeader(byte[] frame, int start, Namespace namespace, long ackId, int count) {
      return 1 + PacketEncoder.eventHeader(frame, start, namespace, ackId, count);
    }

    @Override
    public int ackHeader(byte[] frame, int start, Namespace namespace, long ackId, int count) {
      return 1 + PacketEncoder.ackHeader(frame, start, namespace, ackId, count);
    }

    @Override
    public byte[] connect(Namespace namespace, byte @Nullable [] json) {
      return withoutType(PacketEncoder.connect(namespace, json));
    }

    @Override
    public byte[] connectError(Namespace namespace, byte[] json) {
      return withoutType(PacketEncoder.connectError(namespace, json));
    }

    @Override
    public byte[] disconnect(Namespace namespace) {
      return withoutType(PacketEncoder.disconnect(namespace));
    }

    private static byte[] withoutType(byte[] message) {
      return Arrays.copyOfRange(message, 1, message.length);
    }
  }
}
