package io.tenterhook.cli.probe;

import java.io.IOException;
import java.net.SocketTimeoutException;

/** A session that begins as a WebSocket. */
final class WebSocketStep {
  private final Target target;
  private final Requests requests;
  private Handshake handshake = new Handshake(null, null, "not tried");

  WebSocketStep(Target target, Requests requests) {
    this.target = target;
    this.requests = requests;
  }

  Handshake handshake() {
    return handshake;
  }

  /**
   * @param polling whether a session by polling could be had
   */
  Step take(boolean polling) {
    Step.Taking taking = new Step.Taking(Step.Kind.WEBSOCKET);
    handshake = shake(taking, polling);
    Finding finding = handshake.finding();
    if (finding == null) {
      return taking.ok(handshake.says());
    }
    return polling
        ? taking.warning(finding, handshake.says())
        : taking.failed(finding, handshake.says());
  }

  private Handshake shake(Step.Taking taking, boolean polling) {
    try (Talk talk = requests.webSocket("", target.limit())) {
      taking.note("status", talk.answer().status());
      if (talk.answer().status() != 101) {
        return refused(Handshake.of(talk.answer()), polling);
      }
      if (!talk.isOpen()) {
        return new Handshake(
            null, Finding.NO_WEBSOCKET, "HTTP 101 with a Sec-WebSocket-Accept that does not fit");
      }
      Handshake first = first(talk);
      Handshake.Open open = first.open();
      if (open == null) {
        return first;
      }
      open.describe(taking);
      return open.maxPayload() == 0 && connectsUnasked(talk)
          ? new Handshake(null, Finding.OLD_ENGINE_IO, "a session of Engine.IO 3")
          : first;
    } catch (IOException failed) {
      return new Handshake(null, Finding.NO_WEBSOCKET, Text.of(failed));
    }
  }

  /** A server that answers polling, and this by something else, has something in front of it. */
  private static Handshake refused(Handshake refusal, boolean polling) {
    return polling && !refusal.isEngineIo()
        ? new Handshake(null, Finding.NO_WEBSOCKET, "no WebSocket: " + refusal.says())
        : refusal;
  }

  private static Handshake first(Talk talk) throws IOException {
    try {
      return Handshake.of(talk.next());
    } catch (SocketTimeoutException silent) {
      return new Handshake(
          null, Finding.PLAIN_WEBSOCKET, "a WebSocket, but no session is opened on it");
    }
  }

  /** Socket.IO 2 joins clients to the namespace / at once: ahead of the answer to a ping. */
  private static boolean connectsUnasked(Talk talk) {
    try {
      talk.send(Talk.PING, new byte[0]);
      Talk.Message next = talk.any();
      return next.opcode() == Talk.TEXT && next.text().equals("40");
    } catch (IOException noPong) {
      return false;
    }
  }
}
