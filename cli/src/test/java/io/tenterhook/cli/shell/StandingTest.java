package io.tenterhook.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the prompt says of the connection. */
class StandingTest {
  private final Standing standing = new Standing();

  @Test
  void saysNothingWhileAllIsWell() {
    standing.wanted("/");
    standing.trying(0);
    assertThat(standing.state("/")).isEqualTo("connecting");
    standing.joined("/", "s", false);
    assertThat(standing.state("/")).isEmpty();
  }

  @Test
  void countsAttemptsUntilItIsBack() {
    standing.joined("/", "s", false);
    standing.lost("/");
    standing.trying(3);
    assertThat(standing.state("/")).isEqualTo("reconnecting 3");
    standing.joined("/", "t", true);
    standing.wanted("/chat");
    assertThat(standing.state("/chat")).isEqualTo("connecting");
  }

  @Test
  void tellsANamespaceThatEndedFromAConnectionThatDid() {
    standing.joined("/", "s", false);
    standing.joined("/chat", "t", false);
    standing.ended("/chat");
    assertThat(standing.state("/chat")).isEqualTo("not joined");
    standing.ended("/");
    assertThat(standing.state("/chat")).isEqualTo("disconnected");
  }

  @Test
  void tellsOfEveryChange() {
    AtomicInteger changes = new AtomicInteger();
    standing.whenChanged(changes::incrementAndGet);
    standing.wanted("/");
    standing.trying(1);
    standing.joined("/", "s", false);
    standing.lost("/");
    standing.ended("/");
    assertThat(changes).hasValue(5);
  }

  @Test
  void leavesRoomForTheLineBehindThePrompt() {
    assertThat(Prompt.of(":3000", "/", "").place()).isEqualTo(":3000");
    assertThat(Prompt.of(":3000", "/chat", "").place()).isEqualTo(":3000 /chat");
    assertThat(Prompt.of("realtime.fabric.example:8443", "/", "").place())
        .isEqualTo("realtime.…ample:8443")
        .hasSize(20);
  }
}
