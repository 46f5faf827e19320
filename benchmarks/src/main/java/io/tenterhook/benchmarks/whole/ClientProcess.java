package io.tenterhook.benchmarks.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One client, one workload, one JVM. Talks with its parent by lines, as {@code npm/client.mjs}
 * does:
 *
 * <pre>
 *   ready                                   warmed up
 *            go                             the parent has read the server's CPU time
 *   events=… wallNanos=… cpuNanos=… …       {@link Measurement}; connections stay open
 *            (end)                          the parent has read this process's memory
 * </pre>
 */
final class ClientProcess {
  /** So many times as long as wished, if the compiler is not through before. */
  private static final int LONGEST_WARM_UP = 3;

  private ClientProcess() {}

  /** Arguments: client, workload, port, {@link Span}s of warming up and of measuring. */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    Workload workload = Workload.named(arguments[1]);
    int port = Integer.parseInt(arguments[2]);
    Span warmUp = new Span(Double.parseDouble(arguments[3]));
    Span measured = new Span(Double.parseDouble(arguments[4]));
    BufferedReader parent =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int status = 1;
    try (Candidate candidate = Candidate.named(name);
        Work work = new Work(candidate, port, workload)) {
      work.connect();
      warmUp(work, warmUp);
      if (workload.kind == Workload.Kind.IDLE) {
        // Or what warming up has left would be given back during the measurement.
        heapAfterCollection();
      }
      System.out.println("ready");
      if (!"go".equals(parent.readLine())) {
        throw new IOException("the parent is gone");
      }
      Measurement found =
          workload.kind == Workload.Kind.IDLE
              ? measureIdle(work, workload.step)
              : measure(work, workload.step, measured);
      System.out.println(found.line());
      status = parent.readLine() == null ? 0 : 1;
    } finally {
      // The official client leaves threads behind.
      System.exit(status);
    }
  }

  /**
   * By CPU time, not by count: a fast client is through 200,000 events long before the compiler is,
   * and would be charged for that in what is measured. For the same reason until the compiler has
   * little left to do, within limits: after 4 s of CPU time it still was half of what an ack round
   * trip cost, of any client in Java.
   */
  private static void warmUp(Work work, Span span) throws Exception {
    Span longest = new Span(span.cpuSeconds() * LONGEST_WARM_UP);
    long start = System.nanoTime();
    Compiling compiling;
    do {
      compiling = Compiling.start();
      do {
        // Metered as well, so that the meter's own classes are loaded by now.
        Meter meter = Meter.start();
        work.warmUpStep();
        meter.read();
      } while (!compiling.isSeen());
    } while (!span.isOver(Meter.processCpuNanos(), System.nanoTime() - start)
        || (!compiling.isQuiet()
            && !longest.isOver(Meter.processCpuNanos(), System.nanoTime() - start)));
  }

  static Measurement measure(Work work, int step, Span span) throws Exception {
    List<long[]> roundTrips = new ArrayList<>();
    long start = System.nanoTime();
    long cpuBefore = Meter.processCpuNanos();
    Meter meter = Meter.start();
    do {
      roundTrips.add(work.step(step));
    } while (!span.isOver(Meter.processCpuNanos() - cpuBefore, System.nanoTime() - start));
    Meter.Reading reading = meter.read();
    long events = (long) step * roundTrips.size();
    return Measurement.of(
        events, reading, roundTrips.stream().flatMapToLong(LongStream::of).toArray());
  }

  static Measurement measureIdle(Work work, int connections) throws Exception {
    long heapBefore = heapAfterCollection();
    Meter meter = Meter.start();
    long[] connects = work.step(connections);
    Meter.Reading reading = meter.read();
    return Measurement.of(connections, reading, connects)
        .with(Figure.HEAP_BYTES, heapAfterCollection() - heapBefore);
  }

  private static long heapAfterCollection() {
    // Twice: what was only weakly held goes with the second.
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** A client that fails has no result: the process ends. */
  static void fail(String what, @Nullable Throwable cause) {
    System.err.println("failed: " + what);
    if (cause != null) {
      cause.printStackTrace();
    }
    Runtime.getRuntime().halt(2);
  }
}
