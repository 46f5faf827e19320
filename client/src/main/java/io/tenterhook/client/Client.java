package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.Link;
import io.tenterhook.protocol.session.ClientSession;
import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client on its event loop: the session, the link and one timer, reached from outside through the
 * {@link Mailbox} alone, and telling the outside through {@link Inbox}es alone. Takes no locks.
 *
 * <p>Whatever happens on the loop ends with {@link #settle()}: what the session wrote is flushed
 * once, what it told is handed over once, and the timer is set to its next deadline.
 */
final class Client implements SocketIoClient {
  /** What an item in a queue costs beside its bytes. */
  static final int BYTES_PER_ITEM = 64;

  private static final long CLOSE_SECONDS = 5;

  /** With so much waiting in the transport, what may be dropped is dropped. */
  private static final long BUSY_BYTES = 64 << 10;

  /** After so many letters other clients on the loop have their turn. */
  private static final int LETTERS_AT_ONCE = 4096;

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
  private final Map<Namespace, ClientSocket> sockets = new ConcurrentHashMap<>();
  private final Mailbox mailbox = new Mailbox();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final AtomicLong mailboxBytes = new AtomicLong();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Runnable drain = this::drain;
  private final Inbox notices;

  /** Written by the loop, read by emitters. */
  private volatile long linkBytes;

  private volatile long maxPayloadBytes;

  // ---- owned by the loop

  private final ClientSession session;
  private final List<SocketOnLoop> touched = new ArrayList<>();
  private final List<Road> closingRoads = new ArrayList<>();
  private final List<CompletableFuture<Void>> writers = new ArrayList<>();
  private @Nullable Road road;
  private boolean unflushed;
  private boolean noticed;
  private int overfull;
  private long burstNow = -1;
  private EventLoop.@Nullable Timer timer;
  private long timerAt = Long.MAX_VALUE;
  private boolean lastBurst;

  Client(Settings settings, Resources.Lease lease, @Nullable Executor executor) {
    this.settings = settings;
    this.lease = lease;
    this.executor = executor == null ? lease.resources.handlers() : executor;
    this.loop = lease.resources.nextLoop();
    this.origin = loop.nanoTime();
    this.endings = new Endings(settings.address());
    this.encoder = new EventEncoder(settings.json(), parser());
    this.notices = new Inbox(this::execute, new NoticeReceiver(), settings.maxInboundQueueBytes());
    this.session = new ClientSession(settings.session(), new Outlet(this));
  }

  Settings settings() {
    return settings;
  }

  Parser parser() {
    return settings.session().parser();
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

  boolean isOwnThread() {
    return loop.inEventLoop();
  }

  // ---- any thread

  @Override
  public NamespaceSocket socket(String namespace) {
    return socket(Namespace.of(namespace));
  }

  ClientSocket socket(Namespace name) {
    return sockets.computeIfAbsent(name, known -> new ClientSocket(this, known));
  }

  Iterable<ClientSocket> sockets() {
    return sockets.values();
  }

  /** Puts a task into the mailbox. @return false if the client's loop has ended */
  boolean post(LoopTask task) {
    return post(
        new Mailbox.Task() {
          @Override
          public void open(long now) {
            task.run(now);
          }
        });
  }

  private boolean post(Mailbox.Letter letter) {
    mailbox.put(letter);
    return wake();
  }

  private boolean wake() {
    if (!awake.get() && awake.compareAndSet(false, true)) {
      try {
        loop.execute(drain);
      } catch (RejectedExecutionException ended) {
        awake.set(false);
        // All of them: while this wake-up was being refused, others believed in it.
        sockets.values().forEach(ClientSocket::loopEnded);
        return false;
      }
    }
    return true;
  }

  /** Queues an emission, if it fits. */
  void submit(Emission emission) {
    checkSize(emission);
    long size = emission.sizeBytes() + BYTES_PER_ITEM;
    long waiting = mailboxBytes.addAndGet(size) + linkBytes;
    if (waiting > settings.maxOutboundQueueBytes() && waiting > size) {
      mailboxBytes.addAndGet(-size);
      wake();
      throw new OverflowException(
          "%s was not sent: %d bytes wait to be sent already, maxOutboundQueueBytes is %d"
              .formatted(emission.what(), waiting - size, settings.maxOutboundQueueBytes()));
    }
    if (!post(emission)) {
      throw new ClientClosedException("the client is closed: " + emission.what() + " was not sent");
    }
  }

  boolean isWritable() {
    return mailboxBytes.get() + linkBytes <= settings.maxOutboundQueueBytes() / 2;
  }

  CompletableFuture<Void> whenWritable() {
    CompletableFuture<Void> writable = new CompletableFuture<>();
    if (isWritable()) {
      writable.complete(null);
    } else if (!post(now -> writers.add(writable))) {
      writable.completeExceptionally(new ClientClosedException("the client is closed"));
    }
    return writable;
  }

  /** Takes over what an earlier client left of a namespace. */
  void resume(Namespace name, RecoveryState state) {
    post(now -> session.resume(name, state.toSession(), now));
  }

  /** A server closes the connection of a client that sends more than it announced to take. */
  void checkSize(Emission emission) {
    long max = maxPayloadBytes;
    if (max == 0) {
      return;
    }
    long largest = emission.largestMessageBytes(parser());
    if (largest > max) {
      throw new PayloadTooLargeException(
          "%s was not sent: its message of %d bytes exceeds the server's maxPayload of %d"
              .formatted(emission.what(), largest, max));
    }
  }

  @Override
  public void close() {
    CompletableFuture<Void> done = closeAsync();
    boolean delivering = notices.isWorkingHere();
    for (ClientSocket socket : sockets.values()) {
      delivering |= socket.onLoop().isDeliveringHere();
    }
    if (!isOwnThread() && !delivering) {
      done.copy().orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS).exceptionally(late -> null).join();
    }
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    if (closing.compareAndSet(false, true)) {
      boolean posted =
          post(
              now -> {
                lastBurst = true;
                session.close(now);
              });
      if (!posted) {
        release();
      }
    }
    return closed.copy();
  }

  private void release() {
    var unused =
        lease
            .release()
            .whenComplete(
                (done, ignored) -> {
                  try {
                    executor.execute(() -> closed.complete(null));
                  } catch (RejectedExecutionException ended) {
                    closed.complete(null);
                  }
                });
  }

  // ---- on the loop

  ClientSession session() {
    return session;
  }

  /** The session's clock: nanoseconds since this client was made. One reading per burst. */
  long now() {
    if (burstNow < 0) {
      burstNow = loop.nanoTime() - origin;
    }
    return burstNow;
  }

  private void drain() {
    burstNow = -1;
    long now = now();
    // A machine that slept notices here that the link is long dead, before it writes to it.
    session.deadline(now);
    int letters = 0;
    long bytes = 0;
    Mailbox.Letter letter = mailbox.take();
    while (letter != null) {
      if (letter instanceof Emission emission) {
        bytes += emission.sizeBytes() + BYTES_PER_ITEM;
      }
      letter.open(now);
      letter = ++letters < LETTERS_AT_ONCE ? mailbox.take() : null;
    }
    settle();
    mailboxBytes.addAndGet(-bytes);
    tellWriters();
    awake.set(false);
    if (letters == LETTERS_AT_ONCE) {
      wake();
      return;
    }
    Mailbox.Letter late = mailbox.take();
    if (late != null) {
      openLate(late);
    }
  }

  /** A letter that came between the last look into the mailbox and going to sleep. */
  private void openLate(Mailbox.Letter letter) {
    if (letter instanceof Emission emission) {
      mailboxBytes.addAndGet(-emission.sizeBytes() - BYTES_PER_ITEM);
    }
    letter.open(now());
    settle();
    wake();
  }

  void received(byte[] message, boolean binary) {
    trace(false, message, 0, message.length, binary);
    if (binary) {
      session.binary(message, now());
    } else {
      session.text(message, now());
    }
  }

  void transmit(
      byte[] array, int start, int end, boolean binary, Link.@Nullable WriteListener written) {
    Road current = road;
    if (current == null) {
      return;
    }
    trace(true, array, start, end, binary);
    current.link().send(array, start, end, binary, written);
    unflushed = true;
  }

  void openRoad() {
    Road opened = new Road(this);
    road = opened;
    opened.take(loop.open(settings.link(), opened));
  }

  void closeRoad(SessionEnd why) {
    Road leaving = road;
    if (leaving == null) {
      return;
    }
    road = null;
    unflushed = false;
    linkBytes = 0;
    tellWriters();
    leaving.leave();
    closingRoads.add(leaving);
    if (why instanceof SessionEnd.TimedOut) {
      leaving.link().abort();
    } else {
      leaving.link().flush();
      leaving.link().close(why instanceof SessionEnd.ProtocolViolated ? 1002 : 1000);
    }
  }

  void roadClosed() {
    closingRoads.removeIf(Road::isClosed);
    settle();
  }

  void measureQueue() {
    Road current = road;
    linkBytes = current == null ? 0 : current.link().queuedBytes();
    session.writable(linkBytes < BUSY_BYTES);
    tellWriters();
  }

  private void tellWriters() {
    if (!writers.isEmpty() && isWritable()) {
      List<CompletableFuture<Void>> told = List.copyOf(writers);
      writers.clear();
      notice(() -> told.forEach(writer -> writer.complete(null)));
    }
  }

  void maxPayload(long bytes) {
    maxPayloadBytes = bytes;
  }

  /** A socket has something to hand over when the burst is over. */
  void touched(SocketOnLoop socket) {
    touched.add(socket);
  }

  /** An inbox has gone over its limit: TCP shall slow the server down. */
  void overfull() {
    overfull++;
    pauseIfOverfull();
  }

  void pauseIfOverfull() {
    Road current = road;
    if (overfull > 0 && current != null) {
      current.link().setReading(false);
      session.readingPaused();
    }
  }

  void relievedOnLoop(long now) {
    overfull--;
    Road current = road;
    if (overfull == 0 && current != null) {
      session.readingResumed(now);
      current.link().setReading(true);
    }
  }

  /** The end of every burst. */
  void settle() {
    if (unflushed && road != null) {
      unflushed = false;
      road.link().flush();
      measureQueue();
    } else if (linkBytes > 0) {
      // A link tells of a shrinking queue only when it had been long, and not of its end.
      measureQueue();
    }
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).handOver();
    }
    touched.clear();
    if (noticed) {
      noticed = false;
      if (notices.handOver()) {
        overfull();
      }
    }
    setTimer();
    burstNow = -1;
    if (lastBurst && road == null && closingRoads.isEmpty()) {
      lastBurst = false;
      release();
    }
  }

  /** Only an earlier deadline moves the timer; one that fires too early looks and is set anew. */
  private void setTimer() {
    long next = session.nextDeadline();
    if (next >= timerAt && next != Long.MAX_VALUE) {
      return;
    }
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    timerAt = next;
    if (next != Long.MAX_VALUE) {
      timer = loop.schedule(next - now(), this::timeIsUp);
    }
  }

  private void timeIsUp() {
    timer = null;
    timerAt = Long.MAX_VALUE;
    burstNow = -1;
    session.deadline(now());
    settle();
  }

  // ---- telling the user

  /** A notice that belongs to no namespace; from any thread. */
  void notice(Runnable notice) {
    if (loop.inEventLoop()) {
      noticed = true;
      notices.add(notice, BYTES_PER_ITEM);
    } else {
      post(now -> notice(notice));
    }
  }

  /** What a slow observer cannot keep up with, packets and frames, is left out rather than kept. */
  boolean isObserverBehind() {
    return notices.isOver();
  }

  /** Reports a harmless loss; from any thread. */
  void dropped(String namespace, String what) {
    notice(() -> observe(observer -> observer.onDropped(namespace, what)));
  }

  private void trace(boolean outgoing, byte[] array, int start, int end, boolean binary) {
    if (!settings.observesFrames() || notices.isOver()) {
      return;
    }
    String text = FrameText.of(array, start, end, binary);
    noticed = true;
    notices.add(
        (Runnable) () -> observe(observer -> observer.onFrame(outgoing, text)),
        BYTES_PER_ITEM + 2L * text.length());
  }

  /** On the handler executor. */
  void observe(Consumer<ClientObserver> seen) {
    try {
      seen.accept(settings.observer());
    } catch (Throwable thrown) {
      System.getLogger("io.tenterhook.client").log(Level.WARNING, "an observer failed", thrown);
    }
  }

  /** On the handler executor. */
  void handlerFailed(String where, Throwable thrown) {
    observe(observer -> observer.onHandlerError(where, thrown));
  }

  private final class NoticeReceiver implements Inbox.Receiver {
    @Override
    public void receive(Object item) {
      ((Runnable) item).run();
    }

    @Override
    public void relieved() {
      post(Client.this::relievedOnLoop);
    }

    @Override
    public void refused(RejectedExecutionException refusal) {
      handlerFailed("the executor refuses to run notices", refusal);
    }
  }

  @Override
  public String toString() {
    return "SocketIoClient[" + settings.address() + "]";
  }
}
