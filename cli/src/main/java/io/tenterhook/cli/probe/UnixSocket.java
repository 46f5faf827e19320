package io.tenterhook.cli.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A Unix socket in the shape of a socket of TCP, which the JDK does not give: TLS wants one beneath
 * it, and reads want a limit. One thread reads, one writes, any closes.
 */
final class UnixSocket extends Socket {
  private final SocketChannel channel;
  private final Selector readable;
  private final Selector writable;
  private volatile int timeoutMillis;

  UnixSocket() throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    readable = Selector.open();
    writable = Selector.open();
  }

  /** At once, or not at all: there is nothing on the way that could take time. */
  @Override
  public void connect(SocketAddress address, int timeout) throws IOException {
    channel.connect(address);
    channel.configureBlocking(false);
    channel.register(readable, SelectionKey.OP_READ);
    channel.register(writable, SelectionKey.OP_WRITE);
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // Nothing is ever delayed here.
  }

  @Override
  public synchronized void setSoTimeout(int timeout) {
    timeoutMillis = timeout;
  }

  @Override
  public synchronized int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int start, int most) throws IOException {
        ByteBuffer space = ByteBuffer.wrap(into, start, most);
        int count = channel.read(space);
        while (count == 0 && most > 0) {
          if (!await(readable, timeoutMillis)) {
            throw new SocketTimeoutException("Read timed out");
          }
          count = channel.read(space);
        }
        return count;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] from, int start, int count) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(from, start, count);
        while (left.hasRemaining()) {
          if (channel.write(left) == 0) {
            await(writable, 0);
          }
        }
      }
    };
  }

  private static boolean await(Selector ready, int millis) throws IOException {
    try {
      int keys = ready.select(millis);
      ready.selectedKeys().clear();
      return keys > 0;
    } catch (ClosedSelectorException closed) {
      throw new IOException("Socket closed", closed);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
    // Whoever waits is not woken by the end of the channel.
    readable.close();
    writable.close();
  }
}
