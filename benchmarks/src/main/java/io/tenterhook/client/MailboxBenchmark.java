package io.tenterhook.client;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The mailbox on one thread: a burst in, a burst out. Per letter. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MailboxBenchmark {
  private static final int BURST = 64;

  private final Mailbox mailbox = new Mailbox();
  private final Mailbox.Letter[] letters = new Mailbox.Letter[BURST];
  private long opened;

  /** Writes the letters, which are used again and again. */
  public MailboxBenchmark() {
    for (int i = 0; i < BURST; i++) {
      letters[i] =
          new Mailbox.Task() {
            @Override
            public void open(long now) {
              opened += now;
            }
          };
    }
  }

  /**
   * Puts a burst of letters and takes them.
   *
   * @return what keeps the work from being left out
   */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public long handOver() {
    for (Mailbox.Letter letter : letters) {
      mailbox.put(letter);
    }
    for (Mailbox.Letter letter = mailbox.take(); letter != null; letter = mailbox.take()) {
      letter.open(1);
    }
    return opened;
  }
}
