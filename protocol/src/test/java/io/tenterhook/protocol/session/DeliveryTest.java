package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static void assertRefuses(String words, Runnable making) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(words);
  }

  @Test
  void takesWishesThatCanComeTrueTogether() {
    assertThat(Delivery.PLAIN).isEqualTo(new Delivery(false, false, 0, 0));
    assertThat(Delivery.acknowledged(7)).isEqualTo(new Delivery(false, false, 0, 7));
    assertThat(new Delivery(true, false, 0, 1).droppable()).isTrue();
    assertThat(new Delivery(false, true, 1, 1).buffered()).isTrue();
  }

  @Test
  void neitherBuffersNorRetriesWhatMayBeDropped() {
    assertRefuses("neither buffered nor retried", () -> new Delivery(true, true, 0, 0));
    assertRefuses("neither buffered nor retried", () -> new Delivery(true, false, 1, 1));
  }

  @Test
  void retriesOnlyWhatHasAnAckTimeout() {
    assertRefuses("3 retries need an ack timeout", () -> new Delivery(false, false, 3, 0));
  }

  @Test
  void refusesWhatIsNegative() {
    assertRefuses("are -1 and 0", () -> new Delivery(false, false, -1, 0));
    assertRefuses("are 0 and -2", () -> new Delivery(false, false, 0, -2));
    assertRefuses("are 0 and -3", () -> Delivery.acknowledged(-3));
  }

  @Test
  void awaitsNoAckForNoTime() {
    assertRefuses("above 0", () -> Delivery.acknowledged(0));
  }
}
