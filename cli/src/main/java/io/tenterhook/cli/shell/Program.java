package io.tenterhook.cli.shell;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.Event;
import io.tenterhook.client.SocketIoException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The program around a shell: what words mean as arguments, how errors are called, and where all
 * that happens is told. Its exceptions are its own; the shell throws them and looks at none. Safe
 * for any thread.
 */
public interface Program {

  /** What is sent for these words. */
  @Nullable Object[] arguments(List<String> words);

  Duration span(String text);

  /** A line that cannot be done. */
  RuntimeException misuse(String what, String next);

  /** There is no connection. */
  RuntimeException unconnected(SocketIoException error);

  /**
   * An event cannot be sent.
   *
   * @param trying whether that may change by itself
   */
  RuntimeException notConnected(String namespace, String event, boolean trying);

  /** An event or a call has failed. */
  RuntimeException unsent(SocketIoException error);

  /** No connection came in this time. */
  RuntimeException late(Duration limit);

  /** What went wrong in a line of a script. */
  RuntimeException inLine(int number, RuntimeException error);

  /** One line for people. */
  void say(String line);

  /** An error that ends nothing. */
  void complain(RuntimeException error);

  void received(Event event);

  /** Lines go to this namespace from now on. */
  void moved(String namespace);

  /**
   * An event that went.
   *
   * @param number of the call; empty if no ack is wanted
   */
  void sent(String namespace, String event, @Nullable Object[] arguments, OptionalLong number);

  void answered(Answer answer);

  /** 0 to 2, as the number of v's on the command line. */
  int trace();

  void trace(int level);

  /** Where is being recorded to; empty if nowhere. */
  String recording();

  void record(String file);

  void stopRecording();

  /** The ack to a call. */
  record Answer(String namespace, int number, String event, Duration took, Arguments arguments) {}
}
