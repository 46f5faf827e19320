package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.EventEncoder.Encoded;
import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSink;
import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.protocol.socketio.Parser;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventEncoderTest {
  private static final int HEADROOM = 24;

  private final EventEncoder encoder = new EventEncoder(new MissingBinding(), Parser.json());

  private String event(String name, @Nullable Object... arguments) {
    return text(encoder.event(HEADROOM, name, arguments));
  }

  private static String text(Encoded encoded) {
    assertThat(encoded.payloadStart()).isEqualTo(HEADROOM);
    return new String(
        encoded.array(),
        encoded.payloadStart(),
        encoded.end() - encoded.payloadStart(),
        StandardCharsets.UTF_8);
  }

  @Test
  void writesNameAndArgumentsAsOneArray() {
    assertThat(event("hello")).isEqualTo("[\"hello\"]");
    assertThat(event("hello", "a", 1, null, true)).isEqualTo("[\"hello\",\"a\",1,null,true]");
  }

  @Test
  void writesStringsWithEscapesAndAstralCharacters() {
    assertThat(event("é\n", "\"\\\u0001", "𝄞")).isEqualTo("[\"é\\n\",\"\\\"\\\\\\u0001\",\"𝄞\"]");
  }

  @Test
  void writesNumbersExactly() {
    assertThat(
            event(
                "n",
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                9_007_199_254_740_993L,
                new BigInteger("123456789012345678901234567890"),
                new BigDecimal("1.10"),
                new BigDecimal("1E+400"),
                0.1,
                -0.0,
                1.5f,
                (short) -3,
                (byte) 7))
        .isEqualTo(
            "[\"n\",9223372036854775807,-9223372036854775808,9007199254740993,"
                + "123456789012345678901234567890,1.10,1E+400,0.1,-0.0,1.5,-3,7]");
  }

  @Test
  void growsWithItsArguments() {
    String large = "x".repeat(100_000) + "é".repeat(100_000);

    assertThat(event("e", large, large)).isEqualTo("[\"e\",\"" + large + "\",\"" + large + "\"]");
  }

  @Test
  void passesRawJsonOnAsItIs() {
    assertThat(event("e", RawJson.of("{\"a\": 1.10}"))).isEqualTo("[\"e\",{\"a\": 1.10}]");
  }

  @Test
  void makesAttachmentsOfBytes() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);

    Encoded encoded = encoder.event(HEADROOM, "b", new Object[] {new byte[] {7}, buffer});

    assertThat(text(encoded))
        .isEqualTo("[\"b\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    assertThat(encoded.attachments()).containsExactly(new byte[] {7}, new byte[] {1, 2});
    assertThat(buffer.remaining()).as("the caller's buffer is left as it was").isEqualTo(2);
  }

  @Test
  void refusesAMapThatWouldBeTakenForBinaryDataBesideSome() {
    byte[] binary = {7};
    for (String map :
        List.of(
            "{\"_placeholder\":true,\"num\":0}",
            "[{\"num\":0,\"\\u005fplaceholder\" : true}]",
            "{\"_placeholder\":true,\"num\":1}",
            "{\"_placeholder\":true}",
            "{\"_placeholder\":true,\"num\":0,\"more\":1}")) {
      assertThatIllegalArgumentException()
          .as(map)
          .isThrownBy(() -> event("e", binary, RawJson.of(map)))
          .withMessageContaining("event \"e\"")
          .withMessageContaining("_placeholder");
      assertThat(event("e", "no binary", RawJson.of(map))).endsWith("," + map + "]");
    }
  }

  @Test
  void sendsOtherMapsBesideBinaryData() {
    String map = "{\"_placeholder\":false,\"x\":\"_placeholder\",\"num\":0}";

    assertThat(event("e", new byte[1], RawJson.of(map))).endsWith("," + map + "]");
  }

  @Test
  void copiesBytesSoThatTheCallerMayGoOnUsingThem() {
    byte[] mine = {1, 2, 3};

    Encoded encoded = encoder.event(HEADROOM, "b", new Object[] {mine});
    mine[0] = 9;

    assertThat(encoded.attachments().get(0)).containsExactly(1, 2, 3);
  }

  @Test
  void sharesNothingBetweenCopies() {
    Encoded encoded = encoder.event(HEADROOM, "b", new Object[] {new byte[] {1}});

    Encoded copy = encoded.copy();

    assertThat(copy.array()).isEqualTo(encoded.array()).isNotSameAs(encoded.array());
    assertThat(copy.attachments().get(0)).isNotSameAs(encoded.attachments().get(0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesANumberThatJsonDoesNotHave(double number) {
    assertThatThrownBy(() -> event("e", "first", number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argument 1 of e")
        .hasMessageContaining("java.lang.Double")
        .hasMessageContaining("cannot be JSON")
        .hasMessageContaining("NaN and infinity");
    assertThatThrownBy(() -> event("e", (float) number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Float")
        .hasMessageContaining("NaN and infinity");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect",
        "connect_error",
        "disconnect",
        "disconnecting",
        "newListener",
        "removeListener",
      })
  void refusesANameThatTheProtocolKeepsForItself(String name) {
    assertThatThrownBy(() -> event(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"")
        .hasMessageContaining("reserved by Socket.IO")
        .hasMessageContaining("choose another");
  }

  @Test
  void saysTypeRuleAndNextStepOfAnArgumentWithoutBinding() {
    assertThatThrownBy(() -> event("post", "fine", new Thread()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argument 1 of post")
        .hasMessageContaining("java.lang.Thread")
        .hasMessageContaining("cannot be JSON")
        .hasMessageContaining("add the dependency io.tenterhook:json-jackson");
  }

  @Test
  void turnsWhateverABindingThrowsIntoTheCallersMistake() {
    EventEncoder failing =
        new EventEncoder(new ThrowingBinding(new StackOverflowError()), Parser.json());

    assertThatThrownBy(() -> failing.event(HEADROOM, "e", new Object[] {List.of()}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argument 0 of e")
        .hasCauseInstanceOf(StackOverflowError.class);
    EventEncoder refusing =
        new EventEncoder(new ThrowingBinding(new IOException("no bean")), Parser.json());

    assertThatThrownBy(() -> refusing.event(HEADROOM, "e", new Object[] {List.of()}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("no bean");
  }

  private record ThrowingBinding(Throwable thrown) implements JsonBinding {
    @Override
    public void write(@Nullable Object value, JsonSink sink) throws IOException {
      if (thrown instanceof IOException refused) {
        throw refused;
      }
      throw (Error) thrown;
    }

    @Override
    public @Nullable Object read(JsonSource source, Type type) {
      return null;
    }
  }

  @Test
  void writesAnAckWithoutName() {
    assertThat(text(encoder.ack(HEADROOM, new Object[] {}))).isEqualTo("[]");
    assertThat(text(encoder.ack(HEADROOM, new Object[] {1, "a"}))).isEqualTo("[1,\"a\"]");
  }

  @Test
  void takesOnlyAnObjectForAuth() {
    assertThat(encoder.object(RawJson.of(" {\"token\":\"t\"}"))).asString().endsWith("\"t\"}");
    assertThatThrownBy(() -> encoder.object("token"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a JSON object")
        .hasMessageContaining("java.lang.String");
    assertThatThrownBy(() -> encoder.object(RawJson.of("[1]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a JSON object");
  }
}
