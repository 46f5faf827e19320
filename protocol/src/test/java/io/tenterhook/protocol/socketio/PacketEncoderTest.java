package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenterhook.protocol.Wire;
import org.junit.jupiter.api.Test;

/** The examples are those of Socket.IO v5, "Packet encoding", each with the 4 of Engine.IO. */
class PacketEncoderTest {
  private static final Namespace ADMIN = Namespace.of("/admin");

  /** "Connection to a namespace". */
  @Test
  void writesConnect() {
    assertThat(PacketEncoder.connect(Namespace.ROOT, null)).isEqualTo(utf8("40"));
    assertThat(PacketEncoder.connect(ADMIN, null)).isEqualTo(utf8("40/admin,"));
    assertThat(PacketEncoder.connect(ADMIN, utf8("{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}")))
        .isEqualTo(utf8("40/admin,{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}"));
  }

  /** "Connection to a namespace", in case it is refused. */
  @Test
  void writesConnectError() {
    assertThat(PacketEncoder.connectError(Namespace.ROOT, utf8("{\"message\":\"Not authorized\"}")))
        .isEqualTo(utf8("44{\"message\":\"Not authorized\"}"));
  }

  /** "Disconnection from a namespace". */
  @Test
  void writesDisconnect() {
    assertThat(PacketEncoder.disconnect(Namespace.ROOT)).isEqualTo(utf8("41"));
    assertThat(PacketEncoder.disconnect(ADMIN)).isEqualTo(utf8("41/admin,"));
  }

  /** "Sending and receiving data". */
  @Test
  void writesEvents() {
    assertThat(event("[\"foo\"]", Namespace.ROOT, -1, 0)).isEqualTo("42[\"foo\"]");
    assertThat(event("[\"bar\"]", ADMIN, -1, 0)).isEqualTo("42/admin,[\"bar\"]");
    assertThat(event("[\"baz\",{\"_placeholder\":true,\"num\":0}]", Namespace.ROOT, -1, 1))
        .isEqualTo("451-[\"baz\",{\"_placeholder\":true,\"num\":0}]");
    assertThat(event("[\"baz\"]", ADMIN, -1, 2)).isEqualTo("452-/admin,[\"baz\"]");
  }

  /** "Acknowledgement". */
  @Test
  void writesAcks() {
    assertThat(event("[\"foo\"]", Namespace.ROOT, 12, 0)).isEqualTo("4212[\"foo\"]");
    assertThat(ack("[\"bar\"]", ADMIN, 13, 0)).isEqualTo("43/admin,13[\"bar\"]");
    assertThat(ack("[\"bar\",{\"_placeholder\":true,\"num\":0}]", Namespace.ROOT, 15, 1))
        .isEqualTo("461-15[\"bar\",{\"_placeholder\":true,\"num\":0}]");
  }

  /** "Sample session", request 6. */
  @Test
  void writesTheSampleSession() {
    assertThat(event("[\"tellme\"]", ADMIN, 1, 0)).isEqualTo("42/admin,1[\"tellme\"]");
    assertThat(ack("[{\"_placeholder\":true,\"num\":0}]", ADMIN, 1, 1))
        .isEqualTo("461-/admin,1[{\"_placeholder\":true,\"num\":0}]");
  }

  @Test
  void fillsTheHeadroomWithTheLongestHeader() {
    String header = "452147483647-/admin,9007199254740991";

    assertThat(PacketEncoder.headroom(ADMIN)).isEqualTo(header.length());
    assertThat(event("[]", ADMIN, PacketEncoder.MAX_ACK_ID, Integer.MAX_VALUE))
        .isEqualTo(header + "[]");
  }

  @Test
  void fillsTheHeadroomWithoutAckWithTheLongestHeaderThatHasNone() {
    String header = "452147483647-/admin,";

    assertThat(PacketEncoder.headroomWithoutAck(ADMIN)).isEqualTo(header.length());
    assertThat(event("[]", ADMIN, -1, Integer.MAX_VALUE)).isEqualTo(header + "[]");
  }

  @Test
  void leavesThePayloadAndTheUnusedHeadroomAlone() {
    byte[] frame = utf8("....................[\"a\"]");

    int start = PacketEncoder.eventHeader(frame, 20, Namespace.ROOT, 0, 0);

    assertThat(start).isEqualTo(17);
    assertThat(frame).isEqualTo(utf8(".................420[\"a\"]"));
  }

  @Test
  void refusesNumbersOutOfRange() {
    byte[] frame = new byte[64];

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketEncoder.eventHeader(frame, 60, ADMIN, 1L << 53, 0))
        .withMessageContaining("ackId is 9007199254740992, must be from");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketEncoder.eventHeader(frame, 60, ADMIN, -2, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketEncoder.ackHeader(frame, 60, ADMIN, -1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketEncoder.ackHeader(frame, 60, ADMIN, 1, -1))
        .withMessageContaining("attachments is -1");
  }

  private static String event(String payload, Namespace namespace, long ackId, int attachments) {
    byte[] frame = frame(payload, namespace);
    int payloadStart = PacketEncoder.headroom(namespace);
    int start = PacketEncoder.eventHeader(frame, payloadStart, namespace, ackId, attachments);
    return Wire.text(frame, start, frame.length);
  }

  private static String ack(String payload, Namespace namespace, long ackId, int attachments) {
    byte[] frame = frame(payload, namespace);
    int payloadStart = PacketEncoder.headroom(namespace);
    int start = PacketEncoder.ackHeader(frame, payloadStart, namespace, ackId, attachments);
    return Wire.text(frame, start, frame.length);
  }

  private static byte[] frame(String payload, Namespace namespace) {
    byte[] json = utf8(payload);
    byte[] frame = new byte[PacketEncoder.headroom(namespace) + json.length];
    System.arraycopy(json, 0, frame, frame.length - json.length, json.length);
    return frame;
  }
}
