package io.tenterhook.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Unix socket in front of a server that listens at a port of TCP. */
public final class UnixRelay implements AutoCloseable {
  private final ServerSocketChannel listening;
  private final int port;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  public UnixRelay(Path file, int port) throws IOException {
    this.port = port;
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(file));
    start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = listening.accept();
        SocketChannel server =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        open.add(client);
        open.add(server);
        start(() -> copy(client, server));
        start(() -> copy(server, client));
      }
    } catch (IOException closed) {
      // That is how it ends.
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer some = ByteBuffer.allocate(8_192);
    try (from;
        to) {
      while (from.read(some.clear()) >= 0) {
        some.flip();
        while (some.hasRemaining()) {
          to.write(some);
        }
      }
    } catch (IOException ended) {
      // One side has gone, and so does the other.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "unix-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Closeable channel : open) {
        channel.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
