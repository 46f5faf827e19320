package io.tenterhook.protocol.polling;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The upgrade of one session from long-polling to WebSocket, in the order of the reference server:
 * probe, its answer, no more requests, the running GET and POST answered, UPGRADE, and only then
 * what is to be sent. (Engine.IO v4, "Upgrade", has the pause earlier.)
 *
 * <pre>
 * OPENING --open--> PROBING --3probe--> PAUSING --polling paused--> DONE
 *    '--------------'-------------------'---- lost, late, refused --> FAILED: polling goes on
 * </pre>
 *
 * <p>One thread; the output must not call back in.
 */
public final class Upgrade {
  private static final byte[] PROBE = "2probe".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PROBE_ANSWER = "3probe".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UPGRADE = {'5'};

  /** What the upgrade wants done. */
  public interface Output {
    /**
     * Send a text message over the WebSocket, flushed.
     *
     * @param message given away
     */
    void sendByWebSocket(byte[] message);

    /** Pause polling, and report {@link Upgrade#pollingPaused}. */
    void pausePolling();

    /** The WebSocket is the session's transport from here on. */
    void upgraded();

    /**
     * The WebSocket is of no use: close it; polling goes on, also if it had been paused.
     *
     * @param why one clause, for people
     */
    void failed(String why);
  }

  private enum State {
    OPENING,
    PROBING,
    PAUSING,
    DONE,
    FAILED
  }

  private final Output output;
  private State state = State.OPENING;

  /**
   * An upgrade whose WebSocket is being opened, with the session's id in its query.
   *
   * @param output does what is needed
   */
  public Upgrade(Output output) {
    this.output = output;
  }

  /**
   * Whether the server may have been told, so that neither transport can be closed in order yet.
   *
   * @return true from the probe's answer to the end
   */
  public boolean isDeciding() {
    return state == State.PAUSING;
  }

  /**
   * Whether the WebSocket is the transport.
   *
   * @return true after {@link Output#upgraded}
   */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** The WebSocket is open. */
  public void webSocketOpened() {
    if (state == State.OPENING) {
      state = State.PROBING;
      output.sendByWebSocket(PROBE.clone());
    }
  }

  /**
   * A message came by the WebSocket before the upgrade was done.
   *
   * @param message the message
   * @param binary whether it is binary
   */
  public void webSocketReceived(byte[] message, boolean binary) {
    if (state == State.PROBING && !binary && Arrays.equals(message, PROBE_ANSWER)) {
      state = State.PAUSING;
      output.pausePolling();
    } else {
      fail("the server answered the probe by something else");
    }
  }

  /** No polling request is under way any more. */
  public void pollingPaused() {
    if (state == State.PAUSING) {
      state = State.DONE;
      output.sendByWebSocket(UPGRADE.clone());
      output.upgraded();
    }
  }

  /**
   * The WebSocket could not be opened, or is gone.
   *
   * @param why one clause, for people
   */
  public void webSocketLost(String why) {
    fail(why);
  }

  /** It takes too long. */
  public void timeIsUp() {
    fail("the server did not answer the probe in time");
  }

  private void fail(String why) {
    if (state != State.DONE && state != State.FAILED) {
      state = State.FAILED;
      output.failed(why);
    }
  }
}
