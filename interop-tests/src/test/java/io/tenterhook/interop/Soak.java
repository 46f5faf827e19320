package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.connected;

import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds a connection to a real server with default heartbeats and light traffic, and fails if it is
 * ever lost or an event is. {@code interop-tests/README.md} has the command.
 */
final class Soak {
  private static final int DEFAULT_SECONDS = 100;
  private static final long TICK_MILLIS = 100;
  private static final int TICKS_PER_REPORT = 100;

  private final AtomicInteger heartbeats = new AtomicInteger();
  private final AtomicInteger disconnects = new AtomicInteger();
  private final AtomicInteger returned = new AtomicInteger();
  private final AtomicInteger pushed = new AtomicInteger();
  private final AtomicInteger disordered = new AtomicInteger();

  private Soak() {}

  /**
   * Runs it.
   *
   * @param args how many seconds; 100 if there is none
   */
  public static void main(String[] args) throws InterruptedException {
    new Soak().run(args.length == 0 ? DEFAULT_SECONDS : Integer.parseInt(args[0]));
  }

  private void run(int seconds) throws InterruptedException {
    long life = Duration.ofSeconds(seconds + 120L).toMillis();
    try (NodePeer server = NodePeer.socketIo("{logPackets: false, maxLifeMs: " + life + "}");
        SocketIoClient client = SocketIoClient.builder(server.url()).observer(watch()).build()) {
      NamespaceSocket socket = client.socket("/a");
      socket.on(
          "echo-back",
          event -> {
            int came = Integer.parseInt(event.args().raw(0).toString());
            disordered.addAndGet(came == returned.getAndIncrement() ? 0 : 1);
          });
      socket.on("push", event -> pushed.incrementAndGet());
      connected(socket);
      int ticks = exchange(socket, server, seconds);
      System.out.println("soak: " + report(seconds));
      verify(ticks, seconds);
    }
  }

  /** Ten small events a second from us, one a second from the server. */
  private int exchange(NamespaceSocket socket, NodePeer server, int seconds)
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long start = System.nanoTime();
    int ticks = 0;
    while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
      try {
        socket.emit("echo", ticks);
      } catch (SocketIoException lost) {
        throw new IllegalStateException("the connection was lost: " + report(seconds), lost);
      }
      if (ticks % 10 == 0) {
        server.emit("/a", "push", "[" + ticks + "]");
      }
      ticks++;
      if (ticks % TICKS_PER_REPORT == 0) {
        System.out.println("soak: " + report((int) (ticks * TICK_MILLIS / 1000)));
      }
      long next = start + TimeUnit.MILLISECONDS.toNanos(ticks * TICK_MILLIS);
      never.await(next - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    int sent = ticks;
    Patience.until(() -> returned.get() == sent && pushed.get() == (sent + 9) / 10);
    return ticks;
  }

  private void verify(int ticks, int seconds) {
    // The server pings every 25 s; the last one may be under way.
    int due = Math.max(0, seconds / 25 - 1);
    if (disconnects.get() != 0 || disordered.get() != 0 || heartbeats.get() < due) {
      throw new IllegalStateException("not sound: " + report(seconds));
    }
    System.out.printf("soak: sound, %d events emitted, all came back in order%n", ticks);
  }

  private String report(int seconds) {
    return "%d s, %d heartbeats, %d events echoed, %d pushed, %d out of order, %d disconnects"
        .formatted(
            seconds,
            heartbeats.get(),
            returned.get(),
            pushed.get(),
            disordered.get(),
            disconnects.get());
  }

  private ClientObserver watch() {
    return new ClientObserver() {
      @Override
      public void onDisconnected(String namespace, Ending ending, boolean willReconnect) {
        if (ending.reason() != DisconnectReason.CLIENT_DISCONNECT) {
          System.out.println("soak: lost: " + ending);
          disconnects.incrementAndGet();
        }
      }

      @Override
      public boolean observesFrames() {
        return true;
      }

      @Override
      public void onFrame(boolean outgoing, String text) {
        if (outgoing && text.equals("3")) {
          heartbeats.incrementAndGet();
        }
      }
    };
  }
}
