package io.tenterhook.cli;

import org.jspecify.annotations.Nullable;

/** The same event again and again. */
final class RepeatedEvent implements Outgoing.Source {
  private final String event;
  private final Object[] arguments;
  private final long times;
  private final Pace pace;
  private long index;

  RepeatedEvent(String event, Object[] arguments, long times, Pace pace) {
    this.event = event;
    this.arguments = arguments;
    this.times = times;
    this.pace = pace;
  }

  @Override
  public @Nullable Outgoing next() {
    return index == times ? null : new Outgoing("", null, event, arguments, pace.dueNanos(index++));
  }
}
