package io.tenterhook.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Faults as text, for command lines.
 *
 * <pre>
 *   name            never-ping
 *   name=value      http=502   delay=50..200ms   drop-after=20
 *   act@moment      cut@sent-20   half-close@ack   stall=2s@connect
 * </pre>
 */
final class FaultNames {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Pattern NUMBERED = Pattern.compile("(\\w+)-(\\d{1,9})");
  private static final long SEED = 1;

  /** By name: what follows it, empty for nothing, and the fault that the value makes. */
  private static final Map<String, Named<Fault>> FAULTS = new LinkedHashMap<>();

  private static final Map<String, Named<Consumer<ServerConnection>>> ACTS = new LinkedHashMap<>();

  private static final List<String> MOMENTS =
      List.of("handshake", "connect", "ack", "attachment", "frame-N", "sent-N", "received-N");

  private record Named<T>(String value, Function<String, T> maker) {
    String form(String name) {
      return value.isEmpty() ? name : name + "=" + value;
    }
  }

  static {
    fault("http", "STATUS", value -> Fault.http(number(value), ""));
    fault("http-on-request", "N:STATUS", FaultNames::httpOnRequest);
    fault("redirect", "URL", Fault::redirect);
    fault("silence", Fault.silence());
    fault("no-open", Fault.noOpen());
    fault("bad-open", Fault.insteadOfOpen("0{\"sid\":\"\"}"));
    fault("wrong-sid", Fault.wrongSid());
    fault("refuse-upgrade", "STATUS", value -> Fault.refuseUpgrade(number(value)));
    fault("ignore-probe", Fault.ignoreProbe());
    fault("never-ping", Fault.neverPing());
    fault("late-ping", "TIME", value -> Fault.latePing(time(value)));
    fault("ignore-pongs", Fault.ignorePongs());
    fault("never-answer-connect", Fault.neverAnswerConnect());
    fault("delay-connect", "TIME", value -> Fault.delayConnect(time(value)));
    fault("refuse-connect", "MESSAGE", value -> Fault.refuseConnect(value, "null"));
    fault("never-ack", Fault.neverAck());
    fault("duplicate-ack", Fault.duplicateAck());
    fault("wrong-namespace-ack", "NAMESPACE", Fault::wrongNamespaceAck);
    fault("swap-events", "N", value -> Fault.swapEvents(number(value)));
    fault("missing-attachment", Fault.missingAttachment());
    fault("extra-attachment", Fault.extraAttachment());
    fault("latency", "TIME", value -> Fault.latency(time(value)));
    fault("delay", "FROM..TO", FaultNames::delay);
    fault("bandwidth", "BYTES", value -> Fault.bandwidth(number(value)));
    fault("trickle", "BYTES/TIME", FaultNames::trickle);
    fault("drop-after", "N", value -> Fault.afterSent(number(value), ServerConnection::cut));

    act("cut", ServerConnection::cut);
    act("finish", ServerConnection::finish);
    act("half-close", ServerConnection::halfClose);
    act("black-hole", ServerConnection::blackHole);
    ACTS.put("stall", new Named<>("TIME", FaultNames::stall));
    act("stop-pinging", ServerConnection::stopPinging);
    act("close", ServerConnection::close);
    act("engine-close", ServerConnection::sendClose);
    act("kick", connection -> connection.disconnect(false));
    act("kick-out", connection -> connection.disconnect(true));
    act("invalid-utf8", ServerConnection::sendInvalidUtf8);
    act("invalid-json", ServerConnection::sendInvalidJson);
    ACTS.put("oversize", new Named<>("BYTES", FaultNames::oversize));
  }

  private FaultNames() {}

  private static void fault(String name, String value, Function<String, Fault> maker) {
    FAULTS.put(name, new Named<>(value, maker));
  }

  private static void fault(String name, Fault fault) {
    FAULTS.put(name, new Named<>("", value -> fault));
  }

  private static void act(String name, Consumer<ServerConnection> act) {
    ACTS.put(name, new Named<>("", value -> act));
  }

  static List<String> forms() {
    List<String> forms = new ArrayList<>();
    FAULTS.forEach((name, named) -> forms.add(named.form(name)));
    ACTS.forEach((name, named) -> forms.add(named.form(name) + "@MOMENT"));
    return List.copyOf(forms);
  }

