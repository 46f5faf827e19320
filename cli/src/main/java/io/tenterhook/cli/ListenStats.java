package io.tenterhook.cli;

import io.tenterhook.client.Event;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts events, and reports once a second. Safe for any thread. */
final class ListenStats implements AutoCloseable {
  private static final int MAX_NAMES = 1_000;
  private static final String OTHERS = "(others)";
  private static final double NANOS_PER_SECOND = 1e9;

  private final Report report;
  private final LongSupplier nanoClock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tenter-stats");
            thread.setDaemon(true);
            return thread;
          });

  /** Guarded by this, like all below. */
  private final Map<String, Long> byName = new TreeMap<>();

  private long count;
  private long bytes;
  private long countBefore;
  private long nanosBefore;

  ListenStats(Report report, LongSupplier nanoClock) {
    this.report = report;
    this.nanoClock = nanoClock;
    this.nanosBefore = nanoClock.getAsLong();
  }

  /**
   * What has come so far.
   *
   * @param rate events a second since the report before
   * @param bytes of arguments and attachments
   * @param byName how many of each event
   */
  record Stat(long count, double rate, long bytes, Map<String, Long> byName) {}

  ListenStats start() {
    var unused =
        timer.scheduleAtFixedRate(() -> report.stat(stat(), false), 1, 1, TimeUnit.SECONDS);
    return this;
  }

  synchronized void count(Event event) {
    long size = event.args().json().sizeBytes();
    for (byte[] attachment : event.args().attachments()) {
      size += attachment.length;
    }
    count(event.name(), size);
  }

  synchronized void count(String name, long size) {
    count++;
    bytes += size;
    boolean known = byName.containsKey(name) || byName.size() < MAX_NAMES;
    byName.merge(known ? name : OTHERS, 1L, Long::sum);
  }

  synchronized Stat stat() {
    long now = nanoClock.getAsLong();
    double seconds = (now - nanosBefore) / NANOS_PER_SECOND;
    double rate = seconds > 0 ? (count - countBefore) / seconds : 0;
    countBefore = count;
    nanosBefore = now;
    return new Stat(count, rate, bytes, new TreeMap<>(byName));
  }

  /** Reports a last time. */
  @Override
  public void close() {
    timer.shutdownNow();
    report.stat(stat(), true);
  }
}
