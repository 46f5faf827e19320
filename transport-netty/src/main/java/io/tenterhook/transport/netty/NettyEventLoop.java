package io.tenterhook.transport.netty;

import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.Future;
import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.HttpRequests;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkListener;
import io.tenterhook.client.spi.LinkRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** One Netty loop, and the links that live on it. */
final class NettyEventLoop implements EventLoop {

  /** How long the end waits for channels that do not close at once. */
  private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** As much as Netty reads at once. */
  private static final int READ_BYTES = 64 << 10;

  private final io.netty.channel.EventLoop netty;
  private final IoBackend backend;
  private final HostLookup hosts;
  private final BlockingWork blockingWork;
  private final TlsEngines tls = new TlsEngines(TlsProvider.best());
  private final LoopRandom random = new LoopRandom();
  private final byte[] readBuffer = new byte[READ_BYTES];
  // On the loop only. From the first step of opening to the end of TCP, which comes later than the
  // link's own end: Netty may skip the closing of channels when a loop ends without a quiet period.
  private final Set<Opening.Claimant> connections = new HashSet<>();
  private boolean ending;

  NettyEventLoop(
      ThreadFactory threads, IoBackend backend, HostLookup hosts, BlockingWork blockingWork) {
    this.netty = new SingleThreadIoEventLoop(null, threads, backend.handlers());
    this.backend = backend;
    this.hosts = hosts;
    this.blockingWork = blockingWork;
  }

  @Override
  public void execute(Runnable task) {
    netty.execute(task);
  }

  @Override
  public boolean inEventLoop() {
    return netty.inEventLoop();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    Future<?> scheduled =
        netty.schedule(() -> run(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  /** Netty keeps the exception of a timer in a future which nobody reads. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  @Override
  public Link open(LinkRequest request, LinkListener listener) {
    NettyLink link = new NettyLink(this, request, listener);
    adopt(link, () -> link.open(request));
    return link;
  }

  @Override
  public HttpRequests http(LinkRequest server) {
    return new NettyHttpRequests(this, server);
  }

  /** Opens a connection that ends with this loop at the latest. */
  void adopt(Opening.Claimant connection, Runnable open) {
    if (ending) {
      connection.abort();
    } else {
      connections.add(connection);
      open.run();
    }
  }

  /** Called by every connection when nothing of it is left. */
  void forget(Opening.Claimant connection) {
    connections.remove(connection);
    if (ending && connections.isEmpty()) {
      end();
    }
  }

  io.netty.channel.EventLoop netty() {
    return netty;
  }

  IoBackend backend() {
    return backend;
  }

  TlsEngines tls() {
    return tls;
  }

  HostLookup hosts() {
    return hosts;
  }

  BlockingWork blockingWork() {
    return blockingWork;
  }

  LoopRandom random() {
    return random;
  }

  /** For one read at a time. */
  byte[] readBuffer() {
    return readBuffer;
  }

  /** Aborts all links, then ends the thread. Called once, by any thread. */
  void shutdown() {
    netty.execute(
        () -> {
          ending = true;
          List.copyOf(connections).forEach(Opening.Claimant::abort);
          if (connections.isEmpty()) {
            end();
          } else {
            // By io_uring channels close later, and only then free what they had read.
            schedule(CLOSING_NANOS, this::end);
          }
        });
  }

  /** From inside the loop: otherwise it could close the channels before their owners know why. */
  @SuppressWarnings("FutureReturnValueIgnored") // the end of the thread is what is waited for
  private void end() {
    netty.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
  }
}
