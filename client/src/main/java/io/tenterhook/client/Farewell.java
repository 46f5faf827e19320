package io.tenterhook.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a client as its users' threads see it: they ask for it in one of several ways, and
 * learn when it is over. {@link Drain} is its other side.
 */
final class Farewell {
  private static final long CLOSE_SECONDS = 5;

  private final Client client;
  private final Resources.Lease lease;
  private final Drain drain;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean released = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  Farewell(Client client, Resources.Lease lease, Drain drain) {
    this.client = client;
    this.lease = lease;
    this.drain = drain;
  }

  void close() {
    CompletableFuture<Void> done = closeAsync();
    if (mayWaitHere()) {
      awaitClosed(done);
    }
  }

  CompletableFuture<Void> closeAsync() {
    if (asked.compareAndSet(false, true) && !client.post(drain::close)) {
      release();
    }
    return closed.copy();
  }

  CloseReport close(Duration limit) {
    if (!mayWaitHere()) {
      throw new IllegalStateException(
          "close(limit) waits for what handlers may have to do first: use closeAsync(limit) here");
    }
    CloseReport left = leave(limit).join();
    awaitClosed(closed);
    return left;
  }

  private static void awaitClosed(CompletableFuture<Void> done) {
    done.copy().orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS).exceptionally(late -> null).join();
  }

  CompletableFuture<CloseReport> closeAsync(Duration limit) {
    return leave(limit).thenCombine(closed, (left, done) -> left);
  }

  /** Completes on the loop, before {@link #closed} does. */
  private CompletableFuture<CloseReport> leave(Duration limit) {
    long nanos = shut(limit);
    CompletableFuture<CloseReport> report = new CompletableFuture<>();
    if (!client.post(now -> drain.close(nanos, report, now))) {
      report.complete(drain.left());
    }
    return report;
  }

  CompletableFuture<Map<String, RecoveryState>> suspend(Duration limit) {
    long nanos = shut(limit);
    CompletableFuture<Map<String, RecoveryState>> states = new CompletableFuture<>();
    if (!client.post(now -> drain.suspend(nanos, states, now))) {
      states.complete(Map.of());
    }
    return states.thenCombine(closed, (kept, done) -> kept);
  }

  /** Takes no more emits. */
  private long shut(Duration limit) {
    long nanos = Settings.notNegative("limit", limit).toNanos();
    client.backlog().shut();
    client.post(now -> client.backlog().dismissWriters(client.notices()));
    return nanos;
  }

  /** Neither the loop nor a thread that is delivering something may wait for the end. */
  private boolean mayWaitHere() {
    boolean delivering = client.notices().isDeliveringHere();
    for (ClientSocket socket : client.sockets()) {
      delivering |= socket.onLoop().isDeliveringHere();
    }
    return !client.isOwnThread() && !delivering;
  }

  /** Nothing of the client's is on the loop any more. Harmless when repeated. */
  void release() {
    asked.set(true);
    if (!released.compareAndSet(false, true)) {
      return;
    }
    client.stopWatching();
    var unused = lease.release().whenComplete((done, ignored) -> tell());
  }

  private void tell() {
    try {
      client.executor().execute(() -> closed.complete(null));
    } catch (RejectedExecutionException ended) {
      closed.complete(null);
    }
  }
}
