package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Its table with more entries than it starts with slots; {@link AckTest} has the rules. */
class PendingAcksTest implements PendingAcks.Waiting {
  private static final int MANY = 100;
  private static final long FIRST_ID = 7;

  private final Deadlines deadlines = new Deadlines();
  private final PendingAcks acks = new PendingAcks(deadlines, FIRST_ID);
  private final List<String> fates = new ArrayList<>();

  @Override
  public void acked(OutboundPacket packet, Packet.Ack ack) {
    fates.add("acked " + ((LabelledPacket) packet).content());
  }

  @Override
  public void timedOut(OutboundPacket packet, long now) {
    fates.add("late " + ((LabelledPacket) packet).content());
  }

  @Override
  public void lost(OutboundPacket packet, SessionEnd end) {
    fates.add("lost " + ((LabelledPacket) packet).content());
  }

  private void awaitMany() {
    for (int i = 0; i < MANY; i++) {
      acks.await(LabelledPacket.withAck("/", "[" + i + "]", Duration.ofNanos(1 + i)), this, 0);
    }
  }

  private boolean take(long id) {
    byte[] text = ("3" + id + "[]").getBytes(StandardCharsets.US_ASCII);
    Parser.Decoder decoder = Parser.json().decoder(DecoderLimits.DEFAULT);
    return acks.take((Packet.Ack) decoder.text(text, 0, text.length));
  }

  private static String[] each(String fate, int from) {
    return IntStream.range(from, MANY).mapToObj(i -> fate + " [" + i + "]").toArray(String[]::new);
  }

  @Test
  void givesEachItsOwnInAnyOrderAndOnce() {
    awaitMany();

    for (int i = MANY - 1; i >= 0; i--) {
      assertThat(take(FIRST_ID + i)).isTrue();
      assertThat(take(FIRST_ID + i)).isFalse();
      assertThat(fates).last().isEqualTo("acked [" + i + "]");
    }

    assertThat(acks.size()).isZero();
    assertThat(deadlines.next()).isEqualTo(Deadlines.NONE);
  }

  @Test
  void findsNobodyForAnIdThatSharesTheSlotOfAnother() {
    awaitMany();

    assertThat(take(FIRST_ID - 1)).isFalse();
    assertThat(take(FIRST_ID + (1L << 40))).isFalse();
    assertThat(acks.size()).isEqualTo(MANY);
  }

  @Test
  void forgetsWhatIsLate() {
    awaitMany();

    deadlines.run(MANY);

    assertThat(fates).containsExactly(each("late", 0));
    assertThat(take(FIRST_ID)).isFalse();
    assertThat(acks.size()).isZero();
  }

  @Test
  void abandonsInTheOrderOfSending() {
    awaitMany();
    take(FIRST_ID);
    fates.clear();

    acks.abandon(new SessionEnd.ClientClosed());

    assertThat(fates).containsExactly(each("lost", 1));
    assertThat(acks.size()).isZero();
    assertThat(deadlines.next()).isEqualTo(Deadlines.NONE);
  }
}
