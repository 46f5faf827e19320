package io.tenterhook.client;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The way to the JDK's Flight Recorder, which a program may do without: its module is touched only
 * where it is there, and nothing is made while nobody records.
 */
final class Flight {
  private static final boolean THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  /** Something that is being recorded. An interface, so that no class of the recorder is loaded. */
  interface Span {
    /**
     * It is over.
     *
     * @param namespace where it belongs
     * @param event the event's name
     * @param outcome how it went
     */
    void end(String namespace, String event, String outcome);
  }

  private Flight() {}

  /**
   * Whether anybody has ever recorded anything. Before that no event may be as much as asked: it
   * would start the recorder, which is a good part of what a new process does until its first
   * event.
   */
  static boolean isOn() {
    return THERE && FlightRecorder.isInitialized();
  }

  /** The handling of one event begins. @return null unless it is recorded */
  static @Nullable Span handling() {
    return isOn() && EventHandled.isRecorded() ? EventHandled.started() : null;
  }

  /** A call begins. @return null unless it is recorded */
  static @Nullable Span call() {
    return isOn() && AckAwaited.isRecorded() ? AckAwaited.started() : null;
  }

  /** Records attempts and connections of one client. @return null where there is no recorder */
  static @Nullable ClientObserver observer(Endpoint first) {
    return THERE ? new FlightObserver(first.hostAndPort()) : null;
  }
}
