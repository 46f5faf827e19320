package io.tenterhook.client;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** Flight Recorder's event for one call and its ack. */
@Name("tenterhook.Ack")
@Label("Ack")
@Description("A call, until the ack came or could not come any more")
@Threshold("0 ms")
final class AckAwaited extends Spanned {
  /** Asked whether anybody records, so that nothing is made if nobody does. */
  private static final AckAwaited ASKED = new AckAwaited();

  static boolean isRecorded() {
    return ASKED.isEnabled();
  }

  static Flight.Span started() {
    AckAwaited started = new AckAwaited();
    started.begin();
    return started;
  }
}
