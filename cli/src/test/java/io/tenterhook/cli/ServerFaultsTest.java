package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --fault} understands. */
class ServerFaultsTest {
  @Test
  void takesSeveralFaults() {
    assertThat(ServerFaults.parseAll("drop-after=20, delay=50..200ms,delay=1s..2m,delay=5ms"))
        .extracting(Object::toString)
        .containsExactly("after 20 sent", "delay connect", "delay connect", "delay connect");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "drop", "drop-after=0", "drop-after=x", "delay=5", "delay=2s..1s", "delay=.."})
  void refusesWhatIsNoFault(String text) {
    assertThatThrownBy(() -> ServerFaults.parseAll(text)).isInstanceOf(CommandFailure.class);
  }
}
