package io.tenterhook.cli.bench;

import io.tenterhook.client.Call;
import io.tenterhook.client.EmitOptions;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends one member's events, and counts how each ends: as done, with its latency, or as an error. A
 * time-out is both, because leaving the slowest out would make a server look the better the worse
 * it is.
 */
final class Sender {
  private final Act act;
  private final BooleanSupplier active;
  private final Meter meter;
  private final Tally tally;
  private final long bytes;

  /**
   * @param active whether the connection is there or will come back
   * @param bytes of the arguments of each
   */
  Sender(Act act, BooleanSupplier active, Meter meter, Tally tally, long bytes) {
    this.act = act;
    this.active = active;
    this.meter = meter;
    this.tally = tally;
    this.bytes = bytes;
  }

  /** Sends an event. */
  interface Act {
    /** Completes when it has come to its end, whichever that is. */
    CompletableFuture<?> start();

    /** Encoded once, sent often. */
    static Act call(NamespaceSocket socket, Message message, Duration timeout) {
      Call call = socket.call(EmitOptions.unbuffered(), message.event(), message.array());
      return call.within(timeout)::args;
    }

    static Act emit(NamespaceSocket socket, Message message) {
      Object[] arguments = message.array();
      return () -> socket.emit(EmitOptions.unbuffered(), message.event(), arguments);
    }
  }

  boolean isActive() {
    return active.getAsBoolean();
  }

  /** What the senders of a bench share. */
  record Tally(Time time, long countFromNanos, AtomicInteger outstanding) {}

  /**
   * Sends one.
   *
   * @param dueNanos when it should have been sent: its latency begins there
   * @return completes, never with a failure, when it was counted: with what went wrong, or null
   */
  CompletableFuture<@Nullable Throwable> send(long dueNanos) {
    if (tally.outstanding.incrementAndGet() > Load.MAX_OUTSTANDING) {
      tally.outstanding.decrementAndGet();
      if (dueNanos - tally.countFromNanos >= 0) {
        meter.failed(Mishap.TOO_MANY);
      }
      return CompletableFuture.completedFuture(null);
    }
    return start().handle((answer, failure) -> ended(dueNanos, failure));
  }

  private CompletableFuture<?> start() {
    try {
      return act.start();
    } catch (SocketIoException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private @Nullable Throwable ended(long dueNanos, @Nullable Throwable failure) {
    tally.outstanding.decrementAndGet();
    if (dueNanos - tally.countFromNanos < 0) {
      return failure;
    }
    long nanos = tally.time.nanos() - dueNanos;
    if (failure == null) {
      meter.took(nanos);
      meter.counted(bytes);
      return null;
    }
    String kind = Mishap.kind(failure);
    if (kind.equals(Mishap.TIMEOUT)) {
      meter.took(nanos);
    }
    meter.failed(kind);
    return failure;
  }
}
