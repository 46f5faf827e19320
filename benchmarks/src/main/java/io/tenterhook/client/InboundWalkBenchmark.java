package io.tenterhook.client;

import io.tenterhook.benchmarks.micro.ConnectedSession;
import io.tenterhook.benchmarks.micro.Samples;
import io.tenterhook.protocol.socketio.Namespace;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole walk in, without network and without the change of threads: session, inbox, end of the
 * burst, handler table, handler. Per event of a burst of 64.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InboundWalkBenchmark {
  private static final int BURST = 64;

  // Never connected: its loop's thread does not even start.
  private final Client client =
      (Client) SocketIoClient.builder("http://127.0.0.1:1").executor(Runnable::run).build();
  private final ClientSocket socket = client.socket(Namespace.of("/"));
  private final ConnectedSession connected = new ConnectedSession(socket.onLoop()::event);
  private final byte[] message = Samples.message();

  /** Kept, or it would not even be made. */
  private @Nullable Event last;

  /** Registers the handler. */
  public InboundWalkBenchmark() {
    var unused = socket.on("tick", event -> last = event);
  }

  /**
   * Receives a burst.
   *
   * @return the last event
   */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public @Nullable Event receiveBurst() {
    for (int i = 0; i < BURST; i++) {
      connected.session().text(message, 0);
    }
    client.settle();
    return last;
  }

  /** Lets JMH's process end. */
  @TearDown(Level.Trial)
  public void close() {
    client.close();
  }
}
