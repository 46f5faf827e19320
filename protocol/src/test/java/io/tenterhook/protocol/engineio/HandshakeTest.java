package io.tenterhook.protocol.engineio;

import static io.tenterhook.protocol.Wire.brokenRule;
import static io.tenterhook.protocol.Wire.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.ProtocolRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  private static final Handshake EXAMPLE =
      new Handshake("lv_VI97HAXpY6yYWAAAC", List.of("websocket"), 25_000, 20_000, 1_000_000);

  /** Engine.IO v4, "Handshake". */
  @Test
  void readsTheExampleOfTheSpecification() {
    String json =
        """
        {
          "sid": "lv_VI97HAXpY6yYWAAAC",
          "upgrades": ["websocket"],
          "pingInterval": 25000,
          "pingTimeout": 20000,
          "maxPayload": 1000000
        }
        """;

    assertThat(parse(json)).isEqualTo(EXAMPLE);
  }

  /** Socket.IO v5, "Sample session", request 1. */
  @Test
  void readsTheSampleSession() {
    byte[] packet =
        utf8(
            "0{\"sid\":\"lv_VI97HAXpY6yYWAAAC\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
                + "\"pingTimeout\":5000,\"maxPayload\":1000000}");

    assertThat(Handshake.parse(packet, 1, packet.length))
        .isEqualTo(
            new Handshake("lv_VI97HAXpY6yYWAAAC", List.of("websocket"), 25_000, 5_000, 1_000_000));
  }

  @Test
  void readsWhatItWrites() {
    Handshake odd = new Handshake("a\"b\\\u0000é", List.of("websocket", "x\n"), 1, 86_400_000, 0);

    assertThat(parse(new String(EXAMPLE.toJson(), UTF_8))).isEqualTo(EXAMPLE);
    assertThat(Handshake.parse(odd.toJson(), 0, odd.toJson().length)).isEqualTo(odd);
  }

  @Test
  void ignoresMembersItDoesNotKnow() {
    assertThat(parse("{\"x\":{\"sid\":[1]},\"sid\":\"s\",\"pingInterval\":1,\"pingTimeout\":2}"))
        .isEqualTo(new Handshake("s", List.of(), 1, 2, 0));
  }

  @Test
  void takesAbsentUpgradesForNoneAndAnAbsentMaxPayloadForNoLimit() {
    Handshake handshake = parse("{\"sid\":\"s\",\"pingInterval\":1,\"pingTimeout\":2}");

    assertThat(handshake.upgrades()).isEmpty();
    assertThat(handshake.maxPayloadBytes()).isZero();
  }

  @Test
  void takesTheLastOfEqualNamesAsJavaScriptDoes() {
    assertThat(parse("{\"sid\":\"a\",\"sid\":\"b\",\"pingInterval\":1,\"pingTimeout\":2}").sid())
        .isEqualTo("b");
  }

  @Test
  void takesTheWholePartOfNumbers() {
    Handshake handshake =
        parse("{\"sid\":\"s\",\"pingInterval\":25000.0,\"pingTimeout\":2e4,\"maxPayload\":1e6}");

    assertThat(handshake).isEqualTo(new Handshake("s", List.of(), 25_000, 20_000, 1_000_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"a\"",
        "1",
        "null",
        "{}",
        "{\"sid\":\"\",\"pingInterval\":1,\"pingTimeout\":2}",
        "{\"sid\":1,\"pingInterval\":1,\"pingTimeout\":2}",
        "{\"sid\":null,\"pingInterval\":1,\"pingTimeout\":2}",
        "{\"pingInterval\":1,\"pingTimeout\":2}",
        "{\"sid\":\"s\",\"pingTimeout\":2}",
        "{\"sid\":\"s\",\"pingInterval\":1}",
        "{\"sid\":\"s\",\"pingInterval\":0,\"pingTimeout\":2}",
        "{\"sid\":\"s\",\"pingInterval\":-5,\"pingTimeout\":2}",
        "{\"sid\":\"s\",\"pingInterval\":0.5,\"pingTimeout\":2}",
        "{\"sid\":\"s\",\"pingInterval\":86400001,\"pingTimeout\":2}",
        "{\"sid\":\"s\",\"pingInterval\":1,\"pingTimeout\":1e999}",
        "{\"sid\":\"s\",\"pingInterval\":1,\"pingTimeout\":-1e999}",
        "{\"sid\":\"s\",\"pingInterval\":\"25000\",\"pingTimeout\":2}",
        "{\"sid\":\"s\",\"pingInterval\":null,\"pingTimeout\":2}",
        "{\"sid\":\"s\",\"pingInterval\":100000000000000000000000000000000000,\"pingTimeout\":2}",
        "{\"sid\":\"s\",\"pingInterval\":1,\"pingTimeout\":2,\"maxPayload\":-1}",
        "{\"sid\":\"s\",\"pingInterval\":1,\"pingTimeout\":2,\"maxPayload\":-0.5}",
        "{\"sid\":\"s\",\"pingInterval\":1,\"pingTimeout\":2,\"maxPayload\":true}",
        "{\"sid\":\"s\",\"pingInterval\":1,\"pingTimeout\":2,\"upgrades\":\"websocket\"}",
        "{\"sid\":\"s\",\"pingInterval\":1,\"pingTimeout\":2,\"upgrades\":[1]}",
      })
  void refusesValuesOutOfRange(String json) {
    assertThat(brokenRule(() -> parse(json))).isEqualTo(ProtocolRule.INVALID_HANDSHAKE);
  }

  @Test
  void refusesWhatIsNotJson() {
    assertThat(brokenRule(() -> parse("{\"sid\":\"s\""))).isEqualTo(ProtocolRule.INVALID_JSON);
    assertThat(brokenRule(() -> parse(""))).isEqualTo(ProtocolRule.INVALID_JSON);
    assertThat(brokenRule(() -> parse("{} x"))).isEqualTo(ProtocolRule.INVALID_JSON);
    assertThat(brokenRule(() -> parse("{\"x\":" + "[".repeat(100_000))))
        .isEqualTo(ProtocolRule.JSON_TOO_DEEP);
  }

  private static Handshake parse(String json) {
    byte[] bytes = utf8(json);
    return Handshake.parse(bytes, 0, bytes.length);
  }
}
