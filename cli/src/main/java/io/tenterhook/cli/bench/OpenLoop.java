package io.tenterhook.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Sends at a steady pace, whatever becomes of it: by a few threads that share the pace, the members
 * in turn.
 */
final class OpenLoop {
  private final List<Thread> threads = new ArrayList<>();
  private final List<Metronome> metronomes = new ArrayList<>();

  OpenLoop(
      Time time,
      Pace pace,
      int threadCount,
      long endNanos,
      List<Sender> senders,
      BooleanSupplier stopped) {
    for (int i = 0; i < threadCount; i++) {
      int first = i;
      Metronome metronome = new Metronome(time, pace);
      metronomes.add(metronome);
      Runnable task =
          () ->
              metronome.run(
                  first,
                  threadCount,
                  endNanos,
                  stopped,
                  (number, due) -> {
                    var unused = senders.get((int) (number % senders.size())).send(due);
                  });
      threads.add(Bench.thread("tenter-bench-" + (i + 1), task));
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** To be called when it has ended or was stopped. */
  Histogram lateness() throws InterruptedException {
    Histogram all = Meter.histogram();
    for (int i = 0; i < threads.size(); i++) {
      threads.get(i).join();
      all.add(metronomes.get(i).lateness());
    }
    return all;
  }
}
