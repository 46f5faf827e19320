package io.tenterhook.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.ConversionException;
import io.tenterhook.client.JsonType;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.testing.SocketIoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The binding that the guide shows works: the SPI is enough. */
@Timeout(60)
class GsonBindingTest {
  private final SocketIoServer server = SocketIoServer.start();
  private final SocketIoClient client =
      SocketIoClient.builder(server.uri().toString()).json(new GsonBinding()).build();
  private final NamespaceSocket socket = client.socket();

  @SuppressWarnings("ArrayRecordComponent") // compared by component
  record Picture(String name, byte[] image, List<byte[]> more) {}

  @BeforeEach
  void connect() throws Exception {
    server.namespace("/").echo();
    socket.connect().get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void tearDown() {
    client.close();
    server.close();
  }

  @Test
  void carriesObjectsWithAttachmentsBothWays() throws Exception {
    Picture sent = new Picture("cät", new byte[] {1}, List.of(new byte[] {2}, new byte[] {3}));

    Picture came =
        socket
            .call("picture", sent)
            .within(ofSeconds(20))
            .as(Picture.class)
            .get(20, TimeUnit.SECONDS);

    assertThat(came.name()).isEqualTo("cät");
    assertThat(came.image()).containsExactly(1);
    assertThat(came.more()).containsExactly(new byte[] {2}, new byte[] {3});
    assertThat(server.journal().received())
        .anyMatch(packet -> packet.contains("\"image\":{\"_placeholder\":true,\"num\":0}"));
  }

  @Test
  void bindsGenericTypes() throws Exception {
    Map<String, List<Integer>> came =
        socket
            .call("map", Map.of("a", List.of(1, 2)))
            .as(new JsonType<Map<String, List<Integer>>>() {})
            .get(20, TimeUnit.SECONDS);

    assertThat(came).containsExactly(Map.entry("a", List.of(1, 2)));
  }

  @Test
  void saysWhatDoesNotFit() throws Exception {
    var answer = socket.call("text", "no picture").args().get(20, TimeUnit.SECONDS);

    assertThatThrownBy(() -> answer.get(0, Picture.class))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("argument 0")
        .hasMessageContaining("Picture");
  }

  @Test
  void isTheOneInTheGuide() throws IOException {
    String code = Files.readString(Path.of("src/test/java/io/tenterhook/docs/GsonBinding.java"));

    assertThat(Files.readString(Path.of("../docs/guide/json.md")))
        .contains(code.substring(code.indexOf("import ")));
  }
}
