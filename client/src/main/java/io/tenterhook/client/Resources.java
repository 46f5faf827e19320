package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.EventLoops;
import io.tenterhook.client.spi.TransportProvider;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Event loops and handler threads that many clients share. Their number does not grow with the
 * number of clients.
 *
 * <p>Clients that are given none share one default object: one event loop and a few handler
 * threads, made with the first client, gone with the last. An object of your own lives until you
 * close it:
 *
 * <pre>{@code
 * try (Resources resources = Resources.create(2)) {
 *   SocketIoClient a = SocketIoClient.builder(urlA).resources(resources).build();
 *   SocketIoClient b = SocketIoClient.builder(urlB).resources(resources).build();
 * }
 * }</pre>
 */
public final class Resources implements AutoCloseable {
  /** Slow handlers are the rule rather than the exception: more threads than processors. */
  private static final int HANDLER_THREADS =
      Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

  private static final String HANDLER = "tenterhook-handler-";

  private static final long IDLE_SECONDS = 5;

  private final String transport;
  private final EventLoops loops;
  private final Executor handlers;
  private final Runnable endHandlers;

  /** Without a thread as long as nobody wants slow handlers to be told. */
  private final ScheduledThreadPoolExecutor watchTimer;

  private Resources(int eventLoops, ExecutorService handlers) {
    this(provider(), eventLoops, handlers);
  }

  private Resources(TransportProvider provider, int eventLoops, ExecutorService handlers) {
    this(provider.name(), provider.openEventLoops(eventLoops), handlers);
    System.getLogger("io.tenterhook.client.connection")
        .log(Level.DEBUG, () -> "new event loops by " + transport);
  }

  /** With loops of a test's own. */
  Resources(EventLoops loops) {
    this("test", loops, platformThreads());
  }

  private Resources(String transport, EventLoops loops, ExecutorService handlers) {
    this(transport, loops, handlers, handlers::shutdown);
  }

  private Resources(String transport, EventLoops loops, Executor handlers, Runnable endHandlers) {
    this.transport = transport;
    this.loops = loops;
    this.handlers = handlers;
    this.endHandlers = endHandlers;
    this.watchTimer =
        new ScheduledThreadPoolExecutor(1, task -> daemon(task, "tenterhook-watchdog"));
    watchTimer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    watchTimer.allowCoreThreadTimeOut(true);
    watchTimer.setRemoveOnCancelPolicy(true);
  }

  private static ExecutorService platformThreads() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            HANDLER_THREADS,
            HANDLER_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, HANDLER + number.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Makes resources of your own. Threads start when they are needed.
   *
   * @param eventLoops how many event loops; one carries thousands of connections
   * @return to be closed after the clients that use it
   * @throws IllegalStateException if there is no transport on the class path or module path, or
   *     none as a system property demands
   */
  public static Resources create(int eventLoops) {
    return new Resources(Settings.atLeast("eventLoops", 1, eventLoops), platformThreads());
  }

  /**
   * Makes resources of your own that run handlers on virtual threads: one for each burst of a
   * namespace's events, so that any number of handlers may block.
   *
   * @param eventLoops how many event loops; these are ordinary threads
   * @return to be closed after the clients that use it
   * @throws IllegalStateException if this JVM has no virtual threads: they need Java 21 or later;
   *     or if there is no transport on the class path or module path
   */
  public static Resources createWithVirtualThreads(int eventLoops) {
    int loops = Settings.atLeast("eventLoops", 1, eventLoops);
    return new Resources(loops, VirtualThreads.executor(HANDLER));
  }

  /**
   * Makes resources of event loops and threads that are there already. It is for transports that
   * are not found as a service: one that stays in memory, for instance.
   *
   * @param transport its name, for instance {@code "memory"}
   * @param loops ended by {@link #close}
   * @param handlers runs handlers and callbacks, outside of the loops; it is not ended
   * @return to be closed after the clients that use it
   */
  public static Resources create(String transport, EventLoops loops, Executor handlers) {
    return new Resources(transport, Objects.requireNonNull(loops), handlers, () -> {});
  }

  private static TransportProvider provider() {
    return ServiceLoader.load(TransportProvider.class, TransportProvider.class.getClassLoader())
        .findFirst()
        .or(() -> ServiceLoader.load(TransportProvider.class).findFirst())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no transport found; add the dependency io.tenterhook:transport-netty"));
  }

  /**
   * What carries the connections: the transport library and how it asks the operating system.
   *
   * @return for example {@code netty-nio}, or {@code netty-epoll-boringssl} where BoringSSL is
   *     there for what {@link Tls} is made of
   */
  public String transport() {
    return transport;
  }

  EventLoop nextLoop() {
    return loops.next();
  }

  Executor handlers() {
    return handlers;
  }

  ScheduledExecutorService watchTimer() {
    return watchTimer;
  }

  /** Ends all threads, at once for event loops, and for handlers when they have done their work. */
  @Override
  public void close() {
    closeAsync().orTimeout(5, TimeUnit.SECONDS).exceptionally(late -> null).join();
  }

  private CompletableFuture<Void> closeAsync() {
    watchTimer.shutdownNow();
    return loops
        .shutdown()
        .handle((none, ignored) -> null)
        .toCompletableFuture()
        .thenRun(endHandlers);
  }

  /** One client's share in resources: the given ones, or the default ones. */
  static final class Lease {
    final Resources resources;
    private final boolean shared;

    private Lease(Resources resources, boolean shared) {
      this.resources = resources;
      this.shared = shared;
    }

    static Lease of(@Nullable Resources given) {
      return given == null ? new Lease(Default.acquire(), true) : new Lease(given, false);
    }

    /** To be called once. Completes when nothing of this client's is left running. */
    CompletableFuture<Void> release() {
      return shared ? Default.release() : CompletableFuture.completedFuture(null);
    }
  }

  /** The resources of clients that were given none, counted. The only static state. */
  private static final class Default {
    private static @Nullable Resources current;
    private static int users;

    static synchronized Resources acquire() {
      Resources resources = current;
      if (resources == null) {
        resources = create(1);
        current = resources;
      }
      users++;
      return resources;
    }

    static synchronized CompletableFuture<Void> release() {
      users--;
      Resources last = current;
      if (users > 0 || last == null) {
        return CompletableFuture.completedFuture(null);
      }
      current = null;
      return last.closeAsync();
    }
  }
}
