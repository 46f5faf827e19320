package io.tenterhook.testing;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.testing.ServerError.Kind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that sends well-formed packets, but far too many: what is kept of them is bounded. */
@Timeout(60)
class FloodingClientTest {
  @RegisterExtension static final Unharmed UNHARMED = new Unharmed();

  private SocketIoServer server;

  @BeforeEach
  void start() {
    server = SocketIoServer.start();
    server.namespace("/").echo();
  }

  @AfterEach
  void stop() {
    assertThat(server.errors()).extracting(ServerError::kind).doesNotContain(Kind.INTERNAL);
    server.close();
  }

  private static void assertServed(JdkClient client) {
    client.send("42[\"still here\"]");
    String next = client.next();
    while (next.startsWith("44/") || next.startsWith("40/")) {
      next = client.next();
    }
    assertThat(next).isEqualTo("42[\"still here\"]");
  }

  @Test
  void refusesEachConnectToAnUnknownNamespace() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      for (int i = 0; i < 5_000; i++) {
        client.send("40/nope" + i + ",");
      }

      assertThat(client.next()).isEqualTo("44/nope0,{\"message\":\"Invalid namespace\"}");
      assertServed(client);
      server.verifyNoErrors();
    }
  }

  @Test
  void makesNoMoreThanTenThousandNamespaces() {
    server.dynamicNamespaces(name -> name.startsWith("/room"), room -> {});
    try (JdkClient greedy = JdkClient.joined(server, "40")) {
      for (int i = 1; i < 10_000; i++) {
        greedy.send("40/room" + i + ",");
      }
      assertServed(greedy);
    }
    try (JdkClient late = JdkClient.joined(server, "40")) {
      late.send("40/roomy,");

      assertThat(late.next()).isEqualTo("44/roomy,{\"message\":\"Invalid namespace\"}");
    }
  }

  @Test
  void closesOnMoreQuestionsThanNamespacesCanBe() throws Exception {
    server.nextConnection(Fault.neverAnswerConnect());
    try (JdkClient client = JdkClient.open(server)) {
      for (int i = 0; i <= 10_000; i++) {
        client.send("40/n" + i + ",");
      }

      assertThat(server.takeConnection(ofSeconds(10)).closed().get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.FORCED_SERVER_CLOSE);
      assertThat(server.errors())
          .extracting(ServerError::message)
          .containsExactly("CONNECT for more than 10000 namespaces");
    }
  }

  @Test
  void closesOnASecondConnect() throws Exception {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("40");

      assertThat(client.awaitCloseCode()).isEqualTo(1005);
      assertThat(server.errors()).extracting(ServerError::kind).containsExactly(Kind.STATE);
    }
  }

  @Test
  void ignoresAcksThatNobodyAskedFor() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      for (int i = 0; i < 10_000; i++) {
        client.send("43" + i + "[]");
      }

      assertServed(client);
      server.verifyNoErrors();
    }
  }

  @Test
  void takesAThousandAttachmentsAndNotOneMore() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      client.send("451000-[\"many\"]");
      for (int i = 0; i < 1_000; i++) {
        client.send((byte) 1);
      }
      assertThat(server.take("many", ofSeconds(10)).attachments()).hasSize(1_000);

      client.send("451001-[\"many\"]");

      client.awaitCloseCode();
      assertThat(server.errors()).extracting(ServerError::kind).containsExactly(Kind.PROTOCOL);
    }
  }

  @Test
  void countsEventsItKeepsForTheTest() {
    try (JdkClient client = JdkClient.joined(server, "40")) {
      for (int i = 0; i < 11_000; i++) {
        client.send("42[\"n\"," + i + "]");
      }
      client.send("42[\"last\"]");

      server.take("last", ofSeconds(20));
      assertThat(server.take("n", ofSeconds(1)).arg(0)).isEqualTo("1001");
    }
  }
}
