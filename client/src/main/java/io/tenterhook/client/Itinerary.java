package io.tenterhook.client;

import io.tenterhook.protocol.session.SessionEnd;
import java.util.Arrays;
import java.util.List;

/**
 * Which of the configured endpoints an attempt takes: the next one after an attempt that brought no
 * answer to CONNECT, the same one after a connection that worked. Lives on the loop.
 */
final class Itinerary {
  private final List<Endpoint> configured;

  /** By index in {@link #configured}: what became of the last attempt there. */
  private final boolean[] failed;

  private final boolean[] hopeless;

  private int turn;
  private int left;
  private Endpoint taken;
  private boolean answered;
  private boolean asking;
  private boolean sameEverywhere;
  private int ticket;

  Itinerary(List<Endpoint> configured) {
    this.configured = configured;
    this.failed = new boolean[configured.size()];
    this.hopeless = new boolean[configured.size()];
    this.taken = configured.get(0);
  }

  /** An attempt begins. @return whose turn it is */
  Endpoint begin() {
    answered = false;
    asking = false;
    taken = configured.get(turn);
    return taken;
  }

  /** The user is asked where this attempt shall go. @return the ticket of the question */
  int ask() {
    asking = true;
    return ++ticket;
  }

  /** Whether an answer with this ticket is still wanted. */
  boolean awaits(int answeredTicket) {
    return asking && ticket == answeredTicket;
  }

  /** The attempt goes here. */
  void take(Endpoint endpoint) {
    asking = false;
    taken = endpoint;
  }

  /** The server has answered a CONNECT: this endpoint works. */
  void answered() {
    answered = true;
  }

  /** The user has not said yet, or never did, where the attempt shall go. */
  boolean isAsking() {
    return asking;
  }

  /** Where the attempt goes, or went. */
  Endpoint taken() {
    return taken;
  }

  /** The attempt, or the connection that came of it, is over. */
  void leave(SessionEnd end) {
    ticket++;
    left = turn;
    sameEverywhere = isAboutCredentials(end);
    if (answered || end instanceof SessionEnd.Refused) {
      Arrays.fill(failed, false);
      Arrays.fill(hopeless, false);
    } else if (isFailure(end)) {
      failed[turn] = true;
      turn = (turn + 1) % configured.size();
    }
  }

  private static boolean isAboutCredentials(SessionEnd end) {
    return end instanceof SessionEnd.AuthFailed
        || (end instanceof SessionEnd.TimedOut late && late.phase() == SessionEnd.Phase.AUTH);
  }

  /** Ends of the user's making, and credentials that are not to be had, say nothing of a server. */
  private static boolean isFailure(SessionEnd end) {
    return end instanceof SessionEnd.TransportLost
        || end instanceof SessionEnd.ProtocolViolated
        || end instanceof SessionEnd.EngineClosed
        || (end instanceof SessionEnd.TimedOut late && late.phase() != SessionEnd.Phase.AUTH);
  }

  /** What the failure of the endpoint that was just left means, with the others at hand. */
  FailureKind judge(FailureKind kind) {
    hopeless[left] = failed[left] && kind == FailureKind.PERMANENT;
    return hopeless[left] && !all(hopeless) ? FailureKind.TRANSIENT : kind;
  }

  /** Whether no endpoint has worked since each of them was tried, or it was no endpoint's fault. */
  boolean failedEverywhere() {
    return sameEverywhere || all(failed);
  }

  private static boolean all(boolean[] flags) {
    for (boolean flag : flags) {
      if (!flag) {
        return false;
      }
    }
    return true;
  }
}
