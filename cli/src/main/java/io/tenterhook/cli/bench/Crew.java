package io.tenterhook.cli.bench;

import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** All clients: opened at their pace, watched while they live, closed together. */
final class Crew implements AutoCloseable {
  private static final long GOODBYE_SECONDS = 5;

  private final Load load;
  private final Member.Entrance entrance;
  private final Time time;
  private final Meter[] meters;
  private final Metronome opening;
  private final long startNanos;

  /** Written by the thread that opens, read by others after it. */
  private final List<Member> members = new ArrayList<>();

  private final AtomicInteger settled = new AtomicInteger();
  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger gone = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

  Crew(Load load, Member.Entrance entrance, Time time, Meter[] meters) {
    this.load = load;
    this.entrance = entrance;
    this.time = time;
    this.meters = meters;
    this.startNanos = time.nanos();
    this.opening = new Metronome(time, new Pace(startNanos, load.openingRate()));
  }

  /** Opens all, on the calling thread. */
  void open(BooleanSupplier stopped, BiConsumer<NamespaceSocket, Meter> prepare) {
    long end = startNanos + load.ramp().toNanos() + 1;
    opening.run(
        0,
        1,
        end,
        () -> stopped.getAsBoolean() || members.size() == load.clients(),
        (number, due) -> {
          Member member = entrance.open();
          members.add(member);
          Meter meter = meterOf((int) number);
          prepare.accept(member.socket(), meter);
          connect(member.socket(), meter, due);
        });
  }

  /** Members and event loops are dealt out in the same order: a meter is written by few threads. */
  Meter meterOf(int member) {
    return meters[member % meters.length];
  }

  private void connect(NamespaceSocket socket, Meter meter, long due) {
    socket.onConnect(connections::incrementAndGet);
    socket.onDisconnect(
        (ending, willReconnect) -> {
          connections.decrementAndGet();
          if (ending.reason() != DisconnectReason.CLIENT_DISCONNECT) {
            meter.failed(Mishap.DROPPED);
          }
          if (!willReconnect) {
            gone.incrementAndGet();
          }
        });
    CompletableFuture<Void> answer = socket.connect();
    var unused =
        answer.whenComplete(
            (none, failure) -> {
              joined(meter, time.nanos() - due, failure);
              settled.incrementAndGet();
            });
  }

  private void joined(Meter meter, long nanos, @Nullable Throwable failure) {
    boolean counts = load.kind() == Load.Kind.CONN;
    if (failure == null) {
      joined.incrementAndGet();
      if (counts) {
        meter.counted(0);
        meter.took(nanos);
      }
      return;
    }
    gone.incrementAndGet();
    firstFailure.compareAndSet(
        null, failure instanceof CompletionException ? failure.getCause() : failure);
    String kind = Mishap.connecting(failure);
    meter.failed(kind);
    if (counts && kind.endsWith(Mishap.TIMEOUT)) {
      meter.took(nanos);
    }
  }

  /** Whether each has got its answer. */
  boolean isSettled() {
    return settled.get() >= load.clients();
  }

  /** Whether nobody is left, and nobody will come back. */
  boolean isDeserted() {
    return gone.get() >= load.clients();
  }

  /** How many got a connection, ever. */
  int joined() {
    return joined.get();
  }

  int connections() {
    return Math.max(0, connections.get());
  }

  Histogram lateness() {
    return opening.lateness();
  }

  List<Member> members() {
    return members;
  }

  /**
   * To be asked when all have settled.
   *
   * @throws SocketIoException why not even one got a connection
   */
  void requireSomebody() {
    Throwable failure = firstFailure.get();
    if (joined() == 0 && failure instanceof SocketIoException error) {
      throw error;
    }
  }

  @Override
  public void close() {
    CompletableFuture.allOf(
            members.stream()
                .map(member -> member.client().closeAsync())
                .toArray(CompletableFuture[]::new))
        .orTimeout(GOODBYE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> null)
        .join();
  }
}
