package io.tenterhook.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A WebSocket that asks to carry on a session that began by polling. Engine.IO v4, "Upgrade", and
 * {@code Socket._maybeUpgrade} of the reference server.
 *
 * <pre>
 *   2probe ->  <- 3probe      each 100 ms a waiting GET is answered by NOOP
 *   5 ->                      the session goes on by this WebSocket
 *   anything else, or nothing for 10 s: it is closed, and polling goes on
 * </pre>
 *
 * <p>Used by the loop of its session alone.
 */
final class UpgradeAttempt implements Wire.Receiver {
  private static final Duration NOOP_EVERY = Duration.ofMillis(100);

  private final EngineSession session;
  private final WebSocketWire candidate;
  private final boolean answersProbe;
  private final Timers.Timer deadline;
  private boolean probed;
  private boolean over;

  UpgradeAttempt(
      EngineSession session, WebSocketWire candidate, Duration timeout, boolean answersProbe) {
    this.session = session;
    this.candidate = candidate;
    this.answersProbe = answersProbe;
    this.deadline = session.later(timeout, this::abandon);
    candidate.carry(this);
  }

  @Override
  public void text(byte[] packet) {
    String text = new String(packet, StandardCharsets.UTF_8);
    if (over) {
      return;
    }
    if ("2probe".equals(text)) {
      if (!answersProbe) {
        return;
      }
      candidate.write("3probe".getBytes(StandardCharsets.UTF_8), 0, false);
      candidate.flush();
      if (!probed) {
        probed = true;
        releasePoll();
      }
    } else if (text.startsWith("5")) {
      finish();
      session.upgradedTo(candidate);
    } else {
      abandon();
    }
  }

  private void releasePoll() {
    session.later(
        NOOP_EVERY,
        () -> {
          if (!over) {
            session.releasePoll();
            releasePoll();
          }
        });
  }

  @Override
  public void binary(byte[] message) {
    abandon();
  }

  @Override
  public void ended(DisconnectReason reason) {
    abandon();
  }

  @Override
  public void failed(Throwable cause) {
    abandon();
  }

  /** The WebSocket is closed, and the session goes on as it did. */
  void abandon() {
    if (!over) {
      finish();
      session.upgradeEnded();
      candidate.close(Wire.NO_CODE, "");
    }
  }

  private void finish() {
    over = true;
    deadline.cancel();
  }
}
