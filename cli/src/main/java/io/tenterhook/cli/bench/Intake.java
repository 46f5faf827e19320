package io.tenterhook.cli.bench;

import io.tenterhook.client.Event;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the server sends. */
final class Intake {
  /** Looking at each event's size would cost as much as receiving it. */
  private static final int SAMPLE_EVERY = 16;

  private static final double NANOS_PER_MILLI = 1e6;

  private final Flood flood;
  private final Time time;

  /** What comes earlier does not count; set before {@code begun}. */
  private volatile long fromNanos;

  private volatile boolean begun;
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong sampledEvents = new AtomicLong();
  private final AtomicLong sampledBytes = new AtomicLong();

  Intake(Flood flood, Time time) {
    this.flood = flood;
    this.time = time;
  }

  /** Before the socket is connected. */
  void prepare(NamespaceSocket socket, Meter meter) {
    if (flood.events().isEmpty()) {
      socket.onAny(event -> received(event, meter));
    }
    flood.events().forEach(name -> socket.on(name, event -> received(event, meter)));
    socket.onConnect(
        () -> {
          if (begun) {
            begin(socket, meter);
          }
        });
  }

  /** All are connected. */
  void begin(List<Member> members, Meter meter, long countFromNanos) {
    fromNanos = countFromNanos;
    begun = true;
    members.forEach(member -> begin(member.socket(), meter));
  }

  private void begin(NamespaceSocket socket, Meter meter) {
    Message start = flood.start();
    if (start != null && socket.isConnected()) {
      try {
        socket.emit(start.event(), start.array());
      } catch (SocketIoException failed) {
        meter.failed(Mishap.kind(failed));
      }
    }
  }

  private void received(Event event, Meter meter) {
    if (!begun || time.nanos() - fromNanos < 0) {
      return;
    }
    SentAt sentAt = flood.sentAt();
    if (sentAt != null) {
      double millis = sentAt.millis(event.args());
      if (Double.isNaN(millis)) {
        meter.failed("no time at --sent-at");
        return;
      }
      meter.took((long) ((System.currentTimeMillis() - millis) * NANOS_PER_MILLI));
    }
    meter.counted(0);
    if (seen.getAndIncrement() % SAMPLE_EVERY == 0) {
      sampledEvents.incrementAndGet();
      sampledBytes.addAndGet(bytes(event));
    }
  }

  private static long bytes(Event event) {
    long attached = event.args().attachments().stream().mapToLong(part -> part.length).sum();
    return event.args().json().toString().getBytes(StandardCharsets.UTF_8).length + attached;
  }

  /** Mean size of an event's arguments, of those that were looked at. */
  double meanBytes() {
    return (double) sampledBytes.get() / Math.max(1, sampledEvents.get());
  }
}
