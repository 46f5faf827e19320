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

  Retry(Deadlines deadlines, Tickets tickets) {
    this.deadlines = deadlines;
    this.tickets = tickets;
  }

  /** Counts a failure and asks. @return the ticket of the question */
  int failed(SessionEnd end) {
    failures++;
    cause = end;
    state = State.ASKING;
    ticket = tickets.next();
    return ticket;
  }

  /** Whether an answer with this ticket is still wanted. */
  boolean awaits(int answeredTicket) {
    return state == State.ASKING && ticket == answeredTicket;
  }

  void waitFor(long delayNanos, long now) {
    state = State.WAITING;
    deadlines.set(this, now, delayNanos);
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
