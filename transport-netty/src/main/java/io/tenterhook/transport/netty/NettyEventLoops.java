package io.tenterhook.transport.netty;

import io.netty.util.concurrent.FastThreadLocalThread;
import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.EventLoops;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A fixed number of loops, each with one thread that starts with the loop's first task.
 *
 * <p>The loops are single ones, not a Netty group: a group tells of its end through Netty's static
 * GlobalEventExecutor, whose thread would outlive ours by a second.
 */
final class NettyEventLoops implements EventLoops {

  /** How long the end waits for a host lookup that hangs in the operating system. */
  private static final long LOOKUP_END_MILLIS = 200;

  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicBoolean shutdown = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final BlockingWork blockingWork = new BlockingWork();
  // Loops are few, and each adds its thread once.
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<NettyEventLoop> loops;

  NettyEventLoops(int count, IoBackend backend, HostLookup hosts) {
    if (count < 1) {
      throw new IllegalArgumentException("Number of event loops: at least 1, not " + count);
    }
    AtomicInteger number = new AtomicInteger();
    loops =
        Stream.generate(
                () ->
                    new NettyEventLoop(
                        task -> loopThread(task, number.incrementAndGet()),
                        backend,
                        hosts,
                        blockingWork))
            .limit(count)
            .toList();
  }

  private Thread loopThread(Runnable task, int number) {
    // Netty frees its buffer caches at the end of such a thread only.
    Thread thread = new FastThreadLocalThread(task, "tenterhook-loop-" + number);
    thread.setDaemon(false);
    threads.add(thread);
    return thread;
  }

  @Override
  public EventLoop next() {
    return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
  }

  @Override
  public CompletionStage<Void> shutdown() {
    if (shutdown.compareAndSet(false, true)) {
      loops.forEach(NettyEventLoop::shutdown);
      blockingWork.shutdown();
      // Somebody else has to see the threads die; a loop cannot wait for itself.
      Thread witness = new Thread(this::awaitEnd, "tenterhook-shutdown");
      witness.setDaemon(true);
      witness.start();
    }
    return ended.minimalCompletionStage();
  }

  private void awaitEnd() {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
      blockingWork.awaitEnd(LOOKUP_END_MILLIS);
    } catch (InterruptedException e) {
      // Nobody knows this thread, so nobody interrupts it; if somebody does, waiting is over.
      Thread.currentThread().interrupt();
    } finally {
      ended.complete(null);
    }
  }
}
