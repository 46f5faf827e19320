package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.EventLoops;
import io.tenterhook.client.spi.HttpRequests;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkListener;
import io.tenterhook.client.spi.LinkRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that turns when the test says so, on the test's thread, by a clock that the test
 * sets; with one link, which remembers what it was given. Timers are kept and never fire: the
 * machine sleeps.
 */
final class HandLoop implements EventLoop, EventLoops, Link {
  final List<String> sent = new ArrayList<>();
  boolean aborted;

  /** What the link says of its queue. */
  long queuedBytes;

  /** By how much each message lengthens it. */
  long growsBy;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private @Nullable LinkListener listener;
  private long now;
  private boolean turning;

  /** Runs what was asked for, until nothing is left. */
  void turn() {
    turning = true;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    turning = false;
  }

  void passes(Duration time) {
    now += time.toNanos();
  }

  /** The link is open. */
  void opens() {
    execute(listener()::opened);
    turn();
  }

  /** The server says this. */
  void says(String text) {
    execute(
        () -> {
          listener().text(text.getBytes(StandardCharsets.UTF_8));
          listener().readComplete();
        });
    turn();
  }

  private LinkListener listener() {
    LinkListener known = listener;
    if (known == null) {
      throw new IllegalStateException("no link was asked for");
    }
    return known;
  }

  // ---- the loop

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean inEventLoop() {
    return turning;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    return () -> {};
  }

  @Override
  public Link open(LinkRequest request, LinkListener hears) {
    listener = hears;
    return this;
  }

  @Override
  public EventLoop next() {
    return this;
  }

  @Override
  public CompletionStage<Void> shutdown() {
    return CompletableFuture.completedStage(null);
  }

  // ---- the link

  @Override
  public void send(byte[] array, int start, int end, boolean binary, @Nullable WriteListener done) {
    sent.add(new String(array, start, end - start, StandardCharsets.UTF_8));
    queuedBytes += growsBy;
  }

  @Override
  public void flush() {}

  @Override
  public void controlPing() {
    sent.add("ping");
  }

  @Override
  public void setReading(boolean reading) {}

  @Override
  public long queuedBytes() {
    return queuedBytes;
  }

  @Override
  public void close(int code) {
    sent.add("close " + code);
  }

  @Override
  public void abort() {
    aborted = true;
  }

  @Override
  public HttpRequests http(LinkRequest server) {
    throw new UnsupportedOperationException("nobody polls here");
  }
}
