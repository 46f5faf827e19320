package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.protocol.session.ClientSession;
import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client on its event loop: the session, the link and one timer, reached from outside through the
 * {@link Mailbox} alone, and telling the outside through {@link Inbox}es alone. Takes no locks.
 *
 * <p>Whatever happens on the loop ends with {@link #settle()}: what the session wrote is flushed
 * once, what it told is handed over once, and the timer is set to the next deadline.
 */
final class Client implements SocketIoClient {
  /** What an item in a queue costs beside its bytes. */
  static final int BYTES_PER_ITEM = 64;

  /** A task for the loop. */
  interface LoopTask {
    void run(long now);
  }

  private final Settings settings;
  private final Resources.Lease lease;
  private final Executor executor;
  private final EventLoop loop;
  private final long origin;
  private final Endings endings;
  private final EventEncoder encoder;

  /** Replaced, not changed: it is one as a rule, and there may be many clients. */
  private volatile Map<Namespace, ClientSocket> sockets = Map.of();

  private final Notices notices;
  private final Backlog backlog;
  private final Doorbell doorbell;
  private final Farewell farewell;
  private final @Nullable Watchdog watchdog;

  // ---- owned by the loop

  private final ClientSession session;
  private final List<SocketOnLoop> touched = new ArrayList<>(1);
  private final Itinerary itinerary;
  private final Cookies cookies;
  private final Roads roads;
  private final Alarm alarm = new Alarm(this);
  private final Pulse pulse = new Pulse(this);
  private final Drain drain;
  private long burstNow = -1;
  private boolean lastBurst;

  Client(Settings settings, Resources.Lease lease, @Nullable Executor executor) {
    this.settings = settings;
    this.lease = lease;
    this.executor = executor == null ? lease.resources.handlers() : executor;
    this.loop = lease.resources.nextLoop();
    this.origin = loop.nanoTime();
    this.itinerary = new Itinerary(settings.endpoints());
    this.endings = new Endings(itinerary);
    this.encoder = new EventEncoder(settings.json(), parser());
    this.notices = new Notices(this);
    this.backlog = new Backlog(settings.limits().maxOutboundQueueBytes(), parser());
    this.doorbell = new Doorbell(this, loop, backlog);
    this.cookies = new Cookies(this);
    this.roads = new Roads(this, backlog);
    this.drain = new Drain(this, backlog);
    this.farewell = new Farewell(this, lease, drain);
    this.session = new ClientSession(settings.session(), new Outlet(this));
    Duration slow = settings.slowHandlerAfter();
    this.watchdog = slow == null ? null : new Watchdog(this, slow, lease.resources.watchTimer());
  }

  Settings settings() {
    return settings;
  }

  Parser parser() {
    return settings.session().parser();
  }

  /** The user's, which may refuse to work. */
  Executor executor() {
    return executor;
  }

  /**
   * Runs the user's code. What the user's executor refuses is run on the resources' own threads:
   * whoever waits for an answer gets it.
   */
  void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException refusal) {
      Executor own = lease.resources.handlers();
      own.execute(task);
      own.execute(() -> handlerFailed("the executor refuses to run handlers", refusal));
    }
  }

  EventLoop loop() {
    return loop;
  }

  Endings endings() {
    return endings;
  }

  EventEncoder encoder() {
    return encoder;
  }

  Notices notices() {
    return notices;
  }

  boolean isOwnThread() {
    return loop.inEventLoop();
  }

  // ---- any thread

  @Override
  public NamespaceSocket socket(String namespace) {
    return socket(Namespace.of(namespace));
  }

  ClientSocket socket(Namespace name) {
    ClientSocket there = sockets.get(name);
    return there == null ? added(name) : there;
  }

  private ClientSocket added(Namespace name) {
    // Not this, which users have.
    synchronized (doorbell) {
      Map<Namespace, ClientSocket> more = new HashMap<>(sockets);
      ClientSocket socket = more.computeIfAbsent(name, unknown -> new ClientSocket(this, unknown));
      sockets = Map.copyOf(more);
      return socket;
    }
  }

  Iterable<ClientSocket> sockets() {
    return sockets.values();
  }

  /** Puts a task into the mailbox. @return false if the client's loop has ended */
  boolean post(LoopTask task) {
    return doorbell.put(
        new Mailbox.Task() {
          @Override
          public void open(long now) {
            task.run(now);
          }
        });
  }

  /** Queues an emission, if it fits. */
  void submit(Emission emission) {
    checkSize(emission);
    if (!backlog.admit(emission)) {
      doorbell.ring();
      throw backlog.refusal(emission);
    }
    if (!doorbell.put(emission)) {
      throw new ClientClosedException("the client is closed: " + emission.what() + " was not sent");
    }
  }

  void checkSize(Emission emission) {
    backlog.checkSize(emission);
  }

  boolean isWritable() {
    return backlog.isWritable();
  }

  CompletableFuture<Void> whenWritable() {
    CompletableFuture<Void> writable = new CompletableFuture<>();
    if (isWritable()) {
      writable.complete(null);
    } else if (!post(now -> backlog.await(writable, notices))) {
      writable.completeExceptionally(new ClientClosedException("the client is closed"));
    }
    return writable;
  }

  /** Takes over what an earlier client left of a namespace. */
  void resume(Namespace name, RecoveryState state) {
    post(now -> session.resume(name, state.toSession(), now));
  }

  @Override
  public CompletableFuture<Void> checkAlive(Duration limit) {
    return pulse.checkAlive(limit);
  }

  @Override
  public void networkChanged() {
    pulse.networkChanged();
  }

  @Override
  public void close() {
    farewell.close();
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    return farewell.closeAsync();
  }

  @Override
  public CloseReport close(Duration limit) {
    return farewell.close(limit);
  }

  @Override
  public CompletableFuture<CloseReport> closeAsync(Duration limit) {
    return farewell.closeAsync(limit);
  }

  @Override
  public CompletableFuture<Map<String, RecoveryState>> suspend(Duration limit) {
    return farewell.suspend(limit);
  }

  void stopWatching() {
    if (watchdog != null) {
      watchdog.stop();
    }
  }

  /** Whether nothing will come any more. */
  boolean isClosing() {
    return drain.hasEnded();
  }

  @Override
  public Optional<Transport> transport() {
    return Optional.ofNullable(roads.transport());
  }

  @Override
  public Optional<String> subprotocol() {
    return Optional.ofNullable(roads.subprotocol());
  }

  // ---- on the loop

  ClientSession session() {
    return session;
  }

  /** The session's clock: nanoseconds since this client was made. One reading per burst. */
  long now() {
    if (burstNow < 0) {
      burstNow = moment();
    }
    return burstNow;
  }

  /** The same clock, read now, also in the middle of a burst or outside of one. */
  long moment() {
    return loop.nanoTime() - origin;
  }

  /**
   * A burst begins. A machine that slept notices here that the link is long dead, before it writes
   * to it.
   */
  long wake() {
    burstNow = -1;
    long now = now();
    session.deadline(now);
    roads.deadline(now);
    return now;
  }

  Itinerary itinerary() {
    return itinerary;
  }

  Backlog backlog() {
    return backlog;
  }

  Cookies cookies() {
    return cookies;
  }

  Roads roads() {
    return roads;
  }

  /** Whether any namespace is. */
  boolean isConnected() {
    return sockets.values().stream().anyMatch(ClientSocket::isConnected);
  }

  /** The session has ended; what it wrote last is on its way. */
  void lastBurst() {
    lastBurst = true;
  }

  void received(byte[] message, boolean binary) {
    notices.frame(false, message, 0, message.length, binary);
    if (binary) {
      session.binary(message, now());
    } else {
      session.text(message, now());
    }
  }

  void closeRoad(SessionEnd why) {
    roads.leave(why);
    pulse.lost(why);
  }

  void pong() {
    pulse.pong();
    settle();
  }

  void roadClosed() {
    roads.closed();
    settle();
  }

  void tellWriters() {
    backlog.tellWriters(notices);
  }

  /** A socket has something to hand over when the burst is over. */
  void touched(SocketOnLoop socket) {
    touched.add(socket);
  }

  /** An inbox has gone over its limit: the connection ends. The next one waits for relief. */
  void overflowed(OverflowException error) {
    roads.overfull();
    session.transportLost(error, now());
  }

  /** The end of every burst. */
  void settle() {
    roads.flush();
    if (drain.check()) {
      roads.flush();
    }
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).handOver();
    }
    touched.clear();
    if (notices.handOver()) {
      roads.overfull();
    }
    alarm.set(Math.min(session.nextDeadline(), roads.deadline()));
    burstNow = -1;
    if (lastBurst && roads.isEmpty()) {
      lastBurst = false;
      farewell.release();
    }
  }

  // ---- telling the user

  /** A notice that belongs to no namespace; from any thread. */
  void notice(Runnable notice) {
    notices.add(notice);
  }

  /** What a slow observer cannot keep up with, packets and frames, is left out rather than kept. */
  boolean isObserverBehind() {
    return notices.isOver();
  }

  /** Reports a harmless loss; from any thread. */
  void dropped(String namespace, String what) {
    notice(() -> observe(observer -> observer.onDropped(namespace, what)));
  }

  /** On the handler executor. */
  void observe(Consumer<ClientObserver> seen) {
    notices.observe(seen);
  }

  /** On the handler executor. */
  void handlerFailed(String where, Throwable thrown) {
    notices.handlerFailed(where, thrown);
  }

  @Override
  public String toString() {
    return "SocketIoClient[" + settings.endpoint() + "]";
  }
}
