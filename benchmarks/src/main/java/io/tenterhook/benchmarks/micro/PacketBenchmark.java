package io.tenterhook.benchmarks.micro;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketDecoder;
import io.tenterhook.protocol.socketio.PacketEncoder;
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

/** Socket.IO packets: an event of 100 bytes in, the header of one out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacketBenchmark {
  private final PacketDecoder decoder = new PacketDecoder(DecoderLimits.DEFAULT);
  private final byte[] message = Samples.message();
  private final Namespace namespace = Namespace.of("/realtime");
  private final int payloadStart = PacketEncoder.headroom(namespace);
  private final byte[] frame = new byte[payloadStart + message.length];
  private long ackId;

  /**
   * Decodes and validates an event.
   *
   * @return the packet
   */
  @Benchmark
  public @Nullable Packet decodeEvent() {
    return decoder.text(message, 1, message.length);
  }

  /**
   * Writes the header of an event that asks for an ack into the headroom.
   *
   * @return where it starts
   */
  @Benchmark
  public int encodeEventHeader() {
    ackId = (ackId + 1) & 0xfffff;
    return PacketEncoder.eventHeader(frame, payloadStart, namespace, ackId, 0);
  }
}
