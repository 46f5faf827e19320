package io.tenterhook.protocol.session;

import org.jspecify.annotations.Nullable;

/**
 * Back-off of one thing that failed: the connection, or one namespace on a connection that others
 * use.
 *
 * <pre>
 * IDLE --failed--> ASKING --retryAfter--> WAITING --time--> IDLE (the attempt starts)
 *                     \---giveUp--> IDLE
 * </pre>
 */
abstract class Retry extends Deadline {
  private enum State {
    IDLE,
    ASKING,
    WAITING
  }

  private final Deadlines deadlines;
  private final Tickets tickets;
  private State state = State.IDLE;
  private int failures;
  private int ticket;
  private @Nullable SessionEnd cause;
  private boolean hurried;

  Retry(Deadlines deadlines, Tickets tickets) {
    this.deadlines = deadlines;
    this.tickets = tickets;
  }

  /** Counts a failure and asks. @return the ticket of the question */
  int failed(SessionEnd end) {
    failures++;
    cause = end;
    state = State.ASKING;
    hurried = false;
    ticket = tickets.next();
    return ticket;
  }

  /** Whether an answer with this ticket is still wanted. */
  boolean awaits(int answeredTicket) {
    return state == State.ASKING && ticket == answeredTicket;
  }

  /** Not at all if somebody is in a hurry. @return for how long */
  long waitFor(long delayNanos, long now) {
    long delay = hurried ? 0 : delayNanos;
    state = State.WAITING;
    deadlines.set(this, now, delay);
    return delay;
  }

  /** The waiting time, or the one that is being asked for, is over. */
  void hurry(long now) {
    hurried = true;
    if (state == State.WAITING) {
      deadlines.set(this, now, 0);
    }
  }

  /** Forgets question and waiting time; what failed so far still counts. */
  void stop() {
    state = State.IDLE;
    deadlines.clear(this);
  }

  /** The next failure is the first again. */
  void reset() {
    failures = 0;
  }

  boolean idle() {
    return state == State.IDLE;
  }

  int failures() {
    return failures;
  }

  /** What failed last. */
  SessionEnd cause() {
    SessionEnd known = cause;
    if (known == null) {
      throw new IllegalStateException("nothing has failed yet");
    }
    return known;
  }

  @Override
  final void reached(long now) {
    state = State.IDLE;
    attempt(now);
  }

  /** The waiting time is over. */
  abstract void attempt(long now);
}
