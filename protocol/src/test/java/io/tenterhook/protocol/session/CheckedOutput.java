package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks at every output what must hold whatever users, servers and networks do.
 *
 * <p>It keeps four books: what the <em>user</em> has been told about each namespace, what the
 * <em>wire</em> of the present connection has seen of it, the {@link CheckedPackets packets}, and
 * what each namespace needs for its {@link CheckedRecovery recovery}. The test enters what it does
 * itself: the user's wishes and the server's packets, just before the session hears of them.
 */
final class CheckedOutput extends RecordingOutput {
  /** What the user knows about a namespace. Absent: ended, or never opened. */
  enum User {
    WANTED,
    CONNECTED
  }

  /** What the server's packets say about a namespace. Absent: not joined. */
  enum Wire {
    ASKED,
    JOINED
  }

  /** What a namespace does between the server's answer and {@link #connected}, in this order. */
  private enum Stage {
    EVENTS,
    BUFFERED,
    RETRIES
  }

  final Map<Namespace, User> user = new HashMap<>();
  final Map<Namespace, Wire> wire = new HashMap<>();
  final Map<Namespace, Integer> authQuestions = new HashMap<>();
  final Map<@Nullable Namespace, Integer> retryQuestions = new HashMap<>();

  final CheckedPackets packets = new CheckedPackets();
  final CheckedRecovery recovery = new CheckedRecovery();

  /** The session's clock. */
  LongSupplier clock = () -> 0;

  /** The id under which an ack was asked for last. */
  long lastAckId;

  private boolean transport;
  private PacketDecoder decoder = new PacketDecoder(DecoderLimits.DEFAULT);
  private @Nullable Namespace connecting;
  private Stage stage = Stage.EVENTS;
  private Namespace lastAddressed = Namespace.ROOT;

  boolean hasTransport() {
    return transport;
  }

  /** The server is about to say this. */
  void enter(String message) {
    recovery.remember();
    if (message.length() < 2 || message.charAt(0) != '4') {
      return;
    }
    int start = message.charAt(1) == '5' ? message.indexOf('-') + 1 : 2;
    boolean named = message.startsWith("/", start);
    Namespace name =
        named ? Namespace.of(message.substring(start, message.indexOf(','))) : Namespace.ROOT;
    lastAddressed = name;
    switch (message.charAt(1)) {
      case '0' -> {
        if (wire.replace(name, Wire.ASKED, Wire.JOINED) && user.get(name) == User.WANTED) {
          recovery.accepted(name, message);
        }
      }
      case '1' -> {
        if (wire.remove(name) != null) {
          recovery.forget(name);
        }
      }
      case '4' -> wire.remove(name, Wire.ASKED);
      default -> {}
    }
  }

  /** Between two inputs. */
  void checkQuiet(boolean deadlineIsSet) {
    assertThat(connecting).as("early events or kept packets without connected").isNull();
    assertThat(decoder.awaitsAttachments()).as("attachments still due").isFalse();
    if (user.isEmpty()) {
      assertThat(transport).as("a transport that nobody uses").isFalse();
      assertThat(deadlineIsSet)
          .as("deadlines are those of buffered packets")
          .isEqualTo(packets.hasBuffered());
    }
    packets.checkQuiet(
        user.keySet(),
        user.keySet().stream().filter(name -> user.get(name) == User.CONNECTED).toList());
    user.forEach(
        (name, state) -> {
          assertThat(state == User.WANTED || wire.get(name) == Wire.JOINED)
              .as("%s connected for the user as for the server", name)
              .isTrue();
          assertThat(state == User.CONNECTED || deadlineIsSet || isAsked(name))
              .as("%s is on its way", name)
              .isTrue();
        });
  }

  /** Somebody was asked whether to try it again. */
  boolean isAsked(Namespace name) {
    return retryQuestions.containsKey(name) || retryQuestions.containsKey(null);
  }

  @Override
  public void openTransport(int attempt) {
    super.openTransport(attempt);
    assertThat(transport).as("a second transport").isFalse();
    assertThat(attempt).isNotNegative();
    retryQuestions.remove(null);
    packets.writable = true;
    transport = true;
  }

  @Override
  public void closeTransport(SessionEnd why) {
    super.closeTransport(why);
    assertThat(transport).isTrue();
    transport = false;
    if (why instanceof SessionEnd.ProtocolViolated violated) {
      recovery.recall();
      if (violated.violation().rule() == ProtocolRule.EARLY_EVENTS_TOO_LARGE) {
        recovery.forget(lastAddressed);
      }
    }
    wire.clear();
    authQuestions.clear();
    decoder = new PacketDecoder(DecoderLimits.DEFAULT);
  }

  @Override
  public void transmit(
      byte[] array, int start, int end, boolean binary, @Nullable OutboundPacket completes) {
    byte[] message = Arrays.copyOfRange(array, start, end);
    super.transmit(array, start, end, binary, completes);
    assertThat(transport).isTrue();
    if (binary || message[0] == '4') {
      Packet packet = binary ? decoder.binary(message) : decoder.text(message, 1, message.length);
      assertThat(completes == null || packet != null).isTrue();
      if (packet != null) {
        checkSent(packet, completes);
      }
    } else {
      assertThat(message).as("a bare pong").containsExactly('3');
    }
  }

