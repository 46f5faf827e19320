package io.tenterhook.protocol.session;

/** Something that happens when its time has come, unless it is cleared. See {@link Deadlines}. */
abstract class Deadline {
  /** When, on the session's clock; stays as it was set last. */
  long at;

  /** Position in the heap; -1 while the deadline is not set. */
  int index = -1;

  /**
   * The time has come. The deadline is no longer set.
   *
   * @param now the present moment, at or after {@link #at}
   */
  abstract void reached(long now);
}
