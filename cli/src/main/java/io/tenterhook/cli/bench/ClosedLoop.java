package io.tenterhook.cli.bench;

import io.tenterhook.client.NotConnectedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One event after the other, each when the one before has ended: how fast a server can be, not how
 * long its users wait. While the server stalls nothing is sent, so nothing waits.
 */
final class ClosedLoop implements Runnable {
  private static final long PAUSE_MILLIS = 100;

  private final Sender sender;
  private final Time time;
  private final BooleanSupplier over;

  /** Turns that are due: what ends while its turn is still running must not call itself. */
  private final AtomicInteger turns = new AtomicInteger();

  ClosedLoop(Sender sender, Time time, BooleanSupplier over) {
    this.sender = sender;
    this.time = time;
    this.over = over;
  }

  @Override
  public void run() {
    if (turns.getAndIncrement() > 0) {
      return;
    }
    do {
      if (!over.getAsBoolean()) {
        var unused = sender.send(time.nanos()).thenAccept(this::ended);
      }
    } while (turns.decrementAndGet() > 0);
  }

  private void ended(@Nullable Throwable failure) {
    if (!(failure instanceof NotConnectedException)) {
      run();
    } else if (sender.isActive()) {
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS).execute(this);
    }
  }
}
