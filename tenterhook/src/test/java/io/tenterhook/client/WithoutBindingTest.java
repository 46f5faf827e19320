package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without a JSON library everything works but objects. */
@Timeout(60)
class WithoutBindingTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private SocketIoClientBuilder client() {
    return stage.client().json(new MissingBinding());
  }

  @Test
  void sendsAndReadsAllButObjects() {
    stage.server.namespace("/").echo();
    NamespaceSocket socket =
        stage.connected(client().auth(() -> RawJson.of("{\"token\":\"t\"}")), "/");
    CompletableFuture<String> typed = new CompletableFuture<>();
    socket.on("typed", String.class, typed::complete);
    RawJson order = RawJson.of("{\"id\":9007199254740993,\"tags\":[\"x\"]}");

    socket.emit("typed", "text");
    Arguments answer =
        Stage.join(
            socket
                .call(
                    "all",
                    "é",
                    1,
                    1L << 62,
                    new BigDecimal("1.10"),
                    true,
                    null,
                    new byte[] {7},
                    order)
                .args());

    assertThat(Stage.join(typed)).isEqualTo("text");
    assertThat(answer.asString(0)).isEqualTo("é");
    assertThat(answer.asInt(1)).isEqualTo(1);
    assertThat(answer.asLong(2)).isEqualTo(1L << 62);
    assertThat(answer.raw(3).asBigDecimal()).isEqualTo(new BigDecimal("1.10"));
    assertThat(answer.asBoolean(4)).isTrue();
    assertThat(answer.raw(5).isNull()).isTrue();
    assertThat(answer.asBytes(6)).containsExactly(7);
    assertThat(answer.raw(7).member("id").asLong()).isEqualTo(9007199254740993L);
    assertThat(answer.raw(7).member("tags").element(0).asString()).isEqualTo("x");
  }

  @Test
  void saysWhatIsMissingForObjects() {
    stage.server.namespace("/").echo();
    NamespaceSocket socket = stage.connected(client(), "/");

    assertThatThrownBy(() -> socket.emit("e", Map.of("k", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("json-jackson");
    assertThat(Stage.failure(socket.call("e", RawJson.of("{}")).as(Map.class)))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("json-jackson");
    assertThat(socket.isConnected()).isTrue();
  }
}
