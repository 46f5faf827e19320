package io.tenterhook.cli.probe;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One connection to the server, closed when its time is over: a server that sends a byte now and
 * then must not hold up a step, as it would with a limit for each read.
 */
final class Line implements Closeable {
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tenter-probe-clock");
            thread.setDaemon(true);
            return thread;
          });

  private final Socket socket;
  private final Duration limit;
  private final ScheduledFuture<?> alarm;
  private volatile boolean late;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();

  /** Not connected yet. */
  Line(Socket socket, Duration limit) {
    this.socket = socket;
    this.limit = limit;
    alarm =
        CLOCK.schedule(
            () -> {
              late = true;
              close();
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Talks by this socket from now on: that of TCP, or one of TLS above it. */
  void carry(Socket over) throws IOException {
    in = new BufferedInputStream(new InTime(over.getInputStream()));
    out = over.getOutputStream();
  }

  Socket socket() {
    return socket;
  }

  InputStream in() {
    return in;
  }

  void send(byte[] bytes) throws IOException {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException failed) {
      throw explained(failed);
    }
  }

  /** The error that is behind an error: a line closed for being late says so. */
  IOException explained(IOException failed) {
    if (!late) {
      return failed;
    }
    IOException reason = new SocketTimeoutException("nothing came within " + seconds());
    reason.initCause(failed);
    return reason;
  }

  private String seconds() {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  @Override
  public void close() {
    alarm.cancel(false);
    try {
      socket.close();
    } catch (IOException gone) {
      // Gone is what it shall be.
    }
  }

  private final class InTime extends FilterInputStream {
    InTime(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int start, int most) throws IOException {
      try {
        int read = super.read(into, start, most);
        if (read < 0 && late) {
          throw new IOException("closed");
        }
        return read;
      } catch (IOException failed) {
        throw explained(failed);
      }
    }
  }
}
