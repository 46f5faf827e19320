package io.tenterhook.benchmarks.whole;

import io.tenterhook.benchmarks.server.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A workload with a candidate. One thread calls the methods. */
final class Work implements AutoCloseable {
  private static final int CHUNKS_IN_FLIGHT = 8;
  private static final int OPENING = 64;
  private static final long LIMIT_SECONDS = 100;

  private final Candidate candidate;
  private final int port;
  private final Workload workload;
  private final Semaphore done = new Semaphore(0);
  private final Semaphore window = new Semaphore(CHUNKS_IN_FLIGHT);
  private final List<Lane> lanes = new ArrayList<>();

  /** Of idle connections; by the candidate's threads, and by ours when it is through. */
  private final List<Link> idle = new ArrayList<>();

  Work(Candidate candidate, int port, Workload workload) {
    this.candidate = candidate;
    this.port = port;
    this.workload = workload;
  }

  /** Opens what the workload has from the start. */
  void connect() throws InterruptedException, TimeoutException {
    for (int i = 0; i < workload.connections(); i++) {
      lanes.add(new Lane());
    }
    if (lanes.isEmpty()) {
      return;
    }
    AtomicInteger next = new AtomicInteger();
    repeat(
        lanes.size(),
        OPENING,
        opened -> {
          Lane lane = lanes.get(next.getAndIncrement());
          open(
              new Ears(workload.event(), lane::heard, window::release),
              link -> {
                lane.link = link;
                opened.run();
              });
        });
  }

  /** Does what makes the code warm: floods without a pace, connections that are closed again. */
  void warmUpStep() throws InterruptedException, TimeoutException {
    switch (workload.kind) {
      case PACED -> receive(Workload.P1.step, 0);
      case IDLE -> repeat(Workload.P5P.step, workload.inFlight(), this::openAndClose);
      default -> step(workload.step);
    }
  }

  /**
   * Does so many events, to their end.
   *
   * @return round trip times in ns, of workloads that have them
   */
  long[] step(int events) throws InterruptedException, TimeoutException {
    return switch (workload.kind) {
      case RECEIVE, PACED -> receive(events, workload.perSecond());
      case EMIT -> emit(events);
      case ASK -> repeat(events, workload.inFlight(), first()::ask);
      case CONNECT -> repeat(events, workload.inFlight(), this::openAndClose);
      case IDLE -> repeat(events, workload.inFlight(), this::openAndStay);
    };
  }

  private long[] receive(int events, int perSecond) throws InterruptedException, TimeoutException {
    int each = Math.max(1, events / lanes.size());
    for (Lane lane : lanes) {
      lane.toCome = each;
      lane.link().requestFlood(workload.event(), each, perSecond);
    }
    await(done, lanes.size());
    return new long[0];
  }

  /** All candidates are held to the same window: one has no limit of its own, and would drown. */
  private long[] emit(int events) throws InterruptedException, TimeoutException {
    Link link = first();
    int chunk = workload == Workload.P6OUT ? Script.BLOB_CHUNK : Script.CHUNK;
    for (int i = 0; i < events; i++) {
      if (i % chunk == 0) {
        await(window, 1);
      }
      switch (workload) {
        case P2R -> link.emitOrder();
        case P6OUT -> link.emitBlob();
        default -> link.emitTick();
      }
    }
    await(window, CHUNKS_IN_FLIGHT);
    window.release(CHUNKS_IN_FLIGHT);
    return new long[0];
  }

  private Link first() {
    return lanes.get(0).link();
  }

  private void openAndClose(Runnable onDone) {
    open(
        Ears.DEAF,
        link -> {
          link.close();
          onDone.run();
        });
  }

  private void openAndStay(Runnable onDone) {
    open(
        Ears.DEAF,
        link -> {
          synchronized (idle) {
            idle.add(link);
          }
          onDone.run();
        });
  }

  private void open(Ears ears, Consumer<Link> onOpen) {
    var unused =
        candidate
            .open(port, ears)
            .whenComplete(
                (link, failure) -> {
                  if (failure == null) {
                    onOpen.accept(link);
                  } else {
                    ClientProcess.fail("a connect failed", failure);
                  }
                });
  }

  /** Each end triggers the next begin, on the thread that brings the end. */
  private long[] repeat(int times, int inFlight, Consumer<Runnable> what)
      throws InterruptedException, TimeoutException {
    long[] nanos = new long[times];
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    Runnable next =
        new Runnable() {
          @Override
          public void run() {
            int number = begun.getAndIncrement();
            if (number >= times) {
              return;
            }
            long start = System.nanoTime();
            what.accept(
                () -> {
                  nanos[number] = System.nanoTime() - start;
                  run();
                  if (ended.incrementAndGet() == times) {
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

  @Override
  public void close() {
    lanes.forEach(lane -> lane.link().close());
    synchronized (idle) {
      idle.forEach(Link::close);
    }
  }

  /** One connection, and what it waits for. */
  private final class Lane {
    private volatile @Nullable Link link;

    /** Handlers run one after another; the flood is asked for after it was set. */
    private int toCome;

    Link link() {
      Link open = link;
      if (open == null) {
        throw new IllegalStateException("not connected");
      }
      return open;
    }

    void heard() {
      if (--toCome == 0) {
        done.release();
      }
    }
  }
}
