package io.tenterhook.benchmarks.micro;

import io.tenterhook.protocol.socketio.Packet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** {@code ClientSession.text}: an event of 100 bytes from the link to the session's output. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {
  private final ConnectedSession connected = new ConnectedSession(event -> last = event);
  private final byte[] message = Samples.message();

  /** Kept, or it would not even be made. */
  private Packet.@Nullable Event last;

  /**
   * Receives an event.
   *
   * @return the event
   */
  @Benchmark
  public Packet.@Nullable Event receiveEvent() {
    connected.session().text(message, 0);
    return last;
  }
}
