package io.tenterhook.testing;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can do wrong on the wire, and that it harms only its own connection. */
class HostileClientTest {
  private SocketIoServer server;

  @BeforeEach
  void start() {
    server = SocketIoServer.builder().maxPayload(1_000).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no type
        "9", // an unknown Engine.IO type
        "49", // an unknown Socket.IO type
        "42", // no payload
        "42[]", // no name
        "42{}", // no array
        "42[\"x\"", // cut JSON
        "42[\"disconnect\"]", // a reserved name
        "430{}", // an answer that is no array
        "451000000000-[\"x\"]" // more attachments than anybody sends
      })
  void closesOnWhatIsNoPacket(String packet) throws Exception {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send(packet);

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
      assertThat(server.takeConnection(ofSeconds(10)).closed().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.PARSE_ERROR);
      assertThat(server.errors())
          .extracting(ServerError::kind)
          .containsExactly(ServerError.Kind.PROTOCOL);
    }
  }

  @Test
  void closesOnBinaryThatNobodyAnnounced() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send((byte) 1);

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
    }
  }

  @Test
  void closesOnTextBetweenAttachments() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("451-[\"x\",{\"_placeholder\":true,\"num\":0}]");
      client.send("42[\"y\"]");

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
    }
  }

  @Test
  void toleratesPongBetweenAttachments() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("451-[\"x\",{\"_placeholder\":true,\"num\":0}]");
      client.send("3");
      client.send((byte) 1);

      assertThat(server.take("x", ofSeconds(10)).attachments()).hasSize(1);
    }
  }

  @Test
  void closesOnFrameAboveTheLimit() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("42[\"" + "x".repeat(1_000) + "\"]");

      assertThat(client.awaitCloseCode()).isEqualTo(1009);
      assertThat(server.errors())
          .extracting(ServerError::kind)
          .containsExactly(ServerError.Kind.TRANSPORT);
    }
  }

  @Test
  void closesOnFragmentsThatAreTogetherAboveTheLimit() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.socket().sendText("42[\"" + "x".repeat(600), false).join();
      client.socket().sendText("y".repeat(600) + "\"]", true).join();

      assertThat(client.awaitCloseCode()).isEqualTo(1009);
    }
  }

  @Test
  void joinsFragmentsOfTextAndBinary() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.socket().sendText("451-[\"fi", false).join();
      client.socket().sendPing(ByteBuffer.wrap(new byte[] {1})).join();
      client.socket().sendText("le\",{\"_placeholder\":true,\"num\":0}]", true).join();
      client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), false).join();
      client.socket().sendBinary(ByteBuffer.wrap(new byte[] {2}), true).join();

      assertThat(server.take("file", ofSeconds(10)).attachments().get(0)).containsExactly(1, 2);
    }
  }

  @Test
  void closesOnTextThatIsNotUtf8() throws IOException {
    try (RawClient client = RawClient.webSocket(server)) {
      client.readFrame();
      client.writeFrame(0x81, (byte) '4', (byte) 0xFF);

      assertThat(client.readFrame()).startsWith(1007 >> 8, 1007 & 0xFF);
    }
  }

  @Test
  void closesOnUnknownOpcode() throws IOException {
    try (RawClient client = RawClient.webSocket(server)) {
      client.readFrame();
      client.writeFrame(0x83);

      assertThat(client.readFrame()).startsWith(1002 >> 8, 1002 & 0xFF);
    }
  }

  @Test
  void cutsOffClientThatDoesNotRead() throws Exception {
    try (SocketIoServer small = SocketIoServer.builder().maxQueued(1 << 20).start();
        RawClient client = RawClient.webSocket(small)) {
      client.readFrame();
      client.writeText("40");
      ServerSocketPeer peer = small.namespace("/").takePeer(ofSeconds(10));
      String large = Json.string("x".repeat(1 << 16));
      for (int i = 0; i < 1_000 && peer.isConnected(); i++) {
        peer.emit("large", large);
      }

      assertThat(peer.disconnected().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.TRANSPORT_ERROR);
      assertThat(small.errors())
          .extracting(ServerError::kind)
          .containsExactly(ServerError.Kind.OVERFLOW);
    }
  }

  @Test
  void servesOthersWhileOneMisbehaves() {
    server.namespace("/").echo();
    try (JdkClient good = JdkClient.joined(server, "40");
        JdkClient bad = JdkClient.joined(server, "40")) {
      bad.send("4nonsense");
      bad.awaitCloseCode();
      good.send("42[\"still here\"]");

      assertThat(good.next()).isEqualTo("42[\"still here\"]");
    }
  }
}
