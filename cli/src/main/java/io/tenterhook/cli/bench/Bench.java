package io.tenterhook.cli.bench;

import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One run: connects all members, warms up, measures, waits for the last answers. Its threads are as
 * many for one client as for ten thousand.
 */
public final class Bench {
  /** How long after its time-out an answer may still be counted. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Threads that send get their share of a processor before the first event is due. */
  private static final long HEAD_START_NANOS = 20_000_000;

  private static final long POLL_NANOS = 10_000_000;

  private final Load load;
  private final Member.Entrance entrance;
  private final @Nullable Message message;
  private final @Nullable Intake intake;
  private final Time time = Time.SYSTEM;
  private final Meter[] meters;
  private final Sampler sampler;
  private final Consumer<Progress> watcher;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicInteger outstanding = new AtomicInteger();

  /** Owned by the thread that runs. */
  private long nextTick;

  private Bench(
      Load load,
      Member.Entrance entrance,
      @Nullable Message message,
      @Nullable Intake intake,
      Listener listener) {
    this.load = load;
    this.entrance = entrance;
    this.message = message;
    this.intake = intake;
    this.meters =
        IntStream.range(0, threads()).mapToObj(thread -> new Meter()).toArray(Meter[]::new);
    this.sampler = new Sampler(meters, listener::second);
    this.watcher = listener::progress;
  }

  /** Hears how it goes, on the thread that runs the bench. */
  public interface Listener {
    /** Several times a second. */
    void progress(Progress progress);

    /** At the end of each second that counts. */
    void second(Second second);
  }

  /** For {@link Load.Kind#CONN}. */
  public static Bench connecting(Load load, Member.Entrance entrance, Listener listener) {
    return new Bench(load, entrance, null, null, listener);
  }

  /** For {@link Load.Kind#EMIT} and {@link Load.Kind#CALL}. */
  public static Bench sending(
      Load load, Member.Entrance entrance, Message message, Listener listener) {
    return new Bench(load, entrance, message, null, listener);
  }

  /** For {@link Load.Kind#FLOOD}. */
  public static Bench receiving(
      Load load, Member.Entrance entrance, Flood flood, Listener listener) {
    return new Bench(load, entrance, null, new Intake(flood, Time.SYSTEM), listener);
  }

  /** How many event loops, and how many threads that send. */
  public static int threads() {
    return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
  }

