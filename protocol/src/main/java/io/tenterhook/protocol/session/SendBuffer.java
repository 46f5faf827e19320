package io.tenterhook.protocol.session;

import io.tenterhook.protocol.session.SessionOutput.EmitFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Packets that wait for their namespace to be connected, oldest first; bounded by count, bytes and
 * age. Each leaves exactly once: sent, or told why not. None of them has ever been sent.
 */
final class SendBuffer {
  /** Takes room only while something waits. */
  private Set<Kept> kept = Set.of();

  private final BufferLimits limits;
  private final Deadlines deadlines;
  private final SessionOutput output;
  private final Runnable afterExpiry;
  private long bytes;

  SendBuffer(BufferLimits limits, Deadlines deadlines, SessionOutput output, Runnable afterExpiry) {
    this.limits = limits;
    this.deadlines = deadlines;
    this.output = output;
    this.afterExpiry = afterExpiry;
  }

  int count() {
    return kept.size();
  }

  long bytes() {
    return bytes;
  }

  /** Keeps a packet, or drops it or older ones. */
  void add(OutboundPacket packet, long now) {
    long size = packet.sizeBytes();
    if (size > limits.maxBytes() || (!limits.dropOldest() && !fits(size))) {
      output.failed(packet, EmitFailure.BUFFER_FULL, null);
      return;
    }
    while (!fits(size)) {
      Kept oldest = kept.iterator().next();
      remove(oldest);
      output.failed(oldest.packet, EmitFailure.BUFFER_FULL, null);
    }
    Kept entry = new Kept(packet, size, now);
    if (kept.isEmpty()) {
      kept = new LinkedHashSet<>();
    }
    kept.add(entry);
    bytes += size;
    // An ack is awaited from the emit on: once nobody waits for it, it is not sent any more.
    long age =
        packet.wantsAck()
            ? Math.min(limits.maxAgeNanos(), packet.delivery.ackTimeoutNanos())
            : limits.maxAgeNanos();
    deadlines.set(entry, now, age);
  }

  private boolean fits(long size) {
    return kept.size() < limits.maxCount() && bytes + size <= limits.maxBytes();
  }

  /**
   * Empties the buffer. After a sleep of the machine packets may be too late that no deadline has
   * dropped yet.
   *
   * @param send gets each packet that is not too late, and when it was emitted
   */
  void flush(ObjLongConsumer<OutboundPacket> send, long now) {
    for (Kept entry : empty()) {
      if (entry.at <= now) {
        output.failed(entry.packet, EmitFailure.EXPIRED, null);
      } else {
        send.accept(entry.packet, entry.since);
      }
    }
  }

  /** Empties the buffer without sending. */
  void fail(EmitFailure failure, @Nullable SessionEnd end) {
    for (Kept entry : empty()) {
      output.failed(entry.packet, failure, end);
    }
  }

  private List<Kept> empty() {
    List<Kept> all = List.copyOf(kept);
    all.forEach(deadlines::clear);
    kept = Set.of();
    bytes = 0;
    return all;
  }

  private void remove(Kept entry) {
    kept.remove(entry);
    bytes -= entry.size;
    deadlines.clear(entry);
  }

  private final class Kept extends Deadline {
    final OutboundPacket packet;
    final long size;
    final long since;

    Kept(OutboundPacket packet, long size, long since) {
      this.packet = packet;
      this.size = size;
      this.since = since;
    }

    @Override
    void reached(long now) {
      remove(this);
      output.failed(packet, EmitFailure.EXPIRED, null);
      afterExpiry.run();
    }
  }
}
