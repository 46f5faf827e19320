package io.tenterhook.cli.probe;

import java.io.IOException;
import java.time.Duration;

/** How often the server pings: waits for the first one if that is not too long. */
final class PingStep {
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** What nginx, and the balancers of clouds, give a connection that is silent. */
  private static final Duration PROXIES = Duration.ofSeconds(60);

  private final Target target;
  private final Requests requests;
  private final Handshake.Open announced;
  private final boolean webSocket;

  PingStep(Target target, Requests requests, Handshake.Open announced, boolean webSocket) {
    this.target = target;
    this.requests = requests;
    this.announced = announced;
    this.webSocket = webSocket;
  }

  Step take() {
    Step.Taking taking = new Step.Taking(Step.Kind.PING);
    Duration interval = Duration.ofMillis(announced.pingInterval());
    taking.note("announcedMs", announced.pingInterval());
    taking.note("timeoutMs", announced.pingTimeout());
    String rule = "every " + interval.toMillis() + " ms, waits " + announced.pingTimeout() + " ms";
    Duration patience = target.watch().isZero() ? SHORT : target.watch();
    if (!webSocket || interval.compareTo(patience) > 0) {
      String hint = webSocket ? "; announced, --for would watch" : "; announced";
      return interval.compareTo(PROXIES) >= 0
          ? taking.warning(Finding.RARE_PINGS, rule + hint)
          : taking.ok(rule + hint);
    }
    try (Talk talk = requests.webSocket("", interval.plus(GRACE).plus(target.limit()))) {
      long start = System.nanoTime();
      Talk.Message message = talk.next();
      while (message.opcode() != Talk.CLOSE && !message.text().equals("2")) {
        message = talk.next();
      }
      if (message.opcode() == Talk.CLOSE) {
        return taking.warning(Finding.NO_PING, rule + "; the server closed before the first ping");
      }
      long after = Duration.ofNanos(System.nanoTime() - start).toMillis();
      taking.note("observedMs", after);
      return taking.ok(rule + "; the first came after " + after + " ms");
    } catch (IOException failed) {
      return taking.warning(Finding.NO_PING, rule + "; but none came: " + Text.of(failed));
    }
  }
}
