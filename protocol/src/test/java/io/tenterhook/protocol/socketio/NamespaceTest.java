package io.tenterhook.protocol.socketio;

import static io.tenterhook.protocol.Wire.brokenRule;
import static io.tenterhook.protocol.Wire.hex;
import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenterhook.protocol.ProtocolRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceTest {
  @Test
  void addsAMissingSlash() {
    assertThat(Namespace.of("chat")).isEqualTo(Namespace.of("/chat")).hasToString("/chat");
    assertThat(Namespace.of("")).isSameAs(Namespace.ROOT);
    assertThat(Namespace.of("/")).isSameAs(Namespace.ROOT);
    assertThat(Namespace.of("//a").name()).isEqualTo("//a");
  }

  @Test
  void isNotWrittenIfItIsTheRoot() {
    assertThat(Namespace.ROOT.wireLength()).isZero();
    assertThat(Namespace.ROOT.writeTo(new byte[0], 0)).isZero();
  }

  @Test
  void isWrittenInUtf8WithAComma() {
    Namespace namespace = Namespace.of("/é");
    byte[] target = new byte[6];

    assertThat(namespace.wireLength()).isEqualTo(4);
    assertThat(namespace.writeTo(target, 1)).isEqualTo(5);
    assertThat(target).isEqualTo(utf8("\0/é,\0"));
  }

  @Test
  void keepsAQueryAsPartOfTheName() {
    assertThat(Namespace.of("/a?x=1")).isNotEqualTo(Namespace.of("/a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a,b", ",", "/a\n", "\u0000", "/\u007f", "/\u0085", "/\ud800", "/\udc00a"})
  void refusesWhatCannotBeWritten(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Namespace.of(name))
        .withMessageContaining("U+")
        .withMessageContaining("at index");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2f ff", "2f c3", "2f 0a", "2f 00", "2f ed a0 80", "2f c2 85", "2f c0 af"})
  void refusesMalformedNamesFromThePeer(String name) {
    assertThat(brokenRule(() -> Namespace.parse(hex(name), 0, hex(name).length)))
        .isEqualTo(ProtocolRule.INVALID_NAMESPACE);
  }

  @Test
  void isRecognisedWithoutBeingMadeAnew() {
    NamespaceCache cache = new NamespaceCache();
    byte[] wire = utf8("/chat,/news,/");

    Namespace chat = cache.resolve(wire, 0, 5);

    assertThat(cache.resolve(wire, 6, 11)).isEqualTo(Namespace.of("/news"));
    assertThat(cache.resolve(wire, 0, 5)).isSameAs(chat);
    assertThat(cache.resolve(wire, 12, 13)).isSameAs(Namespace.ROOT);
    assertThat(cache.resolve(wire, 0, 4)).isEqualTo(Namespace.of("/cha"));
  }

  @Test
  void isForgottenWhenManyOthersCome() {
    NamespaceCache cache = new NamespaceCache();
    Namespace first = cache.resolve(utf8("/first"), 0, 6);

    for (int i = 0; i < 100_000; i++) {
      byte[] name = utf8("/" + i);
      assertThat(cache.resolve(name, 0, name.length).name()).isEqualTo("/" + i);
    }

    assertThat(cache.resolve(utf8("/first"), 0, 6)).isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void isNotRememberedIfItIsLong() {
    NamespaceCache cache = new NamespaceCache();
    byte[] name = utf8("/" + "x".repeat(300));

    Namespace namespace = cache.resolve(name, 0, name.length);

    assertThat(cache.resolve(name, 0, name.length)).isEqualTo(namespace).isNotSameAs(namespace);
  }
}
