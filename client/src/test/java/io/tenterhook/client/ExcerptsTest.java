package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptsTest {

  @Test
  void quotesAShortText() {
    assertThat(Excerpts.of("é 𝄞")).isEqualTo("\"é 𝄞\"");
  }

  @Test
  void putsAQuestionMarkForWhatMovesATerminal() {
    assertThat(Excerpts.of("a\r\n\u001b[2J\u0000\u009bz")).isEqualTo("\"a???[2J??z\"");
  }

  /** Right-to-left overrides and line separators make a log say what was never said. */
  @Test
  void putsAQuestionMarkForWhatTurnsOrBreaksALine() {
    assertThat(Excerpts.of("a\u202eb\u2028c\u2066d\ufeffe")).isEqualTo("\"a?b?c?d?e\"");
  }

  @Test
  void shortensALongTextAndSaysSo() {
    assertThat(Excerpts.of("x".repeat(200))).isEqualTo("\"" + "x".repeat(200) + "\"");
    assertThat(Excerpts.of("x".repeat(201))).isEqualTo("\"" + "x".repeat(200) + "\"…");
  }

  @Test
  void doesNotCutACharacterInTwo() {
    String shown = Excerpts.of("x".repeat(199) + "𝄞");

    assertThat(shown.chars().noneMatch(c -> Character.isSurrogate((char) c))).isTrue();
  }

  @Test
  void takesTextOnOneLineAsItIsUnlessItHoldsHarm() {
    String harmless = "order/é 𝄞";

    assertThat(Excerpts.oneLine(harmless)).isSameAs(harmless);
    assertThat(Excerpts.oneLine("")).isEmpty();
    assertThat(Excerpts.oneLine("a\nb\u202e" + "𝄞")).isEqualTo("a?b?𝄞");
  }
}
