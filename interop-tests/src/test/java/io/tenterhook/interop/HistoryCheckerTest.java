package io.tenterhook.interop;

import static io.tenterhook.interop.History.Heard.Kind.CONNECTED;
import static io.tenterhook.interop.History.Heard.Kind.PUSH;
import static io.tenterhook.interop.History.Heard.Kind.RECOVERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.interop.History.Fate;
import io.tenterhook.interop.History.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing proves nothing: each kind of violation is found. */
final class HistoryCheckerTest {
  private final History history = new History();

  private void emitted(Mode mode, int number, Fate fate) {
    history.sending(mode, number);
    history.fate(mode, number, fate);
  }

  private List<String> violations() {
    return HistoryChecker.violations(history);
  }

  @Test
  void acceptsWhatIsPromised() {
    emitted(Mode.PLAIN, 0, Fate.WRITTEN);
    emitted(Mode.CALL, 1, Fate.ACKED);
    emitted(Mode.RETRIED, 2, Fate.ACKED);
    emitted(Mode.PLAIN, 3, Fate.MAYBE_SENT);
    emitted(Mode.PLAIN, 4, Fate.NEVER_SENT);
    history.handled = List.of("p0", "c1", "r2", "r2");
    history.heard(CONNECTED, 0);
    history.heard(PUSH, 5);
    history.heard(PUSH, 6);
    history.heard(RECOVERED, 0);
    history.heard(PUSH, 7);
    history.pushed = 8;

    assertThat(violations()).isEmpty();
  }

  @Test
  void findsAnEmitWithoutFate() {
    history.sending(Mode.CALL, 0);
    assertThat(violations()).containsExactly("c0 was never told its fate");
  }

  @Test
  void findsAFateToldTwice() {
    emitted(Mode.CALL, 0, Fate.MAYBE_SENT);
    history.fate(Mode.CALL, 0, Fate.MAYBE_SENT);
    assertThat(violations()).containsExactly("c0 was told its fate twice");
  }

  @Test
  void findsWhatWasAckedButIsMissing() {
    emitted(Mode.RETRIED, 0, Fate.ACKED);
    assertThat(violations()).containsExactly("r0 was acked but is missing");
  }

  @Test
  void findsWhatWasHandledThoughNeverSent() {
    emitted(Mode.BUFFERED, 0, Fate.NEVER_SENT);
    history.handled = List.of("b0");
    assertThat(violations()).containsExactly("b0 was never sent, said the client, but was handled");
  }

  @Test
  void findsADouble() {
    emitted(Mode.PLAIN, 0, Fate.WRITTEN);
    history.handled = List.of("p0", "p0");
    assertThat(violations()).containsExactly("p0 was handled 2 times");
  }

  @Test
  void findsAnInvention() {
    history.handled = List.of("p0");
    assertThat(violations()).containsExactly("p0 was handled but never emitted");
  }

  @Test
  void findsAnInversionAmongModes() {
    emitted(Mode.PLAIN, 0, Fate.WRITTEN);
    emitted(Mode.CALL, 1, Fate.ACKED);
    history.handled = List.of("c1", "p0");
    assertThat(violations()).containsExactly("p0 was handled after c1");
  }

  @Test
  void findsARetryThatOvertook() {
    emitted(Mode.RETRIED, 0, Fate.ACKED);
    emitted(Mode.RETRIED, 1, Fate.ACKED);
    history.handled = List.of("r0", "r1", "r0");
    assertThat(violations()).containsExactly("r0 was handled after r1");
  }

  @Test
  void findsAPushThatCameTwice() {
    history.heard(PUSH, 0);
    history.heard(PUSH, 0);
    history.pushed = 1;
    assertThat(violations()).containsExactly("push 0 came when 1 was due");
  }

  @Test
  void findsAGapThoughTheServerRecovered() {
    history.heard(PUSH, 0);
    history.heard(RECOVERED, 0);
    history.heard(PUSH, 3);
    history.pushed = 4;
    assertThat(violations()).containsExactly("pushes 1 to 2 are missing, though recovered");
  }

  @Test
  void findsAnEndThatIsMissing() {
    history.heard(PUSH, 0);
    history.pushed = 2;
    assertThat(violations()).containsExactly("the last push is 0, the server sent 2");
  }
}
