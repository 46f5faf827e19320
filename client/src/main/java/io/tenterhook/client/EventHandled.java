package io.tenterhook.client;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Flight Recorder's event for the handling of one event. */
@Name("tenterhook.Event")
@Label("Handling of an Event")
@Description("All handlers of one Socket.IO event, one after another")
@Category("Tenterhook")
@Threshold("20 ms")
@StackTrace(false)
final class EventHandled extends jdk.jfr.Event implements Flight.Span {
  /** Asked whether anybody records, so that nothing is made if nobody does. */
  private static final EventHandled ASKED = new EventHandled();

  @Label("Namespace")
  String namespace = "";

  @Label("Event Name")
  String event = "";

  @Label("Outcome")
  @Description("handled or unhandled")
  String outcome = "";

  static boolean isRecorded() {
    return ASKED.isEnabled();
  }

  static Flight.Span started() {
    EventHandled started = new EventHandled();
    started.begin();
    return started;
  }

  @Override
  public void end(String ofNamespace, String ofEvent, String how) {
    end();
    if (shouldCommit()) {
      namespace = Excerpts.oneLine(ofNamespace);
      event = Excerpts.oneLine(ofEvent);
      outcome = how;
      commit();
    }
  }
}
