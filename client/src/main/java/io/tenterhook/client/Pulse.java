package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.protocol.session.SessionEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out on demand whether the server is still there, by a WebSocket control ping (RFC 6455,
 * 5.5.2): an Engine.IO ping is the server's to send, and comes every 25 seconds or so. Any pong
 * answers all who wait. Lives on the loop.
 */
final class Pulse {
  private static final int MAX_WAITING = 1_000;

  /** After a change of networks nobody waits for long to learn that the old link is dead. */
  private static final long NETWORK_CHANGE_NANOS = 5_000_000_000L;

  private final Client client;
  private final List<Check> waiting = new ArrayList<>();

  Pulse(Client client) {
    this.client = client;
  }

  private final class Check {
    private final CompletableFuture<Void> alive;
    private final long limitNanos;
    private final EventLoop.Timer timer;

    Check(CompletableFuture<Void> alive, long limitNanos) {
      this.alive = alive;
      this.limitNanos = limitNanos;
      this.timer = client.loop().schedule(limitNanos, this::late);
    }

    private void late() {
      waiting.remove(this);
      Duration after = Duration.ofNanos(limitNanos);
      boolean deaf = client.roads().isPaused();
      fail(
          alive,
          new SocketIoTimeoutException(
              SocketIoTimeoutException.Awaited.PONG,
              after,
              "no pong came within "
                  + Endings.text(after)
                  + (deaf
                      ? "; but nothing is read now, as handlers are behind"
                      : "; the link is dead")));
      long now = client.wake();
      if (!deaf) {
        client.session().transportLost(new Endings.PongMissing(limitNanos), now);
      }
      client.settle();
    }
  }

  // ---- any thread

  CompletableFuture<Void> checkAlive(Duration limit) {
    long nanos = Settings.positive("limit", limit).toNanos();
    CompletableFuture<Void> alive = new CompletableFuture<>();
    if (!client.isConnected() || !client.post(now -> check(nanos, alive))) {
      alive.completeExceptionally(
          new NotConnectedException("no namespace is connected: there is nothing to check"));
    }
    return alive;
  }

  void networkChanged() {
    client.post(
        now -> {
          if (client.isConnected()) {
            check(NETWORK_CHANGE_NANOS, new CompletableFuture<>());
          } else {
            client.session().hurry(now);
          }
        });
  }

  // ---- on the loop

  private void check(long limitNanos, CompletableFuture<Void> alive) {
    if (!client.isConnected()) {
      fail(alive, new NotConnectedException("the connection was lost before it could be checked"));
    } else if (waiting.size() == MAX_WAITING) {
      fail(alive, new OverflowException(MAX_WAITING + " checks wait for a pong already"));
    } else {
      if (waiting.isEmpty()) {
        client.roads().ping();
      }
      waiting.add(new Check(alive, limitNanos));
    }
  }

  void pong() {
    for (Check check : takeAll()) {
      client.notice(() -> check.alive.complete(null));
    }
  }

  /** The connection that was asked is gone. */
  void lost(SessionEnd end) {
    if (waiting.isEmpty()) {
      return;
    }
    Ending ending = client.endings().of(end);
    for (Check check : takeAll()) {
      fail(
          check.alive,
          DisconnectedException.ending(
              ending.reason(), "the connection ended before a pong came: " + ending));
    }
  }

  private List<Check> takeAll() {
    List<Check> taken = List.copyOf(waiting);
    waiting.clear();
    taken.forEach(check -> check.timer.cancel());
    return taken;
  }

  private void fail(CompletableFuture<Void> alive, SocketIoException failure) {
    client.notice(() -> alive.completeExceptionally(failure));
  }
}
