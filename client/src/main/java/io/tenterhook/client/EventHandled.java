package io.tenterhook.client;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** Flight Recorder's event for the handling of one event. */
@Name("tenterhook.Event")
@Label("Handling of an Event")
@Description("All handlers of one Socket.IO event, one after another")
@Threshold("20 ms")
final class EventHandled extends Spanned {
  /** Asked whether anybody records, so that nothing is made if nobody does. */
  private static final EventHandled ASKED = new EventHandled();

  static boolean isRecorded() {
    return ASKED.isEnabled();
  }

  static Flight.Span started() {
    EventHandled started = new EventHandled();
    started.begin();
    return started;
  }
}
