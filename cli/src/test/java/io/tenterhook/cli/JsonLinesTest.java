package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.cli.JsonLines.Direction;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private final JsonLines lines = at("2026-01-31T12:00:00.123Z");

  private static JsonLines at(String instant) {
    return new JsonLines(InstantSource.fixed(Instant.parse(instant)));
  }

  @Test
  void writesEachKindAsTheSchemaSays() {
    String at = "{\"at\":\"2026-01-31T12:00:00.123Z\",";
    assertThat(lines.event(Direction.IN, "/", "price", "[1.50,{}]", OptionalLong.of(7)))
        .isEqualTo(
            at
                + "\"dir\":\"in\",\"kind\":\"event\",\"nsp\":\"/\",\"event\":\"price\","
                + "\"args\":[1.50,{}],\"ack\":7}");
    assertThat(lines.ack(Direction.OUT, "/a", "[]"))
        .isEqualTo(at + "\"dir\":\"out\",\"kind\":\"ack\",\"nsp\":\"/a\",\"args\":[]}");
    assertThat(lines.connect("/", "s-1", false, Transport.WEBSOCKET))
        .isEqualTo(
            at
                + "\"kind\":\"connect\",\"nsp\":\"/\",\"sid\":\"s-1\",\"recovered\":false,"
                + "\"transport\":\"websocket\"}");
    assertThat(lines.connectError("/", "no", Optional.of(RawJson.of("{ \"a\": 1 }"))))
        .isEqualTo(
            at + "\"kind\":\"connect_error\",\"nsp\":\"/\",\"message\":\"no\",\"data\":{\"a\":1}}");
    assertThat(lines.disconnect("/", "ping timeout", true))
        .isEqualTo(
            at
                + "\"kind\":\"disconnect\",\"nsp\":\"/\",\"reason\":\"ping timeout\","
                + "\"willReconnect\":true}");
    assertThat(lines.reconnect(2, Duration.ofMillis(812)))
        .isEqualTo(at + "\"kind\":\"reconnect\",\"attempt\":2,\"delayMs\":812}");
    assertThat(lines.error("TransportException", "no \"way\""))
        .isEqualTo(
            at
                + "\"kind\":\"error\",\"type\":\"TransportException\","
                + "\"message\":\"no \\\"way\\\"\"}");
  }

  @Test
  void leavesOutAckAndDataWhereThereAreNone() {
    assertThat(lines.event(Direction.IN, "/", "a", "[]", OptionalLong.empty()))
        .doesNotContain("ack");
    assertThat(lines.connectError("/", "no", Optional.empty())).doesNotContain("data");
  }

  @Test
  void writesMillisecondsAlsoWhenTheyAreZero() {
    assertThat(at("2026-01-31T12:00:00Z").connect("/", "s", true, Transport.POLLING))
        .contains("12:00:00.000Z");
  }
}
