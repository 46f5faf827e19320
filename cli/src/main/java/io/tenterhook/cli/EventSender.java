package io.tenterhook.cli;

import io.tenterhook.client.CloseReport;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.EmitOptions;
import io.tenterhook.client.Ending;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.NotConnectedException;
import io.tenterhook.client.OverflowException;
import io.tenterhook.client.PayloadTooLargeException;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends events one after the other: in order, each when it is due, no faster than the network takes
 * them, and none while the client is reconnecting. Connects when there is a first event.
 *
 * <p>A thread of its own waits for events and sends them, so that the end of the time, or of the
 * connection, need not wait for standard input.
 */
final class EventSender {
  private static final int MAX_NAMESPACES = 100;
  private static final Duration TELLING_TIME = Duration.ofSeconds(2);

  private final ConnectionOptions connection;
  private final StopOptions stop;
  private final EmitOptions options;
  private final boolean droppable;
  private final SocketIoClient client;

  /** When nothing more is to be sent: how that came. */
  private final CompletableFuture<Cause> over = new CompletableFuture<>();

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicReference<@Nullable CommandFailure> ended = new AtomicReference<>();
  private final AtomicReference<@Nullable SocketIoException> lost = new AtomicReference<>();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong unsent = new AtomicLong();

  /** Owned by the sending thread. */
  private final Map<String, NamespaceSocket> sockets = new HashMap<>();

  private volatile boolean everConnected;
  private volatile CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

  private enum Cause {
    NO_MORE,
    TIME
  }

  /**
   * What became of the events.
   *
   * @param written taken by the operating system
   * @param dropped droppable ones that were late
   */
  record Tally(long written, long dropped) {

    /** For people. */
    String text(Duration took) {
      return "%d %s sent%s in %.1f s"
          .formatted(
              written,
              written == 1 ? "event" : "events",
              dropped == 0 ? "" : ", " + dropped + " dropped",
              took.toMillis() / 1000.0);
    }
  }

  /**
   * @param droppable whether an event is rather lost than late
   */
  EventSender(
      ConnectionOptions connection,
      StopOptions stop,
      boolean droppable,
      Terminal terminal,
      int verbosity) {
    this.connection = connection;
    this.stop = stop;
    this.droppable = droppable;
    this.options = droppable ? EmitOptions.droppable() : EmitOptions.defaults();
    this.client = connection.client(ReconnectPolicy.never(), new Watcher(terminal, verbosity));
  }

  /** Hears when a namespace has ended for good. */
  private final class Watcher extends ClientWatcher {
    Watcher(Terminal terminal, int verbosity) {
      super(terminal, verbosity);
    }

    @Override
    public void onConnected(String namespace, String sid, boolean recovered) {
      super.onConnected(namespace, sid, recovered);
      everConnected = true;
    }

    @Override
    public void onEnded(String namespace, Ending ending) {
      super.onEnded(namespace, ending);
      if (ending.reason() != DisconnectReason.CLIENT_DISCONNECT) {
        CommandFailure failure = Diagnosis.of(ending, everConnected);
        ended.compareAndSet(null, failure);
        over.completeExceptionally(failure);
      }
    }
  }

  /**
   * Sends them all, or until it is told to stop, and closes the client.
   *
   * @param writingTime how long the last bytes may take
   * @throws CommandFailure if an event could not be sent; those before it have been
   */
  Tally run(Outgoing.Source source, Duration writingTime) throws InterruptedException {
    stop.afterSpan(() -> over.complete(Cause.TIME));
    Thread sending = new Thread(() -> send(source), "tenter-send");
    sending.setDaemon(true);
    sending.start();
    CommandFailure failure = null;
    Cause cause = Cause.NO_MORE;
    try {
      cause = over.get();
    } catch (ExecutionException failed) {
      failure = failureOf(failed);
    } finally {
      stopping.countDown();
    }
    CloseReport left = client.close(writingTime);
    if (failure != null) {
      throw failure;
    }
    verify(left, writingTime);
    if (cause == Cause.TIME) {
      stop.verify("went");
    }
    return new Tally(written.get(), unsent.get());
  }

