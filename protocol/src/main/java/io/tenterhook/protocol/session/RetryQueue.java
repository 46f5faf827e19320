package io.tenterhook.protocol.session;

import io.tenterhook.protocol.session.SessionOutput.EmitFailure;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Packets that are sent until they are acknowledged: at least once, strictly in order, one in
 * flight. A packet with {@code retries} n is sent at most n + 1 times; a connection lost before the
 * ack counts as such a time.
 *
 * <p>As the JS client's {@code retries} (4.6), but a lost connection never leaves the packet behind
 * waiting for a timeout.
 */
final class RetryQueue {
  private static final class Entry {
    final OutboundPacket packet;
    int sendings;

    Entry(OutboundPacket packet) {
      this.packet = packet;
    }

    boolean exhausted() {
      return sendings > packet.delivery.retries();
    }
  }

  private final Queue<Entry> queue = new ArrayDeque<>(0);
  private final BufferLimits limits;
  private final SessionOutput output;
  private final ObjLongConsumer<OutboundPacket> sender;
  private long bytes;
  private boolean inFlight;

  /**
   * An empty queue.
   *
   * @param sender sends a packet at a moment, and reports back what becomes of its ack
   */
  RetryQueue(BufferLimits limits, SessionOutput output, ObjLongConsumer<OutboundPacket> sender) {
    this.limits = limits;
    this.output = output;
    this.sender = sender;
  }

  boolean isInFlight() {
    return inFlight;
  }

  int count() {
    return queue.size();
  }

  long bytes() {
    return bytes;
  }

  /** Queues a packet at the end, or rejects it. */
  void add(OutboundPacket packet) {
    long size = packet.sizeBytes();
    if (queue.size() >= limits.maxCount() || bytes + size > limits.maxBytes()) {
      output.failed(packet, EmitFailure.BUFFER_FULL, null);
      return;
    }
    queue.add(new Entry(packet));
    bytes += size;
  }

  /** The namespace is connected: sends the first packet unless it is on its way. */
  void pump(long now) {
    Entry first = queue.peek();
    if (first != null && !inFlight) {
      inFlight = true;
      first.sendings++;
      sender.accept(first.packet, now);
    }
  }

  /** The first packet was acknowledged. */
  void acked() {
    inFlight = false;
    removeFirst();
  }

  /** The first packet was not acknowledged in time. */
  void timedOut() {
    inFlight = false;
    giveUpIfExhausted(EmitFailure.ACK_TIMEOUT, null);
  }

  /** The connection was lost before the first packet was acknowledged. */
  void lost(SessionEnd end) {
    inFlight = false;
    giveUpIfExhausted(EmitFailure.CONNECTION_ENDED, end);
  }

  private void giveUpIfExhausted(EmitFailure failure, @Nullable SessionEnd end) {
    Entry first = queue.peek();
    if (first != null && first.exhausted()) {
      output.failed(removeFirst(), failure, end);
    }
  }

  /** Nothing will be sent any more. What was sent before may have arrived. */
  void end(SessionEnd end) {
    List<Entry> all = List.copyOf(queue);
    queue.clear();
    bytes = 0;
    for (Entry entry : all) {
      EmitFailure failure =
          entry.sendings == 0 ? EmitFailure.NOT_CONNECTED : EmitFailure.CONNECTION_ENDED;
      output.failed(entry.packet, failure, end);
    }
  }

  private OutboundPacket removeFirst() {
    OutboundPacket packet = queue.remove().packet;
    bytes -= packet.sizeBytes();
    return packet;
  }
}
