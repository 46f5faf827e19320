package io.tenterhook.benchmarks.whole;

import io.tenterhook.benchmarks.server.FloodServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One run of one client with one workload, against a server of its own. */
final class Trial {
  /** How long idle connections are watched. */
  static final Duration IDLE = Duration.ofSeconds(10);

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /**
   * For idle connections: else the process gives back what warming up has used, and shrinks while
   * they grow. So what grows is what is not heap.
   */
  private static final List<String> ALL_HEAP_FROM_THE_START =
      List.of("-Xms1g", "-XX:+AlwaysPreTouch");

  private final double warmUpSeconds;
  private final double seconds;

  /** Both are CPU time of the client. */
  Trial(double warmUpSeconds, double seconds) {
    this.warmUpSeconds = warmUpSeconds;
    this.seconds = seconds;
  }

  /** Server and client are both new, so that no run inherits what another has left. */
  Measurement run(Workload workload, String client) throws IOException {
    try (Child server = Child.start(FloodServer.class, List.of(), LIMIT)) {
      String port = server.line().replace("port ", "");
      try (Child child = start(client, workload, port)) {
        child.line();
        long serverBefore = server.cpuNanos();
        long rssBefore = rssBytes(child);
        child.say("go");
        Measurement found =
            Measurement.parse(child.line())
                .with(Figure.SERVER_CPU_NANOS, server.cpuNanos() - serverBefore);
        long rss = rssBytes(child);
        if (rss > 0) {
          found =
              found
                  .with(Figure.RSS_BYTES, rss)
                  .with(Figure.RSS_GROWTH_BYTES, rss - rssBefore + heapBeside(client, found))
                  .with(Figure.THREADS, child.status("Threads").orElse(0));
        }
        return workload.kind == Workload.Kind.IDLE ? watchIdle(child, found) : found;
      }
    }
  }

  private Child start(String client, Workload workload, String port) throws IOException {
    List<String> arguments =
        List.of(
            client, workload.id(), port, Double.toString(warmUpSeconds), Double.toString(seconds));
    if (client.equals(Candidate.NPM)) {
      return Child.start("npm " + workload, NodeProgram.command(arguments), LIMIT);
    }
    boolean idle = workload.kind == Workload.Kind.IDLE;
    return Child.start(
        idle ? ALL_HEAP_FROM_THE_START : List.of(), ClientProcess.class, arguments, LIMIT);
  }

  /** What a JVM's heap has grown by without its process growing. */
  private static long heapBeside(String client, Measurement found) {
    double heap = found.get(Figure.HEAP_BYTES);
    return client.equals(Candidate.NPM) || Double.isNaN(heap) ? 0 : (long) heap;
  }

  private static Measurement watchIdle(Child child, Measurement found) {
    long cpuBefore = child.cpuNanos();
    long end = System.nanoTime() + IDLE.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return found.with(Figure.IDLE_CPU_NANOS, child.cpuNanos() - cpuBefore);
  }

  private static long rssBytes(Child child) {
    return child.status("VmRSS").orElse(0) * 1024;
  }
}
