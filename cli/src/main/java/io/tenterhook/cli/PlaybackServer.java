package io.tenterhook.cli;

import io.tenterhook.client.RawJson;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.SocketIoServerBuilder;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Plays a recording to whoever comes: each client gets the events of the namespace it joins from
 * the start, in their own time. A thread for each, up to a limit; beyond it clients are sent away.
 */
final class PlaybackServer {
  private static final int MAX_CLIENTS = 100;
  private static final int MAX_NAMESPACES = 1_000;

  /** So much is sent before it is asked whether the client keeps up. */
  private static final long BYTES_UNASKED = 256 << 10;

  private static final long ASKING_MILLIS = 5;

  private final Supplier<RecordedEvents> recording;
  private final String unnamed;
  private final boolean closeAtEnd;
  private final Terminal terminal;
  private final Semaphore places = new Semaphore(MAX_CLIENTS);

  /** To wait for time, too. */
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param recording opens it anew
   * @param unnamed the namespace of events that do not say theirs
   */
  PlaybackServer(
      Supplier<RecordedEvents> recording, String unnamed, boolean closeAtEnd, Terminal terminal) {
    this.recording = recording;
    this.unnamed = unnamed;
    this.closeAtEnd = closeAtEnd;
    this.terminal = terminal;
  }

  /**
   * Serves until it is stopped.
   *
   * @throws CommandFailure if the recording cannot be used; then nobody has been served
   */
  void run(int port, StopOptions stop) throws InterruptedException {
    Set<String> namespaces = namespaces();
    try (SocketIoServer server = start(port, namespaces)) {
      stop.afterSpan(stopped::countDown);
      terminal.status("listening on " + server.uri());
      stopped.await();
    }
  }

  /** Reads all of it once: what is wrong with it is told before there is a client. */
  private Set<String> namespaces() {
    Set<String> namespaces = new LinkedHashSet<>(Set.of("/"));
    try (RecordedEvents events = recording.get()) {
      for (var event = events.next(); event != null; event = events.next()) {
        namespaces.add(namespace(event.line()));
        if (namespaces.size() > MAX_NAMESPACES) {
          throw CommandFailure.usage(
              event.line().where() + ": there are more than " + MAX_NAMESPACES + " namespaces", "");
        }
      }
    }
    return namespaces;
  }

  private String namespace(EventLine line) {
    return line.namespace() == null ? unnamed : line.namespace();
  }

  private SocketIoServer start(int port, Set<String> namespaces) {
    try {
      SocketIoServerBuilder builder = SocketIoServer.builder().withoutJournal();
      if (port != 0) {
        builder.port(port);
      }
      return builder
          .setUp(
              server -> namespaces.forEach(name -> server.namespace(name).onConnect(this::joined)))
          .start();
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    } catch (UncheckedIOException taken) {
      throw CommandFailure.usage(
          "cannot listen on port " + port + ": " + taken.getMessage(),
          "is another server there? -p chooses another port, -p 0 any free one");
    }
  }

  private void joined(ServerSocketPeer peer) {
    if (!places.tryAcquire()) {
      terminal.status("a client was sent away: there are " + MAX_CLIENTS + " already");
      peer.disconnect(true);
      return;
    }
    Thread player = new Thread(() -> play(peer), "tenter-play");
    player.setDaemon(true);
    player.start();
  }

  private void play(ServerSocketPeer peer) {
    try (RecordedEvents events = recording.get()) {
      play(peer, events);
    } catch (CommandFailure changed) {
      terminal.failed(changed);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
    if (closeAtEnd) {
      peer.disconnect(false);
    }
  }

  private void play(ServerSocketPeer peer, RecordedEvents events) throws InterruptedException {
    long start = System.nanoTime();
    long unasked = 0;
    for (var event = events.next(); event != null; event = events.next()) {
      EventLine line = event.line();
      if (namespace(line).equals(peer.namespace().name())) {
        boolean over =
            stopped.await(start + event.dueNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        unasked += line.args().length();
        while (unasked > BYTES_UNASKED && peer.isConnected()) {
          unasked = peer.connection().isWritable() ? 0 : unasked;
          over |= unasked > 0 && stopped.await(ASKING_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (over || !peer.isConnected()) {
          return;
        }
        List<byte[]> attachments = new ArrayList<>();
        List<String> args = AttachedArgs.split(RawJson.of(line.args()), attachments);
        peer.emit(line.event(), args, attachments);
      }
    }
  }
}
