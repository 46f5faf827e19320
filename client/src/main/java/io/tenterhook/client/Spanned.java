package io.tenterhook.client;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** Flight Recorder's events for what happens to one Socket.IO event between two moments. */
@Category("Tenterhook")
@StackTrace(false)
abstract class Spanned extends jdk.jfr.Event implements Flight.Span {
  @Label("Namespace")
  String namespace = "";

  @Label("Event Name")
  String event = "";

  @Label("Outcome")
  @Description("How it went: answered, timeout, disconnected, not sent; handled or unhandled")
  String outcome = "";

  @Override
  public final void end(String ofNamespace, String ofEvent, String how) {
    end();
    if (shouldCommit()) {
      namespace = Excerpts.oneLine(ofNamespace);
      event = Excerpts.oneLine(ofEvent);
      outcome = how;
      commit();
    }
  }
}
