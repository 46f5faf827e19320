package io.tenterhook.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tenterhook.cli.bench.Figures;
import io.tenterhook.cli.bench.Outcome;
import io.tenterhook.cli.bench.Second;
import io.tenterhook.cli.bench.Subject;
import io.tenterhook.cli.probe.Finding;
import io.tenterhook.cli.probe.Step;
import io.tenterhook.cli.probe.Verdict;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one line schema of everything that is recorded or printed for programs:
 *
 * <pre>
 * {"at":"2026-01-31T12:00:00.123Z","dir":"in","kind":"event","nsp":"/","event":"price","args":[…],"ack":7}
 * {"at":…,"kind":"connect","nsp":"/","sid":"…","recovered":false,"transport":"websocket"}
 * {"at":…,"kind":"upgrade","transport":"websocket"}
 * {"at":…,"kind":"connect_error","nsp":"/","message":"…","data":…}
 * {"at":…,"kind":"disconnect","nsp":"/","reason":"transport close","willReconnect":true}
 * {"at":…,"kind":"reconnect","attempt":1,"delayMs":812}
 * {"at":…,"dir":"in","kind":"ack","nsp":"/","args":[…]}
 * {"at":…,"dir":"in","kind":"ack","nsp":"/","args":[…],"ack":3,"event":"order","ms":1.25}
 * {"at":…,"kind":"error","type":"TransportException","message":"…"}
 * {"at":…,"kind":"stat","count":7,"rate":2.0,"bytes":512,"events":{"price":7}}
 * {"at":…,"kind":"probe","step":"tcp","status":"failed","ms":1.25,"finding":"port-closed","message":"…","details":{…}}
 * {"at":…,"kind":"verdict","mistake":"port-closed","exit":3,"message":"…","next":"…"}
 * {"at":…,"kind":"stat","second":1,"count":1000,"rate":999.8,"errors":0,"connections":10,"p50Ms":0.3,…}
 * {"at":…,"kind":"bench","what":"call","done":10000,"rate":999.8,"errors":0,"latency":{"p50Ms":0.3,…},…}
 * </pre>
 *
 * <p>{@code ack} and {@code data} are left out when there are none. {@code args} come in as JSON
 * arrays, in which binary is <code>{"$base64":"…"}</code>: see {@link JsonText#compact}.
 */
final class JsonLines {
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;

  JsonLines(InstantSource clock) {
    this.clock = clock;
  }

  /** Which way an event or an ack went. */
  enum Direction {
    IN("in"),
    OUT("out");

    private final String word;

    Direction(String word) {
      this.word = word;
    }
  }

  String event(Direction dir, String namespace, String event, String args, OptionalLong ack) {
    return line(
        out -> {
          out.writeStringField("dir", dir.word);
          out.writeStringField("kind", "event");
          out.writeStringField("nsp", namespace);
          out.writeStringField("event", event);
          raw(out, "args", args);
          if (ack.isPresent()) {
            out.writeNumberField("ack", ack.getAsLong());
          }
        });
  }

  String ack(Direction dir, String namespace, String args) {
    return line(
        out -> {
          out.writeStringField("dir", dir.word);
          out.writeStringField("kind", "ack");
          out.writeStringField("nsp", namespace);
          raw(out, "args", args);
        });
  }

  /** One of several acks: to which call it is, and how long it took. */
  String ack(String namespace, String args, int number, String event, Duration took) {
    return line(
        out -> {
          out.writeStringField("dir", Direction.IN.word);
          out.writeStringField("kind", "ack");
          out.writeStringField("nsp", namespace);
          raw(out, "args", args);
          out.writeNumberField("ack", number);
          out.writeStringField("event", event);
          out.writeNumberField("ms", millis(took));
        });
  }

  String connect(String namespace, String sid, boolean recovered, Transport transport) {
    return line(
        out -> {
          out.writeStringField("kind", "connect");
          out.writeStringField("nsp", namespace);
          out.writeStringField("sid", sid);
          out.writeBooleanField("recovered", recovered);
          out.writeStringField("transport", transport.text());
        });
  }

  String upgrade(Transport to) {
    return line(
        out -> {
          out.writeStringField("kind", "upgrade");
          out.writeStringField("transport", to.text());
        });
  }

  String connectError(String namespace, String message, Optional<RawJson> data) {
    return line(
        out -> {
          out.writeStringField("kind", "connect_error");
          out.writeStringField("nsp", namespace);
          out.writeStringField("message", message);
          if (data.isPresent()) {
            raw(out, "data", JsonText.compact(data.get()));
          }
        });
  }

  String disconnect(String namespace, String reason, boolean willReconnect) {
    return line(
        out -> {
          out.writeStringField("kind", "disconnect");
          out.writeStringField("nsp", namespace);
          out.writeStringField("reason", reason);
          out.writeBooleanField("willReconnect", willReconnect);
        });
  }

  String reconnect(int attempt, Duration delay) {
    return line(
        out -> {
          out.writeStringField("kind", "reconnect");
          out.writeNumberField("attempt", attempt);
          out.writeNumberField("delayMs", delay.toMillis());
        });
  }

  /** What has been heard so far. */
  String stat(ListenStats.Stat stat) {
    return line(
        out -> {
          out.writeStringField("kind", "stat");
          out.writeNumberField("count", stat.count());
          out.writeNumberField("rate", Math.round(stat.rate() * 10) / 10.0);
          out.writeNumberField("bytes", stat.bytes());
          out.writeObjectFieldStart("events");
          for (Map.Entry<String, Long> event : stat.byName().entrySet()) {
            out.writeNumberField(event.getKey(), event.getValue());
          }
          out.writeEndObject();
        });
  }

  /** One step of a diagnosis. */
  String probe(Step step) {
    return line(
        out -> {
          out.writeStringField("kind", "probe");
          out.writeStringField("step", step.kind().word());
          out.writeStringField("status", step.status().word());
          out.writeNumberField("ms", millis(step.took()));
          Finding finding = step.finding();
          if (finding != null) {
            out.writeStringField("finding", finding.word());
          }
          out.writeStringField("message", step.says());
          out.writeObjectFieldStart("details");
          for (Map.Entry<String, Object> detail : step.details().entrySet()) {
            out.writeFieldName(detail.getKey());
            value(out, detail.getValue());
          }
          out.writeEndObject();
        });
  }

  private static void value(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Iterable<?> texts) {
      out.writeStartArray();
      for (Object text : texts) {
        out.writeString(text.toString());
      }
      out.writeEndArray();
    } else if (value instanceof Number number) {
      out.writeNumber(number.toString());
    } else {
      out.writeString(value.toString());
    }
  }

  /** What all steps together mean. */
  String verdict(Verdict verdict, int exit) {
    return line(
        out -> {
          out.writeStringField("kind", "verdict");
          out.writeStringField("mistake", verdict.mistake());
          out.writeNumberField("exit", exit);
          out.writeStringField("message", verdict.says());
          out.writeStringField("next", verdict.next());
        });
  }

  /** One second of a bench. */
  String stat(Second second) {
    return line(
        out -> {
          out.writeStringField("kind", "stat");
          Figures.second(second, out);
        });
  }

  /** All of a bench. */
  String bench(Outcome outcome, Subject subject) {
    return line(
        out -> {
          out.writeStringField("kind", "bench");
          Figures.summary(outcome, subject, out);
        });
  }

  /** All of a bench, and its parts. */
  String benchReport(Outcome outcome, Subject subject) {
    return line(
        out -> {
          out.writeStringField("kind", "bench");
          Figures.summary(outcome, subject, out);
          Figures.details(outcome, out);
        });
  }

  String error(String type, String message) {
    return line(
        out -> {
          out.writeStringField("kind", "error");
          out.writeStringField("type", type);
          out.writeStringField("message", message);
        });
  }

  private static double millis(Duration span) {
    return Math.round(span.toNanos() / 1e4) / 100.0;
  }

  private String line(JsonText.Content members) {
    return JsonText.of(
        out -> {
          out.writeStartObject();
          out.writeStringField("at", AT.format(clock.instant()));
          members.write(out);
          out.writeEndObject();
        });
  }

  private static void raw(JsonGenerator out, String name, String json) throws IOException {
    out.writeFieldName(name);
    out.writeRawValue(json);
  }
}
