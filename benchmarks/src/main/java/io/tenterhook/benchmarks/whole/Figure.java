package io.tenterhook.benchmarks.whole;

import java.util.Arrays;
import java.util.Optional;

/** What is known of a run, under the name that it has in lines and in the JSON. */
enum Figure {
  EVENTS("events"),
  WALL_NANOS("wallNanos"),
  /** Of the client's process. */
  CPU_NANOS("cpuNanos"),
  /** Allocated; to some megabytes only if threads have ended. Not known of Node. */
  BYTES("bytes"),
  THREADS_ENDED("threadsEnded"),
  /** Round trips, or connects. */
  P50_NANOS("p50Nanos"),
  P99_NANOS("p99Nanos"),
  P999_NANOS("p999Nanos"),
  /** More used after a collection than before the work; of idle connections. */
  HEAP_BYTES("heapBytes"),
  /** Of the client's process, after the work. */
  RSS_BYTES("rssBytes"),
  RSS_GROWTH_BYTES("rssGrowthBytes"),
  THREADS("threads"),
  /** Of the client's process while its connections are idle, in {@link Trial#IDLE}. */
  IDLE_CPU_NANOS("idleCpuNanos"),
  /** Of the server's process in the span that was measured. */
  SERVER_CPU_NANOS("serverCpuNanos");

  final String key;

  Figure(String key) {
    this.key = key;
  }

  static Optional<Figure> of(String key) {
    return Arrays.stream(values()).filter(figure -> figure.key.equals(key)).findFirst();
  }
}
