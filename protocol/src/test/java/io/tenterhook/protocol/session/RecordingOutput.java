package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a session says, one readable line for each call, and remembers the tickets of
 * its questions. Scribbles over every array it is given to send, as a transport may that masks in
 * place.
 *
 * <pre>{@code
 * openTransport 0
 * send 40{"token":"x"}
 * connected / abc
 * send 420["hi"] completes ["hi"]
 * askRetry all TransportLost(cut) failures=1 everConnected
 * }</pre>
 */
class RecordingOutput implements SessionOutput {
  private final List<String> lines = new ArrayList<>();
  private final Map<Namespace, Integer> authTickets = new HashMap<>();
  private final Map<@Nullable Namespace, Integer> retryTickets = new HashMap<>();

  /** What was said since the last call. */
  final List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  /** The ticket of the last {@link #askRetry} about a namespace, or with null about all. */
  final int retryTicket(@Nullable Namespace namespace) {
    return retryTickets.getOrDefault(namespace, 0);
  }

  /** The ticket of the last {@link #requestAuth} for a namespace. */
  final int authTicket(Namespace namespace) {
    return authTickets.getOrDefault(namespace, 0);
  }

  @Override
  public void openTransport(int attempt) {
    lines.add("openTransport " + attempt);
  }

  @Override
  public void closeTransport(SessionEnd why) {
    lines.add("closeTransport " + describe(why));
  }

  @Override
  public void transmit(
      byte[] array, int start, int end, boolean binary, @Nullable OutboundPacket completes) {
    assertThat(binary || array[start] != '2').as("never a ping of ours").isTrue();
    String message =
        binary ? "binary " + HexFormat.of().formatHex(array, start, end) : text(array, start, end);
    lines.add("send " + message + (completes == null ? "" : " completes " + completes));
    Arrays.fill(array, (byte) '#');
  }

  @Override
  public void handshake(Handshake handshake) {
    lines.add("handshake " + handshake.sid());
  }

  @Override
  public void requestAuth(Namespace namespace, int ticket) {
    authTickets.put(namespace, ticket);
    lines.add("requestAuth " + namespace);
  }

  @Override
  public void connected(Namespace namespace, String sid, boolean recovered) {
    lines.add("connected " + namespace + " " + sid + (recovered ? " recovered" : ""));
  }

  @Override
  public void event(Packet.Event event) {
    lines.add(
        "event "
            + event.namespace()
            + " "
            + text(event.array(), event.argsStart(), event.argsEnd())
            + (event.ackId() < 0 ? "" : " ack=" + event.ackId())
            + hex(event.attachments()));
  }

  @Override
  public void acked(OutboundPacket packet, Packet.Ack ack) {
    lines.add(
        "acked "
            + packet
            + " "
            + text(ack.array(), ack.start(), ack.end())
            + hex(ack.attachments()));
  }

  @Override
  public void failed(OutboundPacket packet, EmitFailure failure, @Nullable SessionEnd end) {
    lines.add("failed " + packet + " " + failure + (end == null ? "" : " " + describe(end)));
  }

  @Override
  public void buffered(Namespace namespace, int count, long bytes) {
    lines.add("buffered " + namespace + " " + count + " packets, " + bytes + " bytes");
  }

  @Override
  public void interrupted(Namespace namespace, SessionEnd end) {
    lines.add("interrupted " + namespace + " " + describe(end));
  }

  @Override
  public void askRetry(
      @Nullable Namespace namespace,
      int ticket,
      SessionEnd end,
      int failures,
      boolean everConnected) {
    retryTickets.put(namespace, ticket);
    lines.add(
        "askRetry "
            + (namespace == null ? "all" : namespace)
            + " "
            + describe(end)
            + " failures="
            + failures
            + (everConnected ? " everConnected" : ""));
  }

  @Override
  public void retrying(
      @Nullable Namespace namespace, int attempt, long delayNanos, SessionEnd end) {
    lines.add(
        "retrying "
            + (namespace == null ? "all" : namespace)
            + " "
            + attempt
            + " "
            + Duration.ofNanos(delayNanos)
            + " "
            + describe(end));
  }

  @Override
  public void ended(Namespace namespace, SessionEnd end) {
    lines.add("ended " + namespace + " " + describe(end));
  }

  @Override
  public void dropped(Drop drop, Namespace namespace) {
    lines.add("dropped " + namespace + " " + drop);
  }

  /** The name of the end and, in brackets, what tells it from others of its kind. */
  static String describe(SessionEnd end) {
    String name = end.getClass().getSimpleName();
    if (end instanceof SessionEnd.Refused refused) {
      JsonRange payload = refused.payload();
      return payload == null ? name : name + "(" + payload + ")";
    } else if (end instanceof SessionEnd.TransportLost lost) {
      return name + "(" + lost.detail() + ")";
    } else if (end instanceof SessionEnd.AuthFailed failed) {
      return name + "(" + failed.detail() + ")";
    } else if (end instanceof SessionEnd.ProtocolViolated violated) {
      return name + "(" + violated.violation().rule() + ")";
    } else if (end instanceof SessionEnd.TimedOut late) {
      return name + "(" + late.phase() + " " + Duration.ofNanos(late.nanos()) + ")";
    }
    return name;
  }

  private static String text(byte[] array, int start, int end) {
    return new String(array, start, end - start, StandardCharsets.UTF_8);
  }

  private static String hex(List<byte[]> attachments) {
    StringBuilder text = new StringBuilder();
    for (byte[] attachment : attachments) {
      text.append(" +").append(HexFormat.of().formatHex(attachment));
    }
    return text.toString();
  }
}
