package io.tenterhook.client;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.Route;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private record Refused(String name, String value, Consumer<SocketIoClientBuilder> setter) {}

  @TestFactory
  List<DynamicTest> saysWhichValueIsRefusedAndWhatTheRuleIs() {
    return List.of(
            new Refused("connectTimeout", "PT0S", b -> b.connectTimeout(Duration.ZERO)),
            new Refused("connectTimeout", "PT-1S", b -> b.connectTimeout(ofSeconds(-1))),
            new Refused("writeTimeout", "PT0S", b -> b.writeTimeout(Duration.ZERO)),
            new Refused("ackTimeout", "PT0S", b -> b.ackTimeout(Duration.ZERO)),
            new Refused("ackTimeout", "PT960000H", b -> b.ackTimeout(ofDays(40_000))),
            new Refused("stableAfter", "PT-0.001S", b -> b.stableAfter(ofMillis(-1))),
            new Refused("slowHandlerAfter", "PT0S", b -> b.slowHandlerAfter(Duration.ZERO)),
            new Refused(
                "maxMessageBytes", "1023", b -> b.limits(Limits.defaults().maxMessageBytes(1_023))),
            new Refused(
                "maxAttachments", "-1", b -> b.limits(Limits.defaults().maxAttachments(-1))),
            new Refused(
                "thresholdBytes",
                "-1",
                b -> b.compression(Compression.deflate().thresholdBytes(-1))),
            new Refused("maxJsonDepth", "0", b -> b.limits(Limits.defaults().maxJsonDepth(0))),
            new Refused("maxPendingAcks", "0", b -> b.limits(Limits.defaults().maxPendingAcks(0))),
            new Refused(
                "maxInboundQueueBytes",
                "0",
                b -> b.limits(Limits.defaults().maxInboundQueueBytes(0))),
            new Refused(
                "maxOutboundQueueBytes",
                "-5",
                b -> b.limits(Limits.defaults().maxOutboundQueueBytes(-5))))
        .stream()
        .map(
            refused ->
                DynamicTest.dynamicTest(
                    refused.name() + " " + refused.value(),
                    () ->
                        assertThatThrownBy(
                                () -> refused.setter().accept(SocketIoClient.builder("ws://h")))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(refused.name() + " is " + refused.value())
                            .hasMessageContaining("must be")))
        .toList();
  }

  @Test
  void takesTheEdgesOfEachRange() {
    SocketIoClientBuilder builder =
        SocketIoClient.builder("ws://h")
            .connectTimeout(ofNanos(1))
            .ackTimeout(ofDays(36_500))
            .stableAfter(Duration.ZERO)
            .limits(
                Limits.defaults()
                    .maxMessageBytes(1_024)
                    .maxAttachments(0)
                    .maxJsonDepth(1)
                    .maxPendingAcks(1)
                    .maxInboundQueueBytes(1_024)
                    .maxOutboundQueueBytes(1_024));

    assertThat(builder).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a,b", "/a\nb", "/a\u0000"})
  void refusesANamespaceThatCannotBeOne(String namespace) {
    assertThatThrownBy(() -> SocketIoClient.builder("ws://h").auth(namespace, () -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("namespace");
  }

  @Test
  void everyRequestTakesTheSameRoute() throws Exception {
    InetAddress local = InetAddress.getByName("127.0.0.2");
    Path file = Path.of("/run/app.sock");
    Settings bound = Settings.of(SocketIoClient.builder("ws://h").localAddress(local));
    Settings unix = Settings.of(SocketIoClient.builder("ws://h").unixSocket(file));

    assertThat(bound.link(bound.endpoint(), true).route()).isEqualTo(new Route(null, null, local));
    assertThat(bound.upgrade(bound.endpoint(), true, "s").route())
        .isEqualTo(new Route(null, null, local));
    assertThat(unix.link(unix.endpoint(), true).route()).isEqualTo(new Route(null, file, null));
    RoadCookies cookies = new RoadCookies(unix.endpoint(), null, Map.of(), (at, set) -> {});
    PollingRequest polling = unix.polling(unix.endpoint(), cookies);
    assertThat(polling.server().route()).isEqualTo(new Route(null, file, null));
  }

  @Test
  void refusesAUnixSocketThatCannotBeOne() throws Exception {
    SocketIoClientBuilder builder = SocketIoClient.builder("ws://h");
    assertThatThrownBy(() -> builder.unixSocket(Path.of("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unixSocket is '' ");
    try (FileSystem modules = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of())) {
      assertThatThrownBy(() -> builder.unixSocket(modules.getPath("/a.sock")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'/a.sock' of the file system jrt");
    }
  }

  @Test
  void refusesALocalAddressBesideAUnixSocket() {
    SocketIoClientBuilder both =
        SocketIoClient.builder("ws://h")
            .unixSocket(Path.of("/run/app.sock"))
            .localAddress(InetAddress.getLoopbackAddress());
    assertThatThrownBy(both::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("localAddress is 127.0.0.1 but must be left out")
        .hasMessageContaining("app.sock");
  }
}