  private static CommandFailure failureOf(ExecutionException failed) {
    if (failed.getCause() instanceof CommandFailure own) {
      return own;
    }
    if (failed.getCause() instanceof SocketIoException error) {
      return Diagnosis.ofSending(error);
    }
    throw new IllegalStateException("sending failed: " + failed.getCause(), failed);
  }

  private void verify(CloseReport left, Duration writingTime) throws InterruptedException {
    if (!left.isComplete()) {
      throw new CommandFailure(
          ExitCode.TIMEOUT,
          left.unwrittenBytes()
              + " bytes were not written within "
              + Span.text(writingTime)
              + "; the server does not have them",
          "is the network, or the server, that slow? --timeout waits longer");
    }
    awaitFate();
    CommandFailure end = ended.get();
    if (end != null) {
      throw end;
    }
    SocketIoException error = lost.get();
    if (error != null && !droppable) {
      throw Diagnosis.ofSending(error);
    }
  }

  /** They are told in order: when the latest is known, all are. */
  private void awaitFate() throws InterruptedException {
    try {
      latest.get(TELLING_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException told) {
      // As the others: it is in the tally.
    } catch (TimeoutException late) {
      throw new IllegalStateException("the client does not tell what became of an event", late);
    }
  }

  // ---- on the sending thread

  private void send(Outgoing.Source source) {
    try {
      long start = 0;
      Outgoing event = source.next();
      while (event != null && !isStopping()) {
        NamespaceSocket socket = socket(event);
        if (start == 0) {
          start = System.nanoTime();
        }
        if (stopping.await(start + event.dueNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)
            || !stop.admits()) {
          break;
        }
        emit(socket, event);
        event = stop.isEnough() ? null : source.next();
      }
      over.complete(Cause.NO_MORE);
    } catch (RuntimeException | InterruptedException failed) {
      Throwable reason = failed instanceof CompletionException ? failed.getCause() : failed;
      over.completeExceptionally(reason == null ? failed : reason);
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private NamespaceSocket socket(Outgoing event) {
    String name = event.namespace() == null ? connection.namespace() : event.namespace();
    NamespaceSocket known = sockets.get(name);
    if (known != null) {
      return known;
    }
    if (sockets.size() == MAX_NAMESPACES) {
      throw event.refused("there are events for more than " + MAX_NAMESPACES + " namespaces");
    }
    NamespaceSocket socket;
    try {
      socket = client.socket(name);
    } catch (IllegalArgumentException refused) {
      throw event.refused(String.valueOf(refused.getMessage()));
    }
    ConnectionOptions.connect(socket);
    sockets.put(name, socket);
    return socket;
  }

  private void emit(NamespaceSocket socket, Outgoing event) {
    while (!isStopping()) {
      awaitRoom(socket);
      try {
        CompletableFuture<Void> fate = socket.emit(options, event.event(), event.arguments());
        latest = fate.whenComplete(this::told);
        return;
      } catch (NotConnectedException offline) {
        if (droppable) {
          unsent.incrementAndGet();
          return;
        }
      } catch (OverflowException full) {
        if (droppable) {
          unsent.incrementAndGet();
          return;
        }
        // An event of many MiB fits when what is before it has gone.
        var unused = latest.exceptionally(failed -> null).join();
      } catch (PayloadTooLargeException | IllegalArgumentException refused) {
        throw event.refused(String.valueOf(refused.getMessage()));
      }
    }
  }

  private void awaitRoom(NamespaceSocket socket) {
    if (!socket.isConnected() && !socket.isActive()) {
      // It has ended for good, and that is being told.
      over.join();
    }
    if (!droppable) {
      awaitConnection(socket);
      if (!socket.isWritable()) {
        socket.whenWritable().join();
      }
    }
  }

  /** At once if it is connected; else it waits for the next attempts. */
  private void awaitConnection(NamespaceSocket socket) {
    try {
      ConnectionOptions.connect(socket);
    } catch (CommandFailure unreachable) {
      // But it was reached once: that it is lost is being told.
      over.join();
      throw unreachable;
    }
  }

  private void told(@Nullable Void done, @Nullable Throwable failure) {
    if (failure == null) {
      written.incrementAndGet();
    } else {
      unsent.incrementAndGet();
      if (failure instanceof SocketIoException error) {
        lost.compareAndSet(null, error);
      }
    }
  }
}
