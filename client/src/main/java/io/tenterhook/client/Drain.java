package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.protocol.session.ClientSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How a client ends: at once, or when nothing is left to be sent or awaited, or when the time for
 * that is over; with a goodbye to the server, or without one. It ends once. Lives on the loop;
 * drawn in {@code docs/states.md}.
 */
final class Drain {
  /** A link does not tell when the last byte has left it, so it is looked at again. */
  private static final long LOOK_AGAIN_NANOS = 5_000_000;

  private final Client client;
  private final Backlog backlog;
  private final List<CompletableFuture<CloseReport>> reports = new ArrayList<>();
  private final List<CompletableFuture<Map<String, RecoveryState>>> suspensions = new ArrayList<>();

  private boolean underWay;

  /** Written by the loop when the client ends, read by whoever asks later. */
  private volatile @Nullable CloseReport left;

  private EventLoop.@Nullable Timer limit;
  private EventLoop.@Nullable Timer look;

  Drain(Client client, Backlog backlog) {
    this.client = client;
    this.backlog = backlog;
  }

  /** Any thread: what was left when the client ended; nothing while it has not. */
  CloseReport left() {
    CloseReport known = left;
    return known == null ? CloseReport.NOTHING_LEFT : known;
  }

  /** Any thread: whether the client has ended. */
  boolean hasEnded() {
    return left != null;
  }

  /** Ends now. */
  void close(long now) {
    if (left == null) {
      end(now);
    }
  }

  /** Ends when everything is done, at the latest after the limit. */
  void close(long limitNanos, CompletableFuture<CloseReport> report, long now) {
    CloseReport known = left;
    if (known != null) {
      client.notice(() -> report.complete(known));
      return;
    }
    reports.add(report);
    wait(limitNanos, now);
  }

  /** Likewise, but leaves the server in the belief that the connection is lost. */
  void suspend(
      long limitNanos, CompletableFuture<Map<String, RecoveryState>> suspension, long now) {
    if (left != null) {
      client.notice(() -> suspension.complete(Map.of()));
      return;
    }
    suspensions.add(suspension);
    wait(limitNanos, now);
  }

  private void wait(long limitNanos, long now) {
    if (limitNanos == 0) {
      end(now);
    } else if (!underWay) {
      underWay = true;
      limit = client.loop().schedule(limitNanos, this::timeIsUp);
    }
  }

  private void timeIsUp() {
    close(client.wake());
    client.settle();
  }

  /** Looks whether all is done. @return whether that has ended the client */
  boolean check() {
    if (!underWay) {
      return false;
    }
    CloseReport soFar = measure();
    if (soFar.isComplete()) {
      end(client.now());
      return true;
    }
    if (soFar.unwrittenBytes() > 0 && look == null) {
      look = client.loop().schedule(LOOK_AGAIN_NANOS, this::lookAgain);
    }
    return false;
  }

  private void lookAgain() {
    look = null;
    client.wake();
    client.settle();
  }

  private CloseReport measure() {
    int unsent = 0;
    for (ClientSocket socket : client.sockets()) {
      unsent += socket.onLoop().buffered().emits();
    }
    return new CloseReport(unsent, backlog.waitingBytes(), client.session().pendingAcks());
  }

  private void end(long now) {
    underWay = false;
    cancel(limit);
    cancel(look);
    CloseReport report = measure();
    left = report;
    ClientSession session = client.session();
    if (suspensions.isEmpty()) {
      session.close(now);
    } else {
      Map<String, RecoveryState> states = states();
      session.suspend(now);
      handOver(states);
    }
    client.sockets().forEach(socket -> socket.onLoop().closed());
    // What users have put behind these waits for the client to be closed too: none of it runs here.
    reports.forEach(future -> future.complete(report));
    client.lastBurst();
  }

  private static void cancel(EventLoop.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  private Map<String, RecoveryState> states() {
    Map<String, RecoveryState> states = new HashMap<>();
    for (ClientSocket socket : client.sockets()) {
      RecoveryState.of(client.session().recoveryState(socket.name()))
          .ifPresent(state -> states.put(socket.namespace(), state));
    }
    return Map.copyOf(states);
  }

  /** Whoever keeps the states must have seen all events before: behind the last one of each. */
  private void handOver(Map<String, RecoveryState> states) {
    List<ClientSocket> sockets = new ArrayList<>();
    client.sockets().forEach(sockets::add);
    AtomicInteger undelivered = new AtomicInteger(sockets.size() + 1);
    Runnable delivered =
        () -> {
          if (undelivered.decrementAndGet() == 0) {
            suspensions.forEach(suspension -> suspension.complete(states));
          }
        };
    sockets.forEach(socket -> socket.onLoop().tellBehindEvents(delivered));
    client.notice(delivered);
  }
}
