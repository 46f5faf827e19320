package io.tenterhook.testing.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.EventLoops;
import io.tenterhook.client.spi.HttpRequest;
import io.tenterhook.client.spi.HttpRequests;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkListener;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.VirtualLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The loop of servers in memory, as the one event loop of their clients. */
final class MemoryLoops implements EventLoops, EventLoop {
  private final VirtualLoop loop;
  private final List<SocketIoServer> servers;

  /** Owned by the loop. */
  private final Set<MemoryLink> links = new HashSet<>();

  private volatile boolean ended;

  MemoryLoops(VirtualLoop loop, List<SocketIoServer> servers) {
    this.loop = loop;
    this.servers = servers;
  }

  @Override
  public EventLoop next() {
    return this;
  }

  @Override
  public CompletionStage<Void> shutdown() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      loop.execute(
          () -> {
            List.copyOf(links).forEach(MemoryLink::abort);
            ended = true;
            done.complete(null);
          });
    } catch (RejectedExecutionException clockIsClosed) {
      ended = true;
      done.complete(null);
    }
    return done;
  }

  @Override
  public void execute(Runnable task) {
    // What was begun on the loop may come to its end there.
    if (ended && !loop.isHere()) {
      throw new RejectedExecutionException("these resources are closed");
    }
    loop.execute(task);
  }

  @Override
  public boolean inEventLoop() {
    return loop.isHere();
  }

  @Override
  public long nanoTime() {
    return loop.nanoTime();
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    return loop.schedule(Duration.ofNanos(delayNanos), task)::run;
  }

  @Override
  public Link open(LinkRequest request, LinkListener listener) {
    MemoryLink link = new MemoryLink(this, request, listener);
    links.add(link);
    link.open(serverOf(request));
    return link;
  }

  /** Null if none has such a name. */
  private @Nullable SocketIoServer serverOf(LinkRequest request) {
    for (SocketIoServer server : servers) {
      if (request.host().equals(server.uri().getHost())) {
        return server;
      }
    }
    return null;
  }

  void forget(MemoryLink link) {
    links.remove(link);
  }

  @Override
  public HttpRequests http(LinkRequest server) {
    return new NoRequests();
  }

  /** In memory there are WebSockets alone. */
  private final class NoRequests implements HttpRequests {
    private boolean closed;

    @Override
    public void send(HttpRequest request, HttpListener listener) {
      LinkClosure why =
          new LinkClosure(
              LinkClosure.Kind.CONNECT,
              0,
              "a server in memory speaks no long-polling: use transports(WEBSOCKET),"
                  + " or a server with a port",
              "",
              null);
      execute(
          () -> {
            if (!closed) {
              listener.failed(why);
            }
          });
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
