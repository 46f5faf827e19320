package io.tenterhook.cli.probe;

import java.io.IOException;

/** The handshake by polling, and whether a port that answers no HTTP wants TLS. */
final class PollingStep {
  private final Target target;
  private final Dialer dialer;
  private final Requests requests;
  private Handshake handshake = new Handshake(null, null, "not tried");

  PollingStep(Target target, Dialer dialer) {
    this.target = target;
    this.dialer = dialer;
    this.requests = new Requests(target, dialer);
  }

  Handshake handshake() {
    return handshake;
  }

  /**
   * @param elsewhere whether a server without polling can be reached another way
   */
  Step take(boolean elsewhere) {
    Step.Taking taking = new Step.Taking(Step.Kind.POLLING);
    String by = "";
    try {
      Answer answer = requests.handshake(target.path(), target.limit());
      taking.note("status", answer.status());
      for (String name : new String[] {"server", "via", "x-powered-by"}) {
        if (!answer.header(name).isEmpty()) {
          taking.note(name, Text.line(answer.header(name)));
        }
      }
      handshake = Handshake.of(answer);
      by = answer.header("server").isEmpty() ? "" : ", by " + Text.excerpt(answer.header("server"));
    } catch (IOException failed) {
      handshake = new Handshake(null, finding(failed), Text.of(failed));
    }
    Handshake.Open open = handshake.open();
    Finding finding = handshake.finding();
    if (open != null) {
      open.describe(taking);
      forget(open);
      return taking.ok(handshake.says() + by);
    }
    if (finding == null) {
      throw new IllegalStateException("a handshake without session and without finding");
    }
    return finding == Finding.TRANSPORT_NOT_ALLOWED && elsewhere
        ? taking.warning(finding, handshake.says() + by)
        : taking.failed(finding, handshake.says() + by);
  }

  /** The server needs not wait for a session that nobody uses. */
  private void forget(Handshake.Open open) {
    try {
      requests.post(open.sid(), "1");
    } catch (IOException unsaid) {
      target.trace().accept("the session was not ended in order: " + Text.line(Text.of(unsaid)));
    }
  }

  private Finding finding(IOException failed) {
    boolean tls = failed instanceof Answer.NotHttp noHttp && noHttp.isTls();
    if (!target.secure() && (tls || speaksTls())) {
      return Finding.TLS_WANTED;
    }
    return failed instanceof Answer.NotHttp ? Finding.NOT_HTTP : Finding.NO_HTTP_ANSWER;
  }

  private boolean speaksTls() {
    try (Line line = dialer.tcp(target.limit())) {
      return dialer.secure(line, target.looking(), false).isValid();
    } catch (IOException neither) {
      return false;
    }
  }
}
