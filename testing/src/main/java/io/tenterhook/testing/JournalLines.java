package io.tenterhook.testing;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal's entries as packets and writes each as one line of JSON. {@link
 * Journal#toJsonLines} has the schema.
 *
 * <p>Each direction of each session has a decoder. What is no packet to it, also for want of an
 * attachment or because the entries before are forgotten, is written as a message.
 */
final class JournalLines {
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int ID_LENGTH = 20;

  /** Null where messages are no Socket.IO packets. */
  private final @Nullable Parser parser;

  private final ServerOptions options;

  /** Without what differs from run to run. */
  private final boolean repeatable;

  private final List<String> lines = new ArrayList<>();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /** What ids are called in repeatable lines. */
  private final Map<String, String> names = new LinkedHashMap<>();

  private final Map<String, Integer> named = new HashMap<>();

  private JournalLines(ServerOptions options, boolean repeatable) {
    this.options = options;
    this.parser = options.engineHandler() == null ? options.parser() : null;
    this.repeatable = repeatable;
  }

  static List<String> of(List<JournalEntry> entries, ServerOptions options) {
    return new JournalLines(options, false).read(entries);
  }

  /** Without times and heartbeat, and with ids by their order: the same in every run. */
  static List<String> repeatable(List<JournalEntry> entries, ServerOptions options) {
    JournalLines reader = new JournalLines(options, true);
    return reader.read(entries).stream().map(reader::withNames).toList();
  }

  private List<String> read(List<JournalEntry> entries) {
    entries.forEach(this::entry);
    sessions.forEach(
        (sid, session) -> {
          session.in.giveUp();
          session.out.giveUp();
        });
    return lines;
  }

  private String withNames(String line) {
    String renamed = line;
    for (Map.Entry<String, String> name : names.entrySet()) {
      renamed = renamed.replace(name.getKey(), name.getValue());
    }
    return renamed;
  }

  /** The ids of this server; one that a test has made up is the same in every run. */
  private void name(String what, String id) {
    if (id.length() == ID_LENGTH && !names.containsKey(id)) {
      names.put(id, what + "-" + named.merge(what, 1, Integer::sum));
    }
  }

  private void entry(JournalEntry entry) {
    Session session = sessions.computeIfAbsent(entry.sid(), Session::new);
    switch (entry.kind()) {
      case OPENED -> {
        session.transport = entry.text();
        session.add(line(entry, "opened").text("transport", entry.text()));
      }
      case UPGRADED -> {
        session.transport = entry.text();
        session.add(line(entry, "upgrade").text("transport", entry.text()));
      }
      case RECEIVED, RECEIVED_BINARY -> session.in.read(entry);
      case SENT, SENT_BINARY -> session.out.read(entry);
      case FLOOD -> session.add(line("out", entry, "flood").text("text", entry.text()));
      case DROPPED -> session.add(line("out", entry, "dropped").text("text", entry.text()));
      case LEFT -> {
        int end = entry.text().lastIndexOf(": ");
        session.add(
            line(entry, "left")
                .text("nsp", entry.text().substring(0, end))
                .text("reason", entry.text().substring(end + 2)));
      }
      case CLOSED -> session.add(line(entry, "closed").text("reason", entry.text()));
      case ERROR -> session.add(line(entry, "error").text("text", entry.text()));
      case FAULT -> session.add(line(entry, "fault").text("text", entry.text()));
      case REQUEST -> request(session, entry);
    }
  }

  /** How many polls a session needs is a matter of time, and clients count them in "t". */
  private void request(Session session, JournalEntry entry) {
    String text = entry.text();
    if (!repeatable) {
      session.add(line(entry, "request").text("text", text));
    } else if (!text.contains("sid=")) {
      session.add(line(entry, "request").text("text", text.replaceFirst("&t=[^& ]*", "")));
    }
  }

  private JsonLine line(@Nullable String direction, JournalEntry entry, String kind) {
    JsonLine line = new JsonLine();
    if (!repeatable) {
      line.text("at", at(entry.at()));
    }
    if (direction != null) {
      line.text("dir", direction);
    }
    return line.text("kind", kind);
  }

  private JsonLine line(JournalEntry entry, String kind) {
    return line(null, entry, kind);
  }

  private static String at(Instant instant) {
    return AT.format(instant);
  }

  private static String json(JsonRange range) {
    return CompactJson.of(range.array(), range.start(), range.end(), List.of());
  }

  /** What is known of one Engine.IO session. */
  private final class Session {
    private final String sid;
    private final Direction in = new Direction(this, "in");
    private final Direction out = new Direction(this, "out");

    /** The pids that CONNECT packets have asked to recover. */
    private final Map<Namespace, String> askedPids = new HashMap<>();

    private @Nullable String transport;

    private Session(String sid) {
      this.sid = sid;
      name("session", sid);
    }

    private void add(JsonLine line) {
      lines.add((sid.equals(Journal.NO_SESSION) ? line : line.text("session", sid)).toString());
    }
  }

  /** What goes one way in one session. */
  private final class Direction {
    private final Session session;
    private final String dir;
    private Parser.@Nullable Decoder decoder;

    /** A packet whose attachments have not all come. */
    private final List<JournalEntry> begun = new ArrayList<>();

