package io.tenterhook.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a server on loopback, and ends each connection after a random number
 * of bytes: in the middle of the handshake, of a frame, between a header and its attachment.
 * Resets, orderly ends, and black holes that carry nothing any more. The seed decides where the
 * cuts fall in the stream; what is in the stream there depends on time.
 */
final class CuttingProxy implements AutoCloseable {
  /** What it takes to be connected, about. */
  private static final int HANDSHAKE_BYTES = 1_200;

  private static final int TRAFFIC_BYTES = 40_000;
  private static final int CHUNK = 4_096;

  private enum Cut {
    RESET,
    END,
    BLACK_HOLE
  }

  private final int targetPort;
  private final ServerSocket listener;
  private final Random random;
  private final AtomicInteger cutsLeft;
  private final AtomicInteger cutsDone = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  /**
   * @param cuts how many connections are cut; later ones live
   */
  CuttingProxy(int targetPort, int cuts, long seed) {
    this.targetPort = targetPort;
    this.random = new Random(seed);
    this.cutsLeft = new AtomicInteger(cuts);
    try {
      listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    daemon("cutting-proxy", this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** The next connection is closed at once. */
  void refuseNext() {
    refusals.incrementAndGet();
  }

  int cutsDone() {
    return cutsDone.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          client.close();
          continue;
        }
        try {
          Connection connection =
              new Connection(client, new Socket(InetAddress.getLoopbackAddress(), targetPort));
          open.add(connection);
          connection.start();
        } catch (IOException serverGone) {
          client.close();
        }
      }
    } catch (IOException closed) {
      open.forEach(Connection::reset);
    }
  }

  /** A quarter of the connections does not get beyond the handshake. */
  private long budget() {
    return random.nextInt(4) == 0
        ? 1 + random.nextInt(HANDSHAKE_BYTES)
        : HANDSHAKE_BYTES + random.nextInt(TRAFFIC_BYTES);
  }

  private Cut kind() {
    int dice = random.nextInt(10);
    return dice < 7 ? Cut.RESET : dice < 9 ? Cut.END : Cut.BLACK_HOLE;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private final class Connection {
    private final Socket client;
    private final Socket server;
    private final AtomicLong left;
    private final boolean toBeCut;
    private final Cut cut = kind();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean dark;

    Connection(Socket client, Socket server) throws IOException {
      this.client = client;
      this.server = server;
      this.toBeCut = cutsLeft.getAndUpdate(some -> Math.max(0, some - 1)) > 0;
      this.left = new AtomicLong(toBeCut ? budget() : Long.MAX_VALUE);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    void start() {
      daemon("cutting-proxy-up", () -> carry(client, server));
      daemon("cutting-proxy-down", () -> carry(server, client));
    }

    private void carry(Socket from, Socket to) {
      byte[] chunk = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
          long before = left.getAndAdd(-count);
          if (!dark && before > 0) {
            out.write(chunk, 0, (int) Math.min(count, before));
          }
          if (before > 0 && before <= count) {
            cutsDone.incrementAndGet();
            end();
          }
        }
      } catch (IOException broken) {
        reset();
        return;
      }
      close();
    }

    /** In a black hole both ends go on talking until one of them gives up. */
    private void end() {
      switch (cut) {
        case RESET -> reset();
        case END -> close();
        case BLACK_HOLE -> dark = true;
      }
    }

    private void reset() {
      try {
        client.setSoLinger(true, 0);
        server.setSoLinger(true, 0);
      } catch (IOException closedAlready) {
        // what is closed needs no reset
      }
      close();
    }

    private void close() {
      open.remove(this);
      if (over.compareAndSet(false, true) && toBeCut && left.get() > 0) {
        // It ended by itself: another one is cut in its place.
        cutsLeft.incrementAndGet();
      }
      try {
        client.close();
        server.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
