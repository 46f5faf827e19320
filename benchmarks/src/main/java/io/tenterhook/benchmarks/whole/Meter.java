package io.tenterhook.benchmarks.whole;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import javax.management.ListenerNotFoundException;

/**
 * Time, CPU time of the whole process (collector and compiler included) and bytes allocated, from
 * {@link #start} to now.
 */
final class Meter {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final HeapTurnover heap = new HeapTurnover();
  private final Map<Long, Long> bytesBefore = allocated();
  private final long startedBefore = THREADS.getTotalStartedThreadCount();
  private final long cpuBefore = processCpuNanos();
  private final long wallBefore = System.nanoTime();

  private Meter() {}

  static Meter start() {
    return new Meter();
  }

  /** Since the process began. */
  static long processCpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /** What one span has cost. */
  record Reading(long wallNanos, long cpuNanos, long bytes, long threadsEnded) {}

  /**
   * Reads the meter, once. Bytes are the sum over all threads. A thread that has ended has taken
   * its count with it: then they are what went through the heap.
   */
  Reading read() throws ListenerNotFoundException {
    long wall = System.nanoTime() - wallBefore;
    long cpu = processCpuNanos() - cpuBefore;
    Map<Long, Long> bytesNow = allocated();
    long bytes = 0;
    for (Map.Entry<Long, Long> thread : bytesNow.entrySet()) {
      bytes += thread.getValue() - bytesBefore.getOrDefault(thread.getKey(), 0L);
    }
    long started = THREADS.getTotalStartedThreadCount() - startedBefore;
    long ended = bytesBefore.size() + started - bytesNow.size();
    long turnover = heap.end();
    return new Reading(wall, cpu, ended == 0 ? bytes : turnover, ended);
  }

  private static Map<Long, Long> allocated() {
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    Map<Long, Long> byThread = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      // -1: the thread has ended since.
      if (bytes[i] >= 0) {
        byThread.put(ids[i], bytes[i]);
      }
    }
    return byThread;
  }
}
