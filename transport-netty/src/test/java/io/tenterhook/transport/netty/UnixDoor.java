package io.tenterhook.transport.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A Unix socket that leads to a server on loopback: so a {@link RawServer} has one too. */
final class UnixDoor implements AutoCloseable {

  private final Path file;
  private final int port;
  private final ServerSocketChannel listening;
  private final AtomicInteger visitors = new AtomicInteger();

  UnixDoor(Path file, int port) throws IOException {
    this.file = file;
    this.port = port;
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(file));
    start(this::serve);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "unix-door");
    thread.setDaemon(true);
    thread.start();
  }

  int visitors() {
    return visitors.get();
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel outside = listening.accept();
        visitors.incrementAndGet();
        SocketChannel inside =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        start(() -> carry(outside, inside));
        start(() -> carry(inside, outside));
      }
    } catch (IOException e) {
      // Closed by the test.
    }
  }

  /** Until one side ends, which is handed on. */
  private static void carry(SocketChannel from, SocketChannel to) {
    ByteBuffer bytes = ByteBuffer.allocate(8_192);
    try {
      while (from.read(bytes.clear()) >= 0) {
        bytes.flip();
        while (bytes.hasRemaining()) {
          to.write(bytes);
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeBoth(from, to);
    }
  }

  private static void closeBoth(SocketChannel one, SocketChannel other) {
    try (one;
        other) {
      one.configureBlocking(true);
    } catch (IOException e) {
      // Closed already.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    Files.deleteIfExists(file);
  }
}
