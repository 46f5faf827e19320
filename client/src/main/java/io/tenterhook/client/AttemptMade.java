package io.tenterhook.client;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Flight Recorder's event for one attempt to connect. */
@Name("tenterhook.Attempt")
@Label("Attempt to Connect")
@Description("From the look-up of the host until the first namespace is accepted, or the failure")
@Category("Tenterhook")
@Threshold("0 ms")
@StackTrace(false)
final class AttemptMade extends jdk.jfr.Event {
  @Label("Host")
  @Description("Host and port")
  String host = "";

  @Label("Attempt")
  @Description("0 for the first, n for the n-th after a failure or a loss")
  int attempt;

  @Label("Outcome")
  @Description("connected, or the reason of the failure")
  String outcome = "";
}
