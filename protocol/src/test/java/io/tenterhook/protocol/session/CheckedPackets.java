package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.session.SessionOutput.EmitFailure;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The book of what the user emits: how often each packet was sent, in which order, and its one
 * fate.
 */
final class CheckedPackets {
  /** Where a packet is that has no fate yet. */
  private static final class Entry {
    final LabelledPacket packet;
    final long emittedAt;
    int sendings;
    long sentAt;
    int lossesBeforeSent;

    Entry(LabelledPacket packet, long emittedAt) {
      this.packet = packet;
      this.emittedAt = emittedAt;
    }

    boolean retried() {
      return packet.delivery.retries() > 0;
    }

    boolean kept() {
      return retried() || sendings == 0;
    }
  }

  /** What a namespace keeps. */
  record Level(int count, long bytes) {}

  private static final Level NOTHING = new Level(0, 0);

  /** Without a fate yet, in the order of the emits. */
  private final List<Entry> undecided = new ArrayList<>();

  private final IdentityHashMap<OutboundPacket, Entry> entries = new IdentityHashMap<>();
  private final Map<Namespace, Level> told = new HashMap<>();
  private final Map<Namespace, Long> lastAckIds = new HashMap<>();
  private final Map<Namespace, Integer> losses = new HashMap<>();

  boolean writable = true;

  // ---- what happens

  /** A namespace is not connected any more. */
  void lost(Namespace namespace) {
    losses.merge(namespace, 1, Integer::sum);
  }

  private int losses(Entry entry) {
    return losses.getOrDefault(entry.packet.namespace(), 0);
  }

  void emitted(LabelledPacket packet, long now) {
    Entry entry = new Entry(packet, now);
    undecided.add(entry);
    entries.put(packet, entry);
  }

  void sent(OutboundPacket packet, Packet onTheWire, long now) {
    Entry entry = entry(packet);
    assertThat(LabelledPacket.describe(onTheWire)).isEqualTo(entry.packet.content());
    assertThat(entry.packet.delivery.droppable() && !writable).as("should be dropped").isFalse();
    if (entry.retried()) {
      checkRetried(entry, now);
    } else {
      assertThat(entry.sendings).isZero();
      assertThat(firstWaiting(packet.namespace(), false)).as("in order").isSameAs(entry);
      assertThat(now - entry.emittedAt).isLessThan(longestWait(entry));
    }
    if (onTheWire instanceof Packet.Event event) {
      checkAckId(event, packet.wantsAck());
    }
    entry.sendings++;
    entry.sentAt = now;
    entry.lossesBeforeSent = losses(entry);
    if (!packet.wantsAck()) {
      decide(entry);
    }
  }

  private void checkRetried(Entry entry, long now) {
    assertThat(firstWaiting(entry.packet.namespace(), true)).as("in order").isSameAs(entry);
    assertThat(entry.sendings).isLessThanOrEqualTo(entry.packet.delivery.retries());
    if (entry.sendings > 0 && entry.lossesBeforeSent == losses(entry)) {
      assertThat(now - entry.sentAt)
          .as("sent again before its ack was overdue or its connection lost")
          .isGreaterThanOrEqualTo(entry.packet.delivery.ackTimeoutNanos());
    }
  }

  /** No id is used twice, whatever becomes of the namespace in between. */
  private void checkAckId(Packet.Event event, boolean wantsAck) {
    assertThat(event.ackId() >= 0).isEqualTo(wantsAck);
    if (wantsAck) {
      Long last = lastAckIds.put(event.namespace(), event.ackId());
      assertThat(event.ackId()).isGreaterThan(last == null ? -1 : last);
    }
  }

  private static long longestWait(Entry entry) {
    long ack = entry.packet.delivery.ackTimeoutNanos();
    long age = SessionDriver.MAX_AGE.toNanos();
    return ack == 0 ? age : Math.min(ack, age);
  }

  private Entry firstWaiting(Namespace namespace, boolean retried) {
    return undecided.stream()
        .filter(entry -> entry.kept() && entry.retried() == retried)
        .filter(entry -> entry.packet.namespace().equals(namespace))
        .findFirst()
        .orElseThrow();
  }