    private Direction(Session session, String dir) {
      this.session = session;
      this.dir = dir;
    }

    private void read(JournalEntry entry) {
      try {
        Packet packet = decoded(entry);
        if (packet != null) {
          begun.clear();
          session.add(packet(packet, entry));
        }
      } catch (ProtocolException e) {
        decoder = null;
        if (begun.isEmpty()) {
          message(entry);
        } else {
          giveUp();
          read(entry);
        }
      }
    }

    /** Null for what is no Socket.IO packet, and for a part of one. */
    private @Nullable Packet decoded(JournalEntry entry) {
      byte[] bytes = entry.bytes();
      boolean binary = entry.kind().isBinary();
      EnginePacket packet =
          binary ? EnginePacket.binary(bytes) : EnginePacket.text(bytes, 0, bytes.length);
      if (packet.type() != EnginePacketType.MESSAGE) {
        engine(entry, packet);
        return null;
      }
      if (parser == null) {
        message(entry);
        return null;
      }
      if (decoder == null) {
        decoder = parser.decoder(options.decoderLimits());
      }
      Packet decoded =
          binary
              ? decoder.binary(bytes)
              : decoder.text(packet.array(), packet.start(), packet.end());
      if (decoded == null) {
        begun.add(entry);
      }
      return decoded;
    }

    private void giveUp() {
      decoder = null;
      begun.forEach(this::message);
      begun.clear();
    }

    private void message(JournalEntry entry) {
      JsonLine line = line(dir, entry, "message");
      session.add(
          entry.kind().isBinary()
              ? line.raw("data", CompactJson.base64(entry.bytes()))
              : line.text("text", entry.text()));
    }

    private void engine(JournalEntry entry, EnginePacket packet) {
      EnginePacketType type = packet.type();
      if (repeatable && (type == EnginePacketType.PING || type == EnginePacketType.PONG)) {
        return;
      }
      JsonLine line = line(dir, entry, "engine").text("type", type.name().toLowerCase(Locale.ROOT));
      if (packet.length() > 0) {
        line.raw("data", data(packet));
      }
      session.add(line);
    }

    private static String data(EnginePacket packet) {
      try {
        JsonScanner.checkValue(
            packet.array(), packet.start(), packet.end(), JsonScanner.DEFAULT_MAX_DEPTH);
        return json(new JsonRange(packet.array(), packet.start(), packet.end()));
      } catch (ProtocolException e) {
        return Json.string(
            new String(packet.array(), packet.start(), packet.length(), StandardCharsets.UTF_8));
      }
    }

    private JsonLine packet(Packet packet, JournalEntry entry) {
      String nsp = packet.namespace().name();
      if (packet instanceof Packet.Event event) {
        JsonLine line = line(dir, entry, "event").text("nsp", nsp).text("event", event.name());
        line.raw(
            "args",
            CompactJson.array(
                event.array(), event.argsStart(), event.argsEnd(), 1, event.attachments()));
        return event.ackId() < 0 ? line : line.number("ack", event.ackId());
      }
      if (packet instanceof Packet.Ack ack) {
        return line(dir, entry, "ack")
            .text("nsp", nsp)
            .raw(
                "args",
                CompactJson.array(ack.array(), ack.start(), ack.end(), 0, ack.attachments()))
            .number("ack", ack.id());
      }
      if (packet instanceof Packet.Connect connect) {
        return connect(line(dir, entry, "connect").text("nsp", nsp), connect);
      }
      if (packet instanceof Packet.ConnectError error) {
        return refusal(line(dir, entry, "connect_error").text("nsp", nsp), error.payload());
      }
      DisconnectReason reason =
          dir.equals("in")
              ? DisconnectReason.CLIENT_NAMESPACE_DISCONNECT
              : DisconnectReason.SERVER_NAMESPACE_DISCONNECT;
      return line(dir, entry, "disconnect").text("nsp", nsp).text("reason", reason.text());
    }

    /** What a client asks, or the server's answer to it. */
    private JsonLine connect(JsonLine line, Packet.Connect connect) {
      JsonRange payload = connect.payload();
      if (payload == null) {
        return line;
      }
      String pid = Json.stringMember(payload, "pid");
      if (dir.equals("in")) {
        if (pid != null) {
          session.askedPids.put(connect.namespace(), pid);
        }
        return line.raw("auth", json(payload));
      }
      String sid = Json.stringMember(payload, "sid");
      if (sid == null) {
        return line.raw("data", json(payload));
      }
      name("socket", sid);
      String asked = session.askedPids.remove(connect.namespace());
      line.text("sid", sid).flag("recovered", pid != null && pid.equals(asked));
      if (pid != null) {
        name("pid", pid);
        line.text("pid", pid);
      }
      return session.transport == null ? line : line.text("transport", session.transport);
    }

    private static JsonLine refusal(JsonLine line, @Nullable JsonRange payload) {
      if (payload == null) {
        return line;
      }
      String message = Json.stringMember(payload, "message");
      JsonRange data = message == null ? payload : Json.member(payload, "data");
      if (message != null) {
        line.text("message", message);
      }
      return data == null ? line : line.raw("data", json(data));
    }
  }
}
