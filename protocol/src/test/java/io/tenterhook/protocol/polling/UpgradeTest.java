package io.tenterhook.protocol.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Engine.IO v4, "Upgrade", as the reference server does it; protocol-traps 3. */
final class UpgradeTest {
  private final List<String> done = new ArrayList<>();
  private final Upgrade upgrade =
      new Upgrade(
          new Upgrade.Output() {
            @Override
            public void sendByWebSocket(byte[] message) {
              done.add("send " + new String(message, StandardCharsets.US_ASCII));
            }

            @Override
            public void pausePolling() {
              done.add("pause");
            }

            @Override
            public void upgraded() {
              done.add("upgraded");
            }

            @Override
            public void failed(String why) {
              done.add("failed: " + why);
            }
          });

  private void received(String text) {
    upgrade.webSocketReceived(text.getBytes(StandardCharsets.US_ASCII), false);
  }

  @Test
  void probesThenPausesThenUpgrades() {
    upgrade.webSocketOpened();
    assertThat(upgrade.isDeciding()).isFalse();
    received("3probe");
    assertThat(upgrade.isDeciding()).isTrue();
    upgrade.pollingPaused();

    assertThat(done).containsExactly("send 2probe", "pause", "send 5", "upgraded");
    assertThat(upgrade.isDone()).isTrue();
    assertThat(upgrade.isDeciding()).isFalse();
  }

  @Test
  void goesOnPollingWhenTheProbeIsAnsweredWrongly() {
    upgrade.webSocketOpened();
    received("3");
    received("3probe");

    assertThat(done)
        .containsExactly("send 2probe", "failed: the server answered the probe by something else");
  }

  @Test
  void doesNotTakeBytesForTheAnswer() {
    upgrade.webSocketOpened();
    upgrade.webSocketReceived("3probe".getBytes(StandardCharsets.US_ASCII), true);

    assertThat(done).hasSize(2).last().asString().startsWith("failed");
  }

  @Test
  void goesOnPollingWhenTheProbeIsNotAnsweredInTime() {
    upgrade.webSocketOpened();
    upgrade.timeIsUp();
    received("3probe");
    upgrade.pollingPaused();

    assertThat(done)
        .containsExactly("send 2probe", "failed: the server did not answer the probe in time");
    assertThat(upgrade.isDone()).isFalse();
  }

  @Test
  void failsOnceWhenTheWebSocketIsLostWhilePollingPauses() {
    upgrade.webSocketOpened();
    received("3probe");
    upgrade.webSocketLost("closed half-way");
    upgrade.pollingPaused();
    upgrade.timeIsUp();

    assertThat(done).containsExactly("send 2probe", "pause", "failed: closed half-way");
    assertThat(upgrade.isDeciding()).isFalse();
  }

  @Test
  void leavesTheLossOfAnUpgradedConnectionToTheSession() {
    upgrade.webSocketOpened();
    received("3probe");
    upgrade.pollingPaused();
    upgrade.webSocketLost("gone");
    upgrade.timeIsUp();

    assertThat(done).endsWith("upgraded");
  }
}
