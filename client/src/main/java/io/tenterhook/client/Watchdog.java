package io.tenterhook.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks now and then whether a handler still runs that ran at an earlier look. On a thread of its
 * own: when handlers hang, so may all threads of their executor, or the loop itself.
 */
final class Watchdog implements Runnable {
  /** More looks find it sooner, and each costs. */
  private static final int LOOKS_PER_LIMIT = 4;

  private final Client client;
  private final long limitNanos;
  private final ScheduledFuture<?> looks;

  Watchdog(Client client, Duration limit, ScheduledExecutorService timer) {
    this.client = client;
    this.limitNanos = limit.toNanos();
    long pause = Math.max(TimeUnit.MILLISECONDS.toNanos(1), limitNanos / LOOKS_PER_LIMIT);
    this.looks = timer.scheduleWithFixedDelay(this, pause, pause, TimeUnit.NANOSECONDS);
  }

  void stop() {
    looks.cancel(false);
  }

  @Override
  public void run() {
    for (ClientSocket socket : client.sockets()) {
      look(socket);
    }
  }

  private void look(ClientSocket socket) {
    Watched watched = socket.watched();
    Thread worker = socket.onLoop().worker();
    if (watched == null || worker == null) {
      return;
    }
    long now = System.nanoTime();
    Object item = watched.tooLong(now, limitNanos);
    if (item == null) {
      return;
    }
    Duration running = Duration.ofNanos(now - watched.sinceNanos());
    List<StackTraceElement> stack = List.of(worker.getStackTrace());
    if (watched.get() == item) {
      client.observe(observer -> observer.onSlowHandler(socket.what(item), running, stack));
    }
  }
}
