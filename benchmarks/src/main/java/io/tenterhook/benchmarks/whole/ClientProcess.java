package io.tenterhook.benchmarks.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client, one workload, one JVM. Talks with its parent by lines:
 *
 * <pre>
 *   ready                                   warmed up
 *            go                             the parent has read the server's CPU time
 *   events=… wallNanos=… cpuNanos=… …       {@link Measurement}
 * </pre>
 */
final class ClientProcess {
  private static final long WARM_UP_CPU_NANOS = TimeUnit.SECONDS.toNanos(5);

  private ClientProcess() {}

  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    Workload workload = Workload.named(arguments[1]);
    int base = Integer.parseInt(arguments[2]);
    int port = Integer.parseInt(arguments[3]);
    BufferedReader parent =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int status = 1;
    try (Candidate candidate = Candidate.named(name)) {
      Work work = new Work(candidate);
      work.connect(port);
      warmUp(work, workload, workload.warmUp(base));
      System.out.println("ready");
      if (!"go".equals(parent.readLine())) {
        throw new IOException("the parent is gone");
      }
      System.out.println(measure(work, workload, workload.events(base)).line());
      status = 0;
    } finally {
      // The official client leaves threads behind.
      System.exit(status);
    }
  }

  /**
   * By CPU time as well as by count: a fast client is through 200,000 events long before the
   * compiler is, and would be charged for that in what is measured.
   */
  private static void warmUp(Work work, Workload workload, int events) throws Exception {
    do {
      // Measured as well, so that the meter's own classes are loaded by now.
      measure(work, workload, events);
    } while (Meter.processCpuNanos() < WARM_UP_CPU_NANOS);
  }

  static Measurement measure(Work work, Workload workload, int events) throws Exception {
    Meter meter = Meter.start();
    long[] roundTrips = work.run(workload, events);
    Meter.Reading reading = meter.read();
    Arrays.sort(roundTrips);
    return Measurement.of(events, reading, roundTrips);
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
