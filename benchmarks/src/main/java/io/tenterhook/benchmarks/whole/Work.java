package io.tenterhook.benchmarks.whole;

import io.tenterhook.benchmarks.server.Script;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The workloads, on one connected candidate. One thread calls {@link #run}. */
final class Work {
  private static final int CHUNKS_IN_FLIGHT = 8;
  private static final long LIMIT_SECONDS = 100;

  private final Candidate candidate;
  private final Semaphore done = new Semaphore(0);
  private final Semaphore window = new Semaphore(CHUNKS_IN_FLIGHT);

  /** Handlers run one after another; the flood is asked for after it was set. */
  private int ticksToCome;

  Work(Candidate candidate) {
    this.candidate = candidate;
  }

  void connect(int port) throws Exception {
    candidate.connect(port, this::tick, window::release);
  }

  /**
   * Runs a workload to its end.
   *
   * @return round trip times in ns, sorted, of workloads that have them
   */
  long[] run(Workload workload, int events) throws InterruptedException, TimeoutException {
    return switch (workload) {
      case P1 -> receive(events);
      case P2 -> emit(events);
      case P3S, P3P -> ask(events, workload.inFlight());
    };
  }

  private long[] receive(int events) throws InterruptedException, TimeoutException {
    ticksToCome = events;
    candidate.requestFlood(events);
    await(done, 1);
    return new long[0];
  }

  private void tick() {
    if (--ticksToCome == 0) {
      done.release();
    }
  }

  /** All candidates are held to the same window: one has no limit of its own, and would drown. */
  private long[] emit(int events) throws InterruptedException, TimeoutException {
    for (int i = 0; i < events; i++) {
      if (i % Script.CHUNK == 0) {
        await(window, 1);
      }
      candidate.emitTick();
    }
    await(window, CHUNKS_IN_FLIGHT);
    window.release(CHUNKS_IN_FLIGHT);
    return new long[0];
  }

  /** Each answer triggers the next ask, on the thread that brings the answer. */
  private long[] ask(int events, int inFlight) throws InterruptedException, TimeoutException {
    long[] nanos = new long[events];
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    Runnable next =
        new Runnable() {
          @Override
          public void run() {
            int number = asked.getAndIncrement();
            if (number >= events) {
              return;
            }
            long start = System.nanoTime();
            candidate.ask(
                () -> {
                  nanos[number] = System.nanoTime() - start;
                  run();
                  if (answered.incrementAndGet() == events) {
                    done.release();
                  }
                });
          }
        };
    for (int i = 0; i < inFlight; i++) {
      next.run();
    }
    await(done, 1);
    return nanos;
  }

  private static void await(Semaphore semaphore, int permits)
      throws InterruptedException, TimeoutException {
    if (!semaphore.tryAcquire(permits, LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("nothing came within " + LIMIT_SECONDS + " s");
    }
  }
}
