package io.tenterhook.cli;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import io.tenterhook.client.Transport;
import java.time.Duration;

/** Tells the user what happens on a connection, in the format that was asked for. */
interface Report {

  void connected(String namespace, String sid, boolean recovered, Transport transport);

  /** The connection has gone over from polling. */
  void upgraded(Transport to);

  void event(Event event);

  /** The answer to a call. */
  void ack(String namespace, Arguments arguments);

  void disconnected(String namespace, Ending ending, boolean willReconnect);

  void retrying(int attempt, Duration delay);

  /** What has come so far; once a second, and a last time, if it is asked for. */
  default void stat(ListenStats.Stat stat, boolean last) {}

  /** The command ends with this; the terminal has been told already. */
  void failed(CommandFailure failure);
}