  void acked(OutboundPacket packet) {
    Entry entry = entry(packet);
    assertThat(entry.sendings).isPositive();
    assertThat(entry.lossesBeforeSent).as("acked where it was sent").isEqualTo(losses(entry));
    decide(entry);
  }

  void failed(OutboundPacket packet, EmitFailure failure, long now) {
    Entry entry = entry(packet);
    Delivery delivery = packet.delivery;
    switch (failure) {
      case ACK_TIMEOUT -> {
        assertThat(entry.sendings).isEqualTo(delivery.retries() + 1);
        assertThat(now - entry.emittedAt).isGreaterThanOrEqualTo(delivery.ackTimeoutNanos());
      }
      case CONNECTION_ENDED -> assertThat(entry.sendings).isPositive();
      case NOT_WRITABLE -> assertThat(delivery.droppable() && !writable).isTrue();
      case BUFFER_FULL -> assertThat(delivery.buffered() || entry.retried()).isTrue();
      case EXPIRED -> {
        assertThat(delivery.buffered() && !entry.retried()).isTrue();
        assertThat(now - entry.emittedAt).isGreaterThanOrEqualTo(longestWait(entry));
      }
      case DISCARDED -> assertThat(delivery.buffered() && !entry.retried()).isTrue();
      case TOO_MANY_PENDING_ACKS ->
          assertThat(delivery.ackTimeoutNanos() > 0 && !entry.retried()).isTrue();
      case NOT_CONNECTED -> {}
    }
    if (failure != EmitFailure.ACK_TIMEOUT && failure != EmitFailure.CONNECTION_ENDED) {
      assertThat(entry.sendings).as("never sent").isZero();
    }
    decide(entry);
  }

  void told(Namespace namespace, int count, long bytes) {
    Level level = new Level(count, bytes);
    Level before = told.put(namespace, level);
    assertThat(level).as("news").isNotEqualTo(before == null ? NOTHING : before);
  }

  private Entry entry(OutboundPacket packet) {
    Entry entry = entries.get(packet);
    assertThat(entry).as("%s has no fate yet", packet).isNotNull();
    return entry;
  }

  private void decide(Entry entry) {
    entries.remove(entry.packet);
    undecided.remove(entry);
  }

  // ---- what must hold between two inputs

  boolean isUndecided(OutboundPacket packet) {
    return entries.containsKey(packet);
  }

  boolean isEmpty() {
    return undecided.isEmpty();
  }

  boolean hasBuffered() {
    return undecided.stream().anyMatch(entry -> !entry.retried() && entry.kept());
  }

  boolean hasBuffered(Namespace namespace) {
    return undecided.stream()
        .filter(entry -> entry.packet.namespace().equals(namespace))
        .anyMatch(entry -> !entry.retried() && entry.kept());
  }

  void checkQuiet(Collection<Namespace> wanted, Collection<Namespace> connected) {
    Map<Namespace, Level> levels = new HashMap<>();
    for (Entry entry : undecided) {
      Namespace namespace = entry.packet.namespace();
      if (entry.kept()) {
        Level one = new Level(1, entry.packet.sizeBytes());
        levels.merge(namespace, one, (a, b) -> new Level(a.count + b.count, a.bytes + b.bytes));
      } else {
        assertThat(connected).as("%s is sent and awaits its ack", entry.packet).contains(namespace);
      }
      if (!wanted.contains(namespace)) {
        assertThat(entry.sendings).as("%s of a namespace that ended", entry.packet).isZero();
      }
    }
    told.values().removeIf(NOTHING::equals);
    assertThat(told).isEqualTo(levels);
    for (Level level : levels.values()) {
      assertThat(level.count).isLessThanOrEqualTo(2 * SessionDriver.MAX_BUFFERED);
      assertThat(level.bytes).isLessThanOrEqualTo(2L * SessionDriver.MAX_BUFFERED_BYTES);
    }
    for (Namespace namespace : connected) {
      assertThat(hasBuffered(namespace)).as("%s is connected and buffers", namespace).isFalse();
    }
  }
}
