package io.tenterhook.cli;

import org.jspecify.annotations.Nullable;

/**
 * An event that is to be sent.
 *
 * @param where it comes from, for messages; empty if that is plain
 * @param namespace null for that of {@code -n}
 * @param dueNanos when, counted from when sending began; what is due already is sent at once
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outgoing(
    String where, @Nullable String namespace, String event, Object[] arguments, long dueNanos) {

  /** Events one after the other. */
  interface Source {
    /** The next event; null when there are no more. May block. */
    @Nullable Outgoing next();
  }

  CommandFailure refused(String why) {
    return CommandFailure.usage(where.isEmpty() ? why : where + ": " + why, "");
  }
}
