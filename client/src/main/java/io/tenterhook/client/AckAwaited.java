package io.tenterhook.client;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Flight Recorder's event for one call and its ack. */
@Name("tenterhook.Ack")
@Label("Ack")
@Description("A call, until the ack came or could not come any more")
@Category("Tenterhook")
@Threshold("0 ms")
@StackTrace(false)
final class AckAwaited extends jdk.jfr.Event implements Flight.Span {
  /** Asked whether anybody records, so that nothing is made if nobody does. */
  private static final AckAwaited ASKED = new AckAwaited();

  @Label("Namespace")
  String namespace = "";

  @Label("Event Name")
  String event = "";

  @Label("Outcome")
  @Description("answered, timeout, disconnected or not sent")
  String outcome = "";

  static boolean isRecorded() {
    return ASKED.isEnabled();
  }

  static Flight.Span started() {
    AckAwaited started = new AckAwaited();
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
