package io.tenterhook.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.ProxyTunnel;
import java.io.FileNotFoundException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * From a request to a connection: looks the name of the {@link FirstHop} up beside the loop, then
 * tries one address after the other until one answers. If that hop is a proxy, a tunnel follows.
 *
 * <p>There is no time limit for the whole: the caller has one, and aborts; but a proxy has its own,
 * so that it can be named. Only an address after which others come must answer within {@value
 * #IMPATIENT_MILLIS} ms; else a network that swallows IPv6 would hide a server that is there over
 * IPv4.
 */
final class Opening {

  private static final int IMPATIENT_MILLIS = 3_000;
  private static final int NO_LIMIT = 0;

  /** Whoever wants the connection. */
  interface Claimant {
    /** A connection is being tried on this channel; it replaces an earlier one. */
    void attempt(Channel channel);

    /** Prepares a pipeline that goes on by itself when TCP, or the tunnel, is connected. */
    void install(ChannelPipeline pipeline, LinkRequest request, @Nullable SslHandler tls);

    /** There will be no connection, or it is over. */
    void end(LinkClosure closure);

    /** Gives up, whatever is under way. */
    void abort();
  }

  private final NettyEventLoop loop;
  private final Claimant claimant;
  private final LinkRequest request;
  private final @Nullable ProxyTunnel proxy;
  private final FirstHop hop;
  private final Runnable preparation = this::prepare;
  // On the loop only, like all that is not prepare().
  private boolean cancelled;
  private List<SocketAddress> addresses = List.of();
  private int tried;
  private @Nullable SSLContext tls;
  private @Nullable Channel channel;
  private EventLoop.@Nullable Timer proxyTimer;
  private String awaited = "the look-up of its name";

  Opening(NettyEventLoop loop, Claimant claimant, LinkRequest request) {
    this.loop = loop;
    this.claimant = claimant;
    this.request = request;
    this.proxy = request.route().proxy();
    this.hop = new FirstHop(request, loop.backend());
  }

  void start() {
    if (proxy != null) {
      proxyTimer = loop.schedule(proxy.limitNanos(), () -> noTunnel(proxy));
    }
    try {
      if (hop.isKnown() && (!request.secure() || request.sslContext() != null)) {
        connect(hop.addresses(loop.hosts()), request.sslContext());
      } else {
        loop.blockingWork().execute(preparation);
      }
    } catch (UnknownHostException e) {
      // A literal whose zone names no network interface of this machine.
      end(hop.kind(Kind.DNS), hop.unknownHost(), e);
    }
  }

  private void end(Kind kind, String message, @Nullable Throwable cause) {
    claimant.end(new LinkClosure(kind, 0, message, "", cause));
  }

  private void noTunnel(ProxyTunnel slow) {
    long millis = TimeUnit.NANOSECONDS.toMillis(slow.limitNanos());
    String message =
        "%s made no tunnel to %s within %d ms; awaited: %s"
            .formatted(Tunnel.name(slow), RequestHead.target(request), millis, awaited);
    end(Kind.PROXY, message, null);
  }

  /** Beside the loop: what may block. */
  private void prepare() {
    try {
      List<SocketAddress> found = hop.addresses(loop.hosts());
      SSLContext context = request.sslContext();
      if (request.secure() && context == null) {
        context = SSLContext.getDefault();
      }
      SSLContext chosen = context;
      onLoop(() -> connect(found, chosen));
    } catch (UnknownHostException e) {
      onLoop(() -> end(hop.kind(Kind.DNS), hop.unknownHost(), e));
    } catch (NoSuchAlgorithmException e) {
      onLoop(() -> end(Kind.TLS, "The JDK's default SSLContext cannot be loaded", e));
    } catch (RuntimeException | Error e) {
      // A resolver of the user's may throw anything, and the link must hear of it.
      onLoop(() -> end(hop.kind(Kind.DNS), hop.lookupFailed(), e));
    }
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // The loop has ended meanwhile, and has told the listener.
      cancelled = true;
    }
  }

  private void connect(List<SocketAddress> found, @Nullable SSLContext context) {
    addresses = found;
    tls = request.secure() ? context : null;
    awaited = "TCP";
    if (found.isEmpty()) {
      end(hop.kind(Kind.CONNECT), hop.otherFamily(), null);
    } else {
      connectNext();
    }
  }

  private void connectNext() {
    if (cancelled) {
      return;
    }
    SocketAddress address = addresses.get(tried);
    tried++;
    boolean last = tried == addresses.size();
    Channel attempt = newAttempt();
    if (attempt == null) {
      return;
    }
    attempt.config().setConnectTimeoutMillis(last ? NO_LIMIT : IMPATIENT_MILLIS);
    channel = attempt;
    claimant.attempt(attempt);
    ChannelFuture registered = loop.netty().register(attempt);
    if (registered.cause() != null) {
      // Done at once, for this is the loop's thread; and Netty has closed the socket.
      end(Kind.CONNECT, "The event loop does not take a socket", registered.cause());
      return;
    }
    SocketAddress local = hop.localAddress();
    if (local != null) {
      Throwable failure = attempt.bind(local).cause();
      if (failure != null) {
        // Every other address would be tried from the same one.
        end(hop.kind(Kind.CONNECT), hop.noConnectionFromHere(reason(failure)), failure);
        return;
      }
    }
    attempt.connect(address).addListener((ChannelFuture future) -> connected(future, last));
  }

  /** An unconnected channel with all that it needs; null if that failed, which has been told. */
  private @Nullable Channel newAttempt() {
    try {
      if (proxy == null) {
        SslHandler handler = tlsHandler();
        Channel attempt = hop.newChannel();
        claimant.install(attempt.pipeline(), request, handler);
        return attempt;
      }
      Channel attempt = hop.newChannel();
      new Tunnel(proxy, request, claimant, this::tunnelOpened).install(attempt.pipeline(), loop);
      return attempt;
    } catch (SSLException e) {
      claimant.end(TlsFailure.closure(RequestHead.target(request), e));
    } catch (ChannelException | UnsupportedOperationException e) {
      // Not every system has Unix sockets.
      String message = "No socket for " + RequestHead.target(request) + " could be opened";
      end(Kind.CONNECT, message, e);
    }
    return null;
  }

  private @Nullable SslHandler tlsHandler() throws SSLException {
    return tls == null ? null : loop.tls().handler(tls, request);
  }

  private void tunnelOpened(ChannelPipeline pipeline) {
    stopProxyTimer();
    if (cancelled) {
      return;
    }
    try {
      claimant.install(pipeline, request, tlsHandler());
    } catch (SSLException e) {
      claimant.end(TlsFailure.closure(RequestHead.target(request), e));
    }
  }

  private void stopProxyTimer() {
    if (proxyTimer != null) {
      proxyTimer.cancel();
      proxyTimer = null;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
  private void connected(ChannelFuture future, boolean last) {
    Throwable failure = future.cause();
    if (failure == null || cancelled) {
      awaited = "its answer";
      return;
    }
    future.channel().close();
    if (!last) {
      connectNext();
      return;
    }
    String others = tried == 1 ? "" : " (the last of " + tried + " addresses)";
    end(hop.kind(Kind.CONNECT), hop.noConnection(reason(failure) + others), failure);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof ConnectTimeoutException) {
      return "no answer";
    }
    if (failure instanceof FileNotFoundException) {
      // Netty's native transports have no words for it.
      return "No such file or directory";
    }
    // Netty adds the address to the system's words; the exception below has the words alone.
    Throwable words = failure.getCause() == null ? failure : failure.getCause();
    return Excerpt.of(String.valueOf(words.getMessage()));
  }

  /** Nothing connects after this. */
  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
  void cancel() {
    cancelled = true;
    stopProxyTimer();
    loop.blockingWork().cancel(preparation);
    if (channel != null) {
      channel.close();
    }
  }
}