  private void checkSent(Packet packet, @Nullable OutboundPacket completes) {
    Namespace name = packet.namespace();
    if (packet instanceof Packet.Connect connect) {
      recovery.connectSent(name, connect.payload());
      assertThat(wire.put(name, Wire.ASKED)).as("a second CONNECT").isNull();
      assertThat(user.get(name)).isEqualTo(User.WANTED);
    } else if (packet instanceof Packet.Disconnect) {
      assertThat(wire.remove(name)).as("DISCONNECT on what is joined").isEqualTo(Wire.JOINED);
    } else {
      assertThat(wire.get(name)).as("packet on what is joined").isEqualTo(Wire.JOINED);
      assertThat(completes).isNotNull();
      boolean retried = completes.delivery.retries() > 0;
      if (user.get(name) != User.CONNECTED) {
        assertThat(retried || completes.delivery.buffered()).isTrue();
        enter(name, retried ? Stage.RETRIES : Stage.BUFFERED);
      }
      packets.sent(completes, packet, clock.getAsLong());
      if (packet instanceof Packet.Event event && event.ackId() >= 0) {
        lastAckId = event.ackId();
      }
    }
  }

  private void enter(Namespace name, Stage next) {
    assertThat(connecting == null || connecting.equals(name)).isTrue();
    assertThat(connecting == null || stage.compareTo(next) <= 0)
        .as("%s after %s", next, stage)
        .isTrue();
    connecting = name;
    stage = next;
  }

  @Override
  public void requestAuth(Namespace namespace, int ticket) {
    super.requestAuth(namespace, ticket);
    assertThat(transport).isTrue();
    assertThat(user.get(namespace)).isEqualTo(User.WANTED);
    assertThat(wire).doesNotContainKey(namespace);
    retryQuestions.remove(namespace);
    authQuestions.put(namespace, ticket);
  }

  @Override
  public void connected(Namespace namespace, String sid, boolean recovered) {
    super.connected(namespace, sid, recovered);
    assertThat(user.put(namespace, User.CONNECTED)).isEqualTo(User.WANTED);
    assertThat(wire.get(namespace)).isEqualTo(Wire.JOINED);
    assertThat(connecting == null || connecting.equals(namespace)).isTrue();
    recovery.connected(namespace, recovered);
    connecting = null;
  }

  @Override
  public void event(Packet.Event event) {
    super.event(event);
    assertThat(wire.get(event.namespace())).isEqualTo(Wire.JOINED);
    if (user.get(event.namespace()) != User.CONNECTED) {
      enter(event.namespace(), Stage.EVENTS);
    }
    recovery.delivered(event);
  }

  @Override
  public void acked(OutboundPacket packet, Packet.Ack ack) {
    super.acked(packet, ack);
    assertThat(user.get(packet.namespace())).isEqualTo(User.CONNECTED);
    packets.acked(packet);
  }

  @Override
  public void buffered(Namespace namespace, int count, long bytes) {
    super.buffered(namespace, count, bytes);
    packets.told(namespace, count, bytes);
  }

  @Override
  public void failed(OutboundPacket packet, EmitFailure failure, @Nullable SessionEnd end) {
    super.failed(packet, failure, end);
    if (failure == EmitFailure.CONNECTION_ENDED) {
      assertThat(end).isNotNull();
    } else if (failure != EmitFailure.NOT_CONNECTED) {
      assertThat(end).isNull();
    }
    packets.failed(packet, failure, clock.getAsLong());
  }

  @Override
  public void interrupted(Namespace namespace, SessionEnd end) {
    super.interrupted(namespace, end);
    assertThat(user.put(namespace, User.WANTED)).isEqualTo(User.CONNECTED);
    packets.lost(namespace);
  }

  @Override
  public void askRetry(
      @Nullable Namespace namespace,
      int ticket,
      SessionEnd end,
      int failures,
      boolean everConnected) {
    super.askRetry(namespace, ticket, end, failures, everConnected);
    assertThat(failures).isPositive();
    assertThat(transport).as("one namespace is asked about alone").isEqualTo(namespace != null);
    if (namespace == null) {
      assertThat(user).isNotEmpty().doesNotContainValue(User.CONNECTED);
    } else {
      assertThat(user.get(namespace)).isEqualTo(User.WANTED);
    }
    assertThat(retryQuestions.put(namespace, ticket)).as("asked twice").isNull();
  }

  @Override
  public void retrying(
      @Nullable Namespace namespace, int attempt, long delayNanos, SessionEnd end) {
    super.retrying(namespace, attempt, delayNanos, end);
    assertThat(attempt).isPositive();
    assertThat(delayNanos).isNotNegative();
    assertThat(retryQuestions.remove(namespace)).as("an answered question").isNotNull();
  }

  @Override
  public void ended(Namespace namespace, SessionEnd end) {
    super.ended(namespace, end);
    assertThat(user.remove(namespace)).as("ended twice").isNotNull();
    packets.lost(namespace);
    if (end instanceof SessionEnd.ClientDisconnected || end instanceof SessionEnd.ClientClosed) {
      recovery.forget(namespace);
    }
    retryQuestions.remove(namespace);
    authQuestions.remove(namespace);
    if (user.isEmpty()) {
      retryQuestions.clear();
    }
  }
}
