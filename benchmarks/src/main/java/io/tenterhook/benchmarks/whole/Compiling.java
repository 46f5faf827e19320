package io.tenterhook.benchmarks.whole;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** How much of a while the just-in-time compiler has worked. */
final class Compiling {
  /** So much CPU time of the process is looked at together, as single methods come in bursts. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final double LITTLE = 0.05;

  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private final long cpuBefore = Meter.processCpuNanos();
  private final long compilingBefore = nanos();

  private Compiling() {}

  static Compiling start() {
    return new Compiling();
  }

  /** It counts a method when it is done with it. */
  private static long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(COMPILER.getTotalCompilationTime());
  }

  private long cpuNanos() {
    return Meter.processCpuNanos() - cpuBefore;
  }

  /** Whether the while is long enough to tell. */
  boolean isSeen() {
    return cpuNanos() >= LOOK_NANOS;
  }

  /** Whether it was hardly any of the CPU time since the start. */
  boolean isQuiet() {
    return nanos() - compilingBefore < LITTLE * cpuNanos();
  }
}
