package io.tenterhook.cli.probe;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all steps together mean: the likely mistake in one sentence, and what to do about it. Goes
 * by what the steps have found alone.
 *
 * @param mistake for programs: the word of a finding, or {@code none}
 * @param says one sentence
 * @param next what to do; empty if there is nothing to do
 */
public record Verdict(Outcome outcome, String mistake, String says, String next) {

  private static final String INVALID_NAMESPACE = "\"Invalid namespace\"";

  /** What a client can expect. */
  public enum Outcome {
    /** It works. */
    WELL,
    /** It works, but not with that URL. */
    MISUSED,
    /** There is no connection. */
    UNREACHABLE,
    /** The namespace is refused. */
    REFUSED,
    /** It works in part. */
    DEFECTIVE
  }

  static Verdict of(Target target, List<Step> steps) {
    Seen seen = new Seen(target, steps);
    if (!seen.hasSession()) {
      return new Unreached(seen).verdict();
    }
    return misjoined(seen)
        .or(() -> misused(seen))
        .or(() -> unsticky(seen))
        .or(() -> limited(seen))
        .orElseGet(() -> well(seen));
  }

  static Verdict of(Outcome outcome, Finding mistake, String says, String next) {
    return new Verdict(outcome, mistake.word(), Text.line(says), Text.line(next));
  }

  private static Optional<Verdict> misjoined(Seen seen) {
    Finding joining = seen.finding(Step.Kind.NAMESPACE);
    if (joining == null) {
      return Optional.empty();
    }
    if (seen.finding(Step.Kind.PARSER) == Finding.OTHER_PARSER) {
      String parser = seen.detail(Step.Kind.PARSER, "parser");
      return verdict(
          Outcome.UNREACHABLE,
          Finding.OTHER_PARSER,
          "The server's wire format is " + parser + ", yours is another.",
          parser.equals("msgpack")
              ? "--parser msgpack; in code parser(MessagePackParser.create())"
              : "leave --parser out; in code leave parser(…) out");
    }
    if (seen.finding(Step.Kind.PATH) == Finding.FOUND_ELSEWHERE) {
      return misused(seen);
    }
    if (!seen.target().urlPath().isEmpty()
        && seen.says(Step.Kind.NAMESPACE).contains(INVALID_NAMESPACE)) {
      return Optional.of(
          misuse(
              "The URL has the path "
                  + seen.target().urlPath()
                  + ", but the server has neither a namespace of that name nor Socket.IO below.",
              "leave it out of the URL"));
    }
    if (joining == Finding.CONNECT_ERROR) {
      return verdict(
          Outcome.REFUSED,
          joining,
          "Everything works up to CONNECT: " + seen.says(Step.Kind.NAMESPACE) + ".",
          seen.detail(Step.Kind.NAMESPACE, "next"));
    }
    return unsticky(seen)
        .or(
            () ->
                verdict(
                    Outcome.UNREACHABLE,
                    joining,
                    "A session is opened, but no namespace: " + seen.says(Step.Kind.NAMESPACE),
                    seen.detail(Step.Kind.NAMESPACE, "next")));
  }

  private static Optional<Verdict> misused(Seen seen) {
    String path = seen.target().urlPath();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (seen.finding(Step.Kind.PATH) == Finding.FOUND_ELSEWHERE) {
      return Optional.of(new Unreached(seen).elsewhere());
    }
    return Optional.of(
        seen.detail(Step.Kind.NAMESPACE, "nsp").equals(path)
            ? misuse(
                "The URL has the path " + path + ", which is a namespace, no HTTP path.",
                "leave it out of the URL: -n " + path + "; in code socket(\"" + path + "\")")
            : misuse(
                "The URL has the path " + path + ", which has no meaning here.",
                "leave it out of the URL"));
  }

  private static Verdict misuse(String says, String next) {
    return new Verdict(Outcome.MISUSED, "path-in-url", Text.line(says), Text.line(next));
  }

