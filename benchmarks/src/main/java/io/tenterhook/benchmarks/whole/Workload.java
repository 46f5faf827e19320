package io.tenterhook.benchmarks.whole;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tenterhook.benchmarks.server.Script;
import java.util.Arrays;

/** What a client has to do. It does a step again and again until the time for it is over. */
enum Workload {
  P1("P1", "receive 100-byte events", Kind.RECEIVE, 200_000, 1),
  P1B("P1b", "receive 100-byte events, bound to a record", Kind.RECEIVE, 100_000, 1),
  P1_50K("P1-50k", "receive 50,000 events a second", Kind.PACED, 25_000, 50_000),
  P1_5K("P1-5k", "receive 5,000 events a second", Kind.PACED, 2_500, 5_000),
  P2("P2", "emit 100-byte events, encoded before", Kind.EMIT, 24 * Script.CHUNK, 1),
  P2R("P2r", "emit a record of 100 bytes", Kind.EMIT, 12 * Script.CHUNK, 1),
  P3S("P3s", "ack round trips, one at a time", Kind.ASK, 2_000, 1),
  P3P("P3p", "ack round trips, 256 in flight", Kind.ASK, 20_000, 256),
  P4_1K("P4-1k", "1,000 idle connections", Kind.IDLE, 1_000, 64),
  P4_5K("P4-5k", "5,000 idle connections", Kind.IDLE, 5_000, 64),
  P4_10K("P4-10k", "10,000 idle connections", Kind.IDLE, 10_000, 64),
  P5S("P5s", "connect and close, one at a time", Kind.CONNECT, 100, 1),
  P5P("P5p", "connect and close, 64 at a time", Kind.CONNECT, 640, 64),
  P6IN("P6in", "receive 64 KiB attachments", Kind.RECEIVE, 500, 1),
  P6OUT("P6out", "emit 64 KiB attachments", Kind.EMIT, 100 * Script.BLOB_CHUNK, 1),
  P7("P7", "receive 256 KiB of JSON, not touched", Kind.RECEIVE, 50, 1),
  X100("X100", "P1 over 100 connections", Kind.RECEIVE, 40_000, 100),
  X1K("X1k", "P1 over 1,000 connections", Kind.RECEIVE, 400_000, 1_000),
  X10K("X10k", "P1 over 10,000 connections", Kind.RECEIVE, 4_000_000, 10_000);

  /** In which way. */
  enum Kind {
    RECEIVE,
    /** At a steady rate. */
    PACED,
    EMIT,
    ASK,
    CONNECT,
    /** Connect, stay, do nothing. */
    IDLE
  }

  final String what;
  final Kind kind;

  /** So many events are one step: whole chunks where the server counts. */
  final int step;

  private final String id;
  private final int width;

  Workload(String id, String what, Kind kind, int step, int width) {
    this.id = id;
    this.what = what;
    this.kind = kind;
    this.step = step;
    this.width = width;
  }

  @JsonCreator
  static Workload named(String id) {
    return Arrays.stream(values())
        .filter(workload -> workload.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "workload " + id + " is none of " + Arrays.toString(values())));
  }

  /** As in the literature of this project: P1, P1b, P3s. */
  @JsonValue
  String id() {
    return id;
  }

  /** The event that the server floods with. */
  String event() {
    return switch (this) {
      case P1B -> "order";
      case P6IN -> "blob";
      case P7 -> "long";
      default -> "tick";
    };
  }

  boolean hasRoundTrips() {
    return kind == Kind.ASK || kind == Kind.CONNECT || kind == Kind.IDLE;
  }

  int inFlight() {
    return hasRoundTrips() ? width : 1;
  }

  int perSecond() {
    return kind == Kind.PACED ? width : 0;
  }

  /** Opened before anything is measured. */
  int connections() {
    return switch (kind) {
      case RECEIVE -> width;
      case CONNECT, IDLE -> 0;
      case PACED, EMIT, ASK -> 1;
    };
  }

  /** The official client has three threads for each connection; binding is not netty-raw's. */
  boolean isFor(String client) {
    return switch (client) {
      case Candidate.OFFICIAL -> kind == Kind.IDLE ? this == P4_1K : connections() <= 1;
      case Candidate.NETTY_RAW -> this != P1B && this != P2R;
      case Candidate.NPM -> connections() <= 1;
      default -> true;
    };
  }

  /** Not part of a full run: ten thousand connections that are busy. */
  boolean isExtra() {
    return this == X10K;
  }

  @Override
  public String toString() {
    return id;
  }
}
