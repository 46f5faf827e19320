package io.tenterhook.protocol.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.Handshake;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Engine.IO v4, "HTTP long-polling"; protocol-traps 3 to 8. */
final class PollingCycleTest {
  private static final String OPEN =
      "0{\"sid\":\"s\",\"upgrades\":[\"websocket\"],\"pingInterval\":300,\"pingTimeout\":200,"
          + "\"maxPayload\":20}";
  private static final String RS = "\u001e";

  private final List<String> done = new ArrayList<>();
  private final Recorder recorder = new Recorder();
  private final PollingCycle cycle = new PollingCycle(100, recorder);

  private final class Recorder implements PollingCycle.Output {
    private Runnable onReceived = () -> {};

    @Override
    public void get() {
      done.add("GET");
    }

    @Override
    public void post(byte[] body) {
      done.add("POST " + new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void received(EnginePacket packet) {
      done.add("received " + packet);
      onReceived.run();
    }

    @Override
    public void opened(Handshake handshake) {
      done.add("opened " + handshake.sid());
    }

    @Override
    public void completed(Object token, boolean written) {
      done.add(token + (written ? " written" : " lost"));
    }

    @Override
    public void paused() {
      done.add("paused");
    }

    @Override
    public void closed() {
      done.add("closed");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void send(String packet, Object token) {
    byte[] text = bytes(packet);
    cycle.send(EnginePacket.text(text, 0, text.length), token);
  }

  private List<String> taken() {
    List<String> taken = List.copyOf(done);
    done.clear();
    return taken;
  }

  private void open() {
    cycle.start();
    cycle.getAnswered(bytes(OPEN));
    done.clear();
  }

  @Test
  void opensTheSessionByTheFirstGetAndAsksOn() {
    cycle.start();
    assertThat(taken()).containsExactly("GET");

    cycle.getAnswered(bytes(OPEN + RS + "2"));

    assertThat(taken())
        .containsExactly("received OPEN[89 bytes]", "opened s", "received PING[0 bytes]", "GET");
  }

  @Test
  void hasOneGetAndOnePostUnderWayAndNeverTwo() {
    open();
    send("4a", "first");
    cycle.flush();
    send("4b", "second");
    cycle.flush();
    assertThat(taken()).containsExactly("POST 4a");

    cycle.postAnswered();
    assertThat(taken()).containsExactly("first written", "POST 4b");

    cycle.getAnswered(bytes("6"));
    cycle.postAnswered();
    assertThat(taken()).containsExactly("received NOOP[0 bytes]", "GET", "second written");
  }

  @Test
  void batchesUpToMaxPayloadWithSeparatorsAndBase64Counted() {
    open();
    send("4123456789", null);
    send("4234567890", null);
    cycle.send(EnginePacket.binary(new byte[] {1, 2, 3, 4}), null);
    send("4abcdefghij", null);
    cycle.flush();
    assertThat(taken()).containsExactly("POST 4123456789");
    cycle.postAnswered();
    assertThat(taken()).containsExactly("POST 4234567890" + RS + "bAQIDBA==");
    cycle.postAnswered();
    assertThat(taken()).containsExactly("POST 4abcdefghij");
  }

  @Test
  void countsPayloadsAsUtf8() {
    open();
    send("4ééééé", null);
    send("412345678", null);
    cycle.flush();
    assertThat(taken()).containsExactly("POST 4ééééé");
  }

  @Test
  void sendsAPacketAboveMaxPayloadAlone() {
    open();
    send("4" + "x".repeat(30), null);
    send("4b", null);
    cycle.flush();
    assertThat(taken()).containsExactly("POST 4" + "x".repeat(30));
  }

  @Test
  void countsWhatTheServerHasNotConfirmed() {
    open();
    send("4abc", null);
    assertThat(cycle.queuedBytes()).isEqualTo(4);
    cycle.flush();
    assertThat(cycle.queuedBytes()).isEqualTo(4);
    cycle.postAnswered();
    assertThat(cycle.queuedBytes()).isZero();
  }

  @Test
  void makesNoGetWhileReadingIsStopped() {
    open();
    cycle.setReading(false);
    cycle.getAnswered(bytes("4a"));
    assertThat(taken()).containsExactly("received MESSAGE[1 bytes]");
    cycle.setReading(true);
    assertThat(taken()).containsExactly("GET");
  }

  @Test
  void pausesWhenBothRequestsAreAnsweredAndGoesOnWithWhatWaited() {
    open();
    send("4a", "a");
    cycle.flush();
    cycle.pause();
    send("4b", "b");
    cycle.flush();
    cycle.getAnswered(bytes("6"));
    assertThat(taken()).containsExactly("POST 4a", "received NOOP[0 bytes]");
    cycle.postAnswered();
    assertThat(taken()).containsExactly("a written", "paused");

    cycle.resume();
    assertThat(taken()).containsExactly("GET", "POST 4b");
  }

  @Test
  void handsOverWhatIsStillToBeSent() {
    open();
    cycle.pause();
    send("4a", "a");
    cycle.send(EnginePacket.binary(new byte[] {7}), "b");
    cycle.getAnswered(bytes("6"));
    taken();

    List<PollingCycle.Waiting> left = cycle.handOver();

    assertThat(left).extracting(PollingCycle.Waiting::token).containsExactly("a", "b");
    cycle.flush();
    cycle.setReading(true);
    assertThat(taken()).isEmpty();
  }

  @Test
  void closesByAPostAfterWhatWasQueued() {
    open();
    send("4a", "a");
    cycle.close();
    assertThat(taken()).containsExactly("POST 4a");
    cycle.postAnswered();
    assertThat(taken()).containsExactly("a written", "POST 1");
    cycle.getAnswered(bytes("4late" + RS + "6"));
    cycle.postAnswered();
    assertThat(taken()).containsExactly("closed");
  }

  @Test
  void sendsNoCloseToAServerThatHasClosed() {
    open();
    recorder.onReceived = cycle::close;
    cycle.getAnswered(bytes("1" + RS + "4after"));
    assertThat(taken()).containsExactly("received CLOSE[0 bytes]", "closed");
  }

  @Test
  void closesAtOnceWhatWasNeverOpen() {
    cycle.start();
    cycle.close();
    assertThat(taken()).containsExactly("GET", "closed");
    cycle.getAnswered(bytes(OPEN));
    assertThat(taken()).isEmpty();
  }

  @Test
  void tellsTheFateOfEverythingWhenItIsAbandoned() {
    open();
    send("4a", "a");
    cycle.flush();
    send("4b", "b");
    cycle.abandon();
    send("4c", "c");
    cycle.flush();
    assertThat(taken()).containsExactly("POST 4a", "a lost", "b lost", "c lost");
    assertThat(cycle.queuedBytes()).isZero();
  }

  @Test
  void receivesWhatCameBeforeAMistakeInTheBody() {
    open();
    assertThatThrownBy(() -> cycle.getAnswered(bytes("4a" + RS + RS + "4b")))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            broken -> assertThat(broken.rule()).isEqualTo(ProtocolRule.EMPTY_PACKET));
    assertThat(taken()).containsExactly("received MESSAGE[1 bytes]");
  }
}
