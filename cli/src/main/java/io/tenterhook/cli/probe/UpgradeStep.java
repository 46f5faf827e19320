package io.tenterhook.cli.probe;

import java.io.IOException;

/** A session by polling that goes over to a WebSocket (Engine.IO v4, "Upgrade"). */
final class UpgradeStep {
  private final Target target;
  private final Requests requests;

  UpgradeStep(Target target, Requests requests) {
    this.target = target;
    this.requests = requests;
  }

  Step take() {
    Step.Taking taking = new Step.Taking(Step.Kind.UPGRADE);
    try {
      Handshake begun = Handshake.of(requests.handshake(target.path(), target.limit()));
      Handshake.Open open = begun.open();
      if (open == null) {
        return taking.warning(Finding.NO_PROBE_ANSWER, "no session to upgrade: " + begun.says());
      }
      if (!open.upgrades().contains("websocket")) {
        return taking.warning(Finding.NO_UPGRADE_OFFERED, "the server offers none");
      }
      return upgrade(taking, open);
    } catch (IOException failed) {
      return taking.warning(Finding.NO_PROBE_ANSWER, Text.of(failed));
    }
  }

  private Step upgrade(Step.Taking taking, Handshake.Open open) throws IOException {
    try (Talk talk = requests.webSocket(open.sid(), target.limit())) {
      if (!talk.isOpen()) {
        Handshake refusal = Handshake.of(talk.answer());
        return taking.warning(
            refusal.finding() == Finding.SESSION_UNKNOWN
                ? Finding.NOT_STICKY
                : Finding.NO_PROBE_ANSWER,
            refusal.says());
      }
      talk.send("2probe");
      Talk.Message answer = talk.next();
      if (answer.opcode() == Talk.CLOSE || !answer.text().equals("3probe")) {
        return taking.warning(
            Finding.NO_PROBE_ANSWER, "the probe is answered by " + Text.excerpt(answer.text()));
      }
      talk.send("5");
      talk.send("1");
      return taking.ok("polling to websocket");
    }
  }
}