  static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Ends it early; what was measured is told. Any thread. */
  public void stop() {
    stopped.countDown();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /**
   * Runs to the end, or until it is stopped.
   *
   * @throws SocketIoException why not even one member got a connection
   */
  public Outcome run() throws InterruptedException {
    nextTick = time.nanos() + Sampler.TICK_NANOS;
    if (load.kind() == Load.Kind.CONN) {
      rehearse();
    }
    try (Crew crew = new Crew(load, entrance, time, meters)) {
      return load.kind() == Load.Kind.CONN ? hold(crew) : measure(crew);
    }
  }

  /**
   * Connects once without counting it, whatever comes of it: what a fresh JVM needs for its first
   * connection, hundreds of milliseconds, is no latency of the server.
   */
  private void rehearse() throws InterruptedException {
    Member scout = entrance.open();
    CompletableFuture<Void> answer = scout.socket().connect();
    try {
      while (!answer.isDone() && !isStopped()) {
        var unused = stopped.await(POLL_NANOS, TimeUnit.NANOSECONDS);
      }
    } finally {
      scout.client().close();
    }
  }

  private Outcome hold(Crew crew) throws InterruptedException {
    Instant began = Instant.now();
    long start = time.nanos();
    sampler.baseline(start);
    begin(start);
    open(crew);
    long opened = time.nanos() - start;
    watch(crew, "holding", time.nanos() + load.duration().toNanos(), crew::isDeserted);
    return outcome(crew, began, opened, crew.lateness());
  }

  private Outcome measure(Crew crew) throws InterruptedException {
    open(crew);
    sampler.baseline(time.nanos());
    long start = time.nanos() + (load.isOpenLoop() ? HEAD_START_NANOS : 0);
    long from = start + load.warmup().toNanos();
    long end = from + load.duration().toNanos();
    OpenLoop open = message == null ? receive(crew, from) : send(crew, message, start, from, end);
    watch(crew, "warming up", from, crew::isDeserted);
    Instant began = Instant.now();
    begin(from);
    watch(crew, "measuring", end, crew::isDeserted);
    long until = time.nanos() + load.timeout().plus(GRACE).toNanos();
    Histogram lateness = open == null ? Meter.histogram() : open.lateness();
    watch(crew, "waiting for answers", until, () -> outstanding.get() == 0);
    return outcome(crew, began, Math.max(1, time.nanos() - from), lateness);
  }

  private void begin(long nanos) {
    sampler.begin(nanos);
    nextTick = nanos + Sampler.TICK_NANOS;
  }

  private void open(Crew crew) throws InterruptedException {
    BooleanSupplier stop = this::isStopped;
    CompletableFuture<Void> opened = new CompletableFuture<>();
    thread("tenter-bench-connect", () -> open(crew, stop, opened)).start();
    long never = time.nanos() + Long.MAX_VALUE / 2;
    watch(crew, "connecting", never, () -> crew.isSettled() || opened.isCompletedExceptionally());
    try {
      opened.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException own ? own : failed;
    }
    crew.requireSomebody();
  }

  private void open(Crew crew, BooleanSupplier stop, CompletableFuture<Void> opened) {
    try {
      crew.open(
          stop,
          (socket, meter) -> {
            if (intake != null) {
              intake.prepare(socket, meter);
            }
          });
      opened.complete(null);
    } catch (RuntimeException | Error failed) {
      opened.completeExceptionally(failed);
    }
  }

  private @Nullable OpenLoop receive(Crew crew, long from) {
    if (intake != null) {
      intake.begin(crew.members(), meters[0], from);
    }
    return null;
  }

  private @Nullable OpenLoop send(Crew crew, Message sent, long start, long from, long end) {
    BooleanSupplier halted = () -> isStopped() || crew.isDeserted();
    Sender.Tally tally = new Sender.Tally(time, from, outstanding);
    List<Sender> senders =
        IntStream.range(0, crew.members().size())
            .filter(i -> crew.members().get(i).socket().isConnected())
            .mapToObj(i -> sender(crew.members().get(i).socket(), crew.meterOf(i), sent, tally))
            .toList();
    if (load.isOpenLoop() && !senders.isEmpty()) {
      OpenLoop loop =
          new OpenLoop(time, new Pace(start, load.rate()), meters.length, end, senders, halted);
      loop.start();
      return loop;
    }
    BooleanSupplier over = () -> halted.getAsBoolean() || time.nanos() - end >= 0;
    for (Sender sender : senders) {
      for (int slot = 0; slot < load.inFlight(); slot++) {
        new ClosedLoop(sender, time, over).run();
      }
    }
    return null;
  }

  private Sender sender(NamespaceSocket socket, Meter meter, Message sent, Sender.Tally tally) {
    Sender.Act act =
        load.kind() == Load.Kind.CALL
            ? Sender.Act.call(socket, sent, load.timeout())
            : Sender.Act.emit(socket, sent);
    return new Sender(act, socket::isActive, meter, tally, sent.bytes());
  }

  /** Tells how it goes until it is over, or was stopped. */
  private void watch(Crew crew, String phase, long endNanos, BooleanSupplier over)
      throws InterruptedException {
    while (!isStopped() && !over.getAsBoolean()) {
      long now = time.nanos();
      long left = endNanos - now;
      if (left <= 0) {
        return;
      }
      if (now - nextTick >= 0) {
        long secondsLeft = phase.equals("connecting") ? -1 : (left + 999_999_999) / 1_000_000_000;
        watcher.accept(sampler.tick(now, phase, secondsLeft, crew.connections(), load.clients()));
        nextTick += Sampler.TICK_NANOS;
      }
      var unused =
          stopped.await(Math.min(POLL_NANOS, Math.min(left, nextTick - now)), TimeUnit.NANOSECONDS);
    }
  }

  private Outcome outcome(Crew crew, Instant began, long measuredNanos, Histogram lateness) {
    boolean deserted = crew.isDeserted();
    sampler.end(time.nanos(), crew.connections());
    long done = sampler.done();
    return new Outcome(
        load,
        began,
        measuredNanos,
        sampler.total(),
        lateness,
        done,
        outstanding.get(),
        intake == null ? sampler.bytes() : Math.round(intake.meanBytes() * done),
        intake != null,
        sampler.errors(),
        crew.joined(),
        isStopped(),
        deserted,
        List.copyOf(sampler.seconds()));
  }
}
