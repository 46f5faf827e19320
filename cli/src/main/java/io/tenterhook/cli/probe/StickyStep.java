package io.tenterhook.cli.probe;

import java.io.IOException;

/**
 * Whether a balancer sends all requests of a session to the server that has it. Each goes by a
 * connection of its own; a pong that nobody asked for is a packet that does nothing.
 */
final class StickyStep {
  static final int REQUESTS = 8;

  private final Target target;
  private final Requests requests;

  StickyStep(Target target, Requests requests) {
    this.target = target;
    this.requests = requests;
  }

  Step take() {
    Step.Taking taking = new Step.Taking(Step.Kind.STICKY);
    long end = System.nanoTime() + target.limit().toNanos();
    int sent = 0;
    int lost = 0;
    try {
      Answer first = requests.handshake(target.path(), target.limit());
      Handshake begun = Handshake.of(first);
      Handshake.Open open = begun.open();
      if (open == null) {
        return taking.failed(Finding.NO_ANSWERS, "no session to try it with: " + begun.says());
      }
      while (sent < REQUESTS && System.nanoTime() < end) {
        Answer answer = requests.post(open.sid(), "3");
        sent++;
        if (Handshake.of(answer).finding() == Finding.SESSION_UNKNOWN) {
          lost++;
        } else if (answer.status() >= 300) {
          return taking.warning(
              Finding.NO_ANSWERS, "a packet of the session is answered by HTTP " + answer.status());
        }
      }
      requests.post(open.sid(), "1");
    } catch (IOException failed) {
      return taking.warning(Finding.NO_ANSWERS, Text.of(failed));
    }
    taking.note("requests", sent);
    taking.note("sessionUnknown", lost);
    return lost > 0
        ? taking.failed(
            Finding.NOT_STICKY,
            lost + " of " + sent + " requests of a session met a server that does not know it")
        : taking.ok(sent + " of " + sent + " requests of a session met its server");
  }
}
