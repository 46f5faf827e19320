package io.tenterhook.cli;

import io.tenterhook.cli.JsonLines.Direction;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.Transport;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import io.tenterhook.testing.JournalEntry;
import io.tenterhook.testing.ServerSocketPeer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prints what happens at a server: the packets of its journal as lines of data, seen from the
 * server, so that {@code "dir":"in"} comes from a client; and with {@code -v} the journal itself.
 */
final class ServeReport {
  private static final Pattern PAYLOAD = Pattern.compile("(?s)\\{.*");

  private final Terminal terminal;
  private final StopOptions stop;
  private final int verbosity;
  private final JsonLines lines = new JsonLines(InstantSource.system());

  /** By Engine.IO session, until it is closed. */
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  ServeReport(Terminal terminal, StopOptions stop, int verbosity) {
    this.terminal = terminal;
    this.stop = stop;
    this.verbosity = verbosity;
  }

  /** What is half read, each way. Used by the session's loop alone. */
  private record Session(Parser.Decoder in, Parser.Decoder out) {
    Session() {
      this(Parser.json().decoder(PacketArgs.LIMITS), Parser.json().decoder(PacketArgs.LIMITS));
    }

    Parser.Decoder decoder(Direction direction) {
      return direction == Direction.IN ? in : out;
    }
  }

  void joined(ServerSocketPeer peer) {
    String namespace = peer.namespace().name();
    Transport transport =
        peer.connection().transport().equals(Transport.POLLING.text())
            ? Transport.POLLING
            : Transport.WEBSOCKET;
    terminal.data(lines.connect(namespace, peer.sid(), peer.recovered(), transport));
    var unused =
        peer.disconnected()
            .thenAccept(reason -> terminal.data(lines.disconnect(namespace, reason.text(), false)));
  }

  /** Called on event loops, in the order of each session. */
  void heard(JournalEntry entry) {
    trace(entry);
    switch (entry.kind()) {
      case RECEIVED -> text(entry, Direction.IN);
      case RECEIVED_BINARY -> decoded(entry, Direction.IN, in -> in.binary(entry.bytes()));
      case SENT -> text(entry, Direction.OUT);
      case SENT_BINARY -> decoded(entry, Direction.OUT, out -> out.binary(entry.bytes()));
      case UPGRADED -> terminal.data(lines.upgrade(Transport.WEBSOCKET));
      case ERROR -> terminal.data(lines.error("ServerError", entry.text()));
      case CLOSED -> sessions.remove(entry.sid());
      default -> {
        // What is no packet is for -v alone.
      }
    }
  }

  /** At {@code -v} without the packets; credentials of a CONNECT are never shown. */
  private void trace(JournalEntry entry) {
    boolean packet =
        switch (entry.kind()) {
          case RECEIVED, RECEIVED_BINARY, SENT, SENT_BINARY -> true;
          default -> false;
        };
    if (verbosity >= (packet ? 2 : 1)) {
      String line = entry.toString();
      boolean connect = entry.kind() == JournalEntry.Kind.RECEIVED && entry.text().startsWith("40");
      terminal.status(connect ? PAYLOAD.matcher(line).replaceFirst("{…}") : line);
    }
  }

  private void text(JournalEntry entry, Direction direction) {
    byte[] message = entry.bytes();
    if (message.length > 0 && message[0] == '4') {
      decoded(entry, direction, decoder -> decoder.text(message, 1, message.length));
    }
  }

  private void decoded(
      JournalEntry entry, Direction direction, Function<Parser.Decoder, @Nullable Packet> step) {
    Session session = sessions.computeIfAbsent(entry.sid(), sid -> new Session());
    Packet packet;
    try {
      packet = step.apply(session.decoder(direction));
    } catch (ProtocolException nonsense) {
      // The server tells of a client's nonsense; its own is a fault, on purpose.
      sessions.remove(entry.sid());
      return;
    }
    if (packet instanceof Packet.Event event) {
      print(direction, event);
    } else if (packet instanceof Packet.Ack ack) {
      terminal.data(lines.ack(direction, ack.namespace().name(), PacketArgs.of(ack)));
    } else if (packet instanceof Packet.ConnectError refused && refused.payload() != null) {
      print(refused.namespace().name(), refused.payload());
    }
  }

  private void print(Direction direction, Packet.Event event) {
    if (direction == Direction.IN && !stop.admits()) {
      return;
    }
    terminal.data(
        lines.event(
            direction,
            event.namespace().name(),
            event.name(),
            PacketArgs.of(event),
            event.ackId() < 0 ? OptionalLong.empty() : OptionalLong.of(event.ackId())));
  }

  private void print(String namespace, JsonRange payload) {
    RawJson refusal = RawJson.of(payload.toString());
    Optional<RawJson> data =
        refusal.hasMember("data") ? Optional.of(refusal.member("data")) : Optional.empty();
    terminal.data(lines.connectError(namespace, refusal.member("message").asString(), data));
  }
}
