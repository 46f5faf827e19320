package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sends to a namespace that nobody opened is told, and leaves nothing behind. */
class DroppedPacketTest {
  private final SessionDriver driver = SessionDriver.connected("/");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "42/other,[\"x\"]",
        "42/other,1[\"x\"]",
        "43/other,1[]",
        "40/other,{\"sid\":\"s\"}",
        "44/other,{\"message\":\"no\"}",
        "41/other,"
      })
  void isReportedAndNotAnswered(String message) {
    driver.receive(message);

    assertThat(driver.take()).containsExactly("dropped /other NAMESPACE_NOT_OPEN");
  }

  @Test
  void isReportedWithItsAttachmentsReadToTheEnd() {
    driver.receive("451-/other,[\"x\",{\"_placeholder\":true,\"num\":0}]");
    driver.receiveBinary(1);
    driver.receive("42[\"next\"]");

    assertThat(driver.take())
        .containsExactly("dropped /other NAMESPACE_NOT_OPEN", "event / [\"next\"]");
  }

  @Test
  void isNotKept() {
    List<WeakReference<byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] message = SessionDriver.bytes("42/n" + i + ",[\"x\"]");
      messages.add(new WeakReference<>(message));
      driver.session.text(message, driver.now());
    }
    driver.take();

    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(messages).allMatch(message -> message.refersTo(null));
            });
    assertThat(driver.session.nextDeadline()).isLessThan(Long.MAX_VALUE);
  }
}
