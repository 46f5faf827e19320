package io.tenterhook.benchmarks.whole;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Bytes that went through the heap: what has been collected, and how much fuller it is now.
 *
 * <p>Coarser than the threads' own counts, by megabytes, and the unused ends of their buffers count
 * as well. But it knows of threads that have ended, and a client that starts one for each event
 * really uses up a buffer each time.
 */
final class HeapTurnover {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final NotificationListener listener = (notification, none) -> collected(notification);
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong freed = new AtomicLong();
  private final long collectionsBefore;
  private final long usedBefore;

  HeapTurnover() {
    for (GarbageCollectorMXBean collector : collectors) {
      ((NotificationEmitter) collector).addNotificationListener(listener, null, null);
    }
    collectionsBefore = collections();
    usedBefore = used();
  }

  /** Bytes since this was made. To be called once. */
  long end() throws ListenerNotFoundException {
    long more = used() - usedBefore;
    // Collectors tell a little later, on a thread of their own.
    long due = collections() - collectionsBefore;
    long start = System.nanoTime();
    while (seen.get() < due && System.nanoTime() - start < PATIENCE_NANOS) {
      Thread.onSpinWait();
    }
    for (GarbageCollectorMXBean collector : collectors) {
      ((NotificationEmitter) collector).removeNotificationListener(listener);
    }
    return freed.get() + more;
  }

  private void collected(Notification notification) {
    GcInfo collection =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
            .getGcInfo();
    freed.addAndGet(
        sum(collection.getMemoryUsageBeforeGc()) - sum(collection.getMemoryUsageAfterGc()));
    seen.incrementAndGet();
  }

  private static long sum(Map<String, MemoryUsage> pools) {
    return pools.entrySet().stream()
        .filter(pool -> isHeap(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  private static boolean isHeap(String pool) {
    return !pool.contains("Metaspace") && !pool.startsWith("Code") && !pool.contains("Compressed");
  }

  private long collections() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }

  private static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