  private static Optional<Verdict> unsticky(Seen seen) {
    boolean lost =
        seen.finding(Step.Kind.STICKY) == Finding.NOT_STICKY
            || seen.finding(Step.Kind.UPGRADE) == Finding.NOT_STICKY;
    if (!lost) {
      return Optional.empty();
    }
    boolean works = seen.isOk(Step.Kind.NAMESPACE);
    return verdict(
        works ? Outcome.DEFECTIVE : Outcome.UNREACHABLE,
        Finding.NOT_STICKY,
        "Several servers stand behind this address, and the balancer spreads the requests of one"
            + " session over them: polling fails.",
        "make sessions sticky at the balancer (by a cookie or the client's address)"
            + (seen.isOk(Step.Kind.WEBSOCKET) ? ", or use WebSocket alone: -t websocket" : ""));
  }

  private static Optional<Verdict> limited(Seen seen) {
    Finding polling = seen.finding(Step.Kind.POLLING);
    Finding webSocket = seen.finding(Step.Kind.WEBSOCKET);
    if (polling != null) {
      return verdict(
          Outcome.WELL,
          polling,
          polling == Finding.TRANSPORT_NOT_ALLOWED
              ? "It works, but by WebSocket alone: the server does not allow polling."
              : "It works by WebSocket, but not by polling: " + seen.says(Step.Kind.POLLING) + ".",
          "clients that begin by polling, as browsers do, must be told: transports websocket");
    }
    if (webSocket != null) {
      boolean forbidden = webSocket == Finding.TRANSPORT_NOT_ALLOWED;
      return verdict(
          Outcome.WELL,
          webSocket,
          forbidden
              ? "It works, but by polling alone: the server does not allow WebSocket."
              : "It works by polling, but no WebSocket gets through.",
          forbidden
              ? "-t polling spares the attempt"
              : "does a proxy in between pass on the headers Upgrade and Connection?");
    }
    for (Step step : seen.steps()) {
      Finding warned = step.finding();
      if (step.status() == Step.Status.WARNING && warned != null) {
        return verdict(Outcome.WELL, warned, "It works, but: " + step.says() + ".", advice(warned));
      }
    }
    return Optional.empty();
  }

  private static String advice(Finding warned) {
    return switch (warned) {
      case CERTIFICATE_EXPIRES_SOON -> "renew the certificate";
      case CERTIFICATE_UNCHECKED -> "probe again without --insecure";
      case RARE_PINGS ->
          "proxies cut what is silent for 60 s: is pingInterval shorter than theirs?";
      case NO_UPGRADE_OFFERED -> "is allowUpgrades off at the server?";
      case NO_PROBE_ANSWER -> "clients go on by polling; -v shows each request";
      default -> "-v shows each request";
    };
  }

  private static Verdict well(Seen seen) {
    return new Verdict(
        Outcome.WELL, "none", "All is well with " + seen.target().endpoint() + ".", "");
  }

  private static Optional<Verdict> verdict(
      Outcome outcome, Finding mistake, String says, String next) {
    return Optional.of(of(outcome, mistake, says, next));
  }

  /** The steps, to be asked. */
  record Seen(Target target, List<Step> steps) {
    private Optional<Step> step(Step.Kind kind) {
      return steps.stream().filter(step -> step.kind() == kind).findFirst();
    }

    @Nullable Finding finding(Step.Kind kind) {
      return step(kind).map(Step::finding).orElse(null);
    }

    String says(Step.Kind kind) {
      return step(kind).map(Step::says).orElse("");
    }

    String detail(Step.Kind kind, String name) {
      return step(kind).map(step -> step.detail(name)).orElse("");
    }

    boolean isOk(Step.Kind kind) {
      return step(kind).map(Step::isOk).orElse(false);
    }

    boolean hasSession() {
      return isOk(Step.Kind.POLLING) || isOk(Step.Kind.WEBSOCKET);
    }
  }
}
