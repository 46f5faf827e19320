package io.tenterhook.client;

import io.tenterhook.benchmarks.micro.Samples;
import io.tenterhook.benchmarks.server.Script;
import io.tenterhook.benchmarks.whole.Order;
import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.json.jackson.JacksonBinding;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.PacketEncoder;
import io.tenterhook.protocol.socketio.Parser;
import java.io.IOException;
import java.util.List;
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

/** What the binding to Jackson costs beside the walk of an event: one record of 91 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BindingBenchmark {
  private final JsonBinding binding = new JacksonBinding();
  private final EventEncoder encoder = new EventEncoder(binding, Parser.json());
  private final int headroom = PacketEncoder.headroomWithoutAck(Namespace.of("/"));
  private final byte[] json = Samples.bytes(Script.ARGUMENT);
  private final JsonSource source = new JsonSource(json, 0, json.length, List.of());
  private final Object[] order = {
    new Order(1_234_567, "ABCDEF", 1234.56, 100, "buy", 1_700_000_000_000L)
  };

  /**
   * An argument, when a handler asks for its type.
   *
   * @return the record
   * @throws IOException never
   */
  @Benchmark
  public @Nullable Object readRecord() throws IOException {
    return binding.read(source, Order.class);
  }

  /**
   * An emit of a record, on the caller's thread.
   *
   * @return the encoded event
   */
  @Benchmark
  public Object writeRecord() {
    return encoder.event(headroom, "tick", order);
  }
}
