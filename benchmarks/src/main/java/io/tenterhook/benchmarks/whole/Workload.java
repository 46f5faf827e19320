package io.tenterhook.benchmarks.whole;

import io.tenterhook.benchmarks.server.Script;
import java.util.Arrays;

/** What a client has to do, and how often, for a base of 1,000,000 events. */
enum Workload {
  /** Receive 1,000,000 ticks, after warming up with 200,000 at a time. */
  P1("receive 100-byte events", 1, 5),
  /** Emit 1,000,000 ticks, after 200,000 at a time. */
  P2("emit 100-byte events", 1, 5),
  /** 20,000 asks, one at a time, after 5,000 at a time. */
  P3S("ack round trips, one at a time", 50, 4),
  /** 200,000 asks, 256 in flight, after 20,000 at a time. */
  P3P("ack round trips, 256 in flight", 5, 10);

  static final int IN_FLIGHT = 256;

  final String what;
  private final int share;
  private final int warmUpShare;

  Workload(String what, int share, int warmUpShare) {
    this.what = what;
    this.share = share;
    this.warmUpShare = warmUpShare;
  }

  static Workload named(String id) {
    return Arrays.stream(values())
        .filter(workload -> workload.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "workload " + id + " is none of " + Arrays.toString(values())));
  }

  /** As in the literature of this project: P1, P2, P3s, P3p. */
  String id() {
    return name().replace("P3S", "P3s").replace("P3P", "P3p");
  }

  boolean isAsking() {
    return this == P3S || this == P3P;
  }

  int inFlight() {
    return this == P3P ? IN_FLIGHT : 1;
  }

  /** How many events are measured: whole chunks, because the server counts those. */
  int events(int base) {
    int events = Math.max(1, base / share);
    return this == P2 ? Math.max(1, events / Script.CHUNK) * Script.CHUNK : events;
  }

  int warmUp(int base) {
    return events(base / warmUpShare);
  }

  @Override
  public String toString() {
    return id();
  }
}
