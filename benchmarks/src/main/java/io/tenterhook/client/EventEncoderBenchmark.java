package io.tenterhook.client;

import io.tenterhook.benchmarks.server.Script;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.PacketEncoder;
import io.tenterhook.protocol.socketio.Parser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An emit's work on the caller's thread, for arguments that need no JSON binding. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventEncoderBenchmark {
  private final EventEncoder encoder = new EventEncoder(new MissingBinding(), Parser.json());
  private final int headroom = PacketEncoder.headroomWithoutAck(Namespace.of("/"));
  private final Object[] raw = {RawJson.of(Script.ARGUMENT)};
  private final Object[] text = {"a hundred characters ".repeat(5).substring(0, 100)};

  /**
   * JSON of 91 bytes that is there already.
   *
   * @return the encoded event
   */
  @Benchmark
  public Object rawJson() {
    return encoder.event(headroom, "tick", raw);
  }

  /**
   * A string of 100 characters.
   *
   * @return the encoded event
   */
  @Benchmark
  public Object text() {
    return encoder.event(headroom, "tick", text);
  }
}
