package io.tenterhook.client;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Flight Recorder's event for one namespace, connected until it is not. */
@Name("tenterhook.Connection")
@Label("Connection")
@Description("A namespace, from the server's acceptance until its connection is lost or left")
@Category("Tenterhook")
@Threshold("0 ms")
@StackTrace(false)
final class ConnectionLived extends jdk.jfr.Event {
  @Label("Host")
  @Description("Host and port")
  String host = "";

  @Label("Namespace")
  String namespace = "";

  @Label("Recovered")
  @Description("Whether it went on with an earlier session")
  boolean recovered;

  @Label("Reason")
  @Description("Why it ended")
  String reason = "";
}