  static List<Fault> parseAll(String text) {
    List<Fault> faults = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      faults.add(parse(one.strip()));
    }
    return List.copyOf(faults);
  }

  static Fault parse(String text) {
    Named<Fault> fault = FAULTS.get(nameOf(text));
    if (fault != null) {
      return make(text, nameOf(text), text, fault);
    }
    int at = text.lastIndexOf('@');
    String act = at < 0 ? text : text.substring(0, at);
    Named<Consumer<ServerConnection>> named = ACTS.get(nameOf(act));
    if (named == null) {
      throw wrong(text, "is none of " + String.join(", ", forms()));
    }
    if (at < 0) {
      throw wrong(text, "lacks its moment: add @ and one of " + String.join(", ", MOMENTS));
    }
    return at(text, text.substring(at + 1), make(text, nameOf(act), act, named));
  }

  private static String nameOf(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '=' && text.charAt(end) != '@') {
      end++;
    }
    return text.substring(0, end);
  }

  private static <T> T make(String text, String name, String nameAndValue, Named<T> named) {
    boolean hasValue = nameAndValue.length() > name.length();
    if (hasValue == named.value().isEmpty()) {
      throw wrong(text, "is not of the form " + named.form(name));
    }
    try {
      return named.maker().apply(hasValue ? nameAndValue.substring(name.length() + 1) : "");
    } catch (IllegalArgumentException e) {
      throw wrong(text, "is not of the form " + named.form(name) + ": " + e.getMessage());
    }
  }

  private static Fault at(String text, String moment, Consumer<ServerConnection> act) {
    Matcher numbered = NUMBERED.matcher(moment);
    String kind = numbered.matches() ? numbered.group(1) + "-N" : moment;
    int number = numbered.matches() ? number(numbered.group(2)) : 0;
    return switch (kind) {
      case "handshake" -> Fault.atHandshake(act);
      case "connect" -> Fault.afterConnect(act);
      case "ack" -> Fault.onAck(act);
      case "attachment" -> Fault.betweenHeaderAndAttachment(act);
      case "frame-N" -> Fault.inFrame(number, act);
      case "sent-N" -> Fault.afterSent(number, act);
      case "received-N" -> Fault.afterReceived(number, act);
      default -> throw wrong(text, "has no moment of " + String.join(", ", MOMENTS));
    };
  }

  private static IllegalArgumentException wrong(String text, String why) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return new IllegalArgumentException("fault \"" + shown + "\" " + why);
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + value + "\" is no number", e);
    }
  }

  private static Duration time(String value) {
    Matcher time = TIME.matcher(value);
    if (!time.matches()) {
      throw new IllegalArgumentException("\"" + value + "\" is no time such as 200ms, 2s or 1m");
    }
    long amount = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static String[] two(String value, String separator) {
    int at = value.indexOf(separator);
    if (at < 0) {
      throw new IllegalArgumentException("\"" + value + "\" has no \"" + separator + "\"");
    }
    return new String[] {value.substring(0, at), value.substring(at + separator.length())};
  }

  private static Fault httpOnRequest(String value) {
    String[] parts = two(value, ":");
    return Fault.httpOnRequest(number(parts[0]), number(parts[1]));
  }

  private static Fault trickle(String value) {
    String[] parts = two(value, "/");
    return Fault.trickle(number(parts[0]), time(parts[1]));
  }

  /** {@code 50..200ms} as well as {@code 50ms..2s}. */
  private static Fault delay(String value) {
    String[] parts = two(value, "..");
    Matcher most = TIME.matcher(parts[1]);
    boolean bare = !parts[0].isEmpty() && parts[0].chars().allMatch(Character::isDigit);
    String least = bare && most.matches() ? parts[0] + most.group(2) : parts[0];
    return Fault.delay(time(least), time(parts[1]), SEED);
  }

  private static Consumer<ServerConnection> stall(String value) {
    Duration time = time(value);
    return connection -> connection.stall(time);
  }

  private static Consumer<ServerConnection> oversize(String value) {
    String packet = ServerConnection.oversize(number(value));
    return connection -> connection.sendText(packet);
  }
}
