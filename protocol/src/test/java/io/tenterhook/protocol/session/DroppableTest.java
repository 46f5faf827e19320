package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Packets that had better be dropped than late: {@code volatile} in the JS client. */
class DroppableTest {
  private static final Delivery DROPPABLE = new Delivery(true, false, 0, 0);
  private static final Delivery DROPPABLE_CALL =
      new Delivery(true, false, 0, Duration.ofSeconds(5).toNanos());

  private final SessionDriver driver = SessionDriver.connected("/");

  @Test
  void isSentWhileTheTransportTakesMore() {
    driver.emit("/", "[\"v\"]", DROPPABLE);

    assertThat(driver.take()).containsExactly("send 42[\"v\"] completes [\"v\"]");
  }

  @Test
  void isDroppedWhileTheTransportTakesNoMore() {
    driver.session.writable(false);

    driver.emit("/", "[\"v\"]", DROPPABLE);
    driver.emit("/", "[\"call\"]", DROPPABLE_CALL);
    driver.emit(LabelledPacket.of("/", "[\"plain\"]"));
    driver.session.writable(true);
    driver.emit("/", "[\"again\"]", DROPPABLE);

    assertThat(driver.take())
        .containsExactly(
            "failed [\"v\"] NOT_WRITABLE",
            "failed [\"call\"] NOT_WRITABLE",
            "send 42[\"plain\"] completes [\"plain\"]",
            "send 42[\"again\"] completes [\"again\"]");
  }

  @Test
  void isDroppedWhileNotConnected() {
    driver.lose("cut");
    driver.take();

    driver.emit("/", "[\"v\"]", DROPPABLE);

    assertThat(driver.take()).containsExactly("failed [\"v\"] NOT_CONNECTED");
  }

  @Test
  void isSentOnANewTransportThoughTheOldOneTookNoMore() {
    driver.session.writable(false);
    driver.cut();
    driver.accept("/");
    driver.take();

    driver.emit("/", "[\"v\"]", DROPPABLE);

    assertThat(driver.take()).containsExactly("send 42[\"v\"] completes [\"v\"]");
  }

  @Test
  void mayAwaitAnAck() {
    driver.emit("/", "[\"call\"]", DROPPABLE_CALL);
    driver.receive("430[1]");

    assertThat(driver.take())
        .containsExactly("send 420[\"call\"] completes [\"call\"]", "acked [\"call\"] [1]");
  }
}
