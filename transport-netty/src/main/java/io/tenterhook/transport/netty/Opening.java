package io.tenterhook.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.ProxyTunnel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * From a host name to a TCP connection: looks the name up beside the loop, then tries one address
 * after the other until one answers. With a proxy all that is about the proxy, and a tunnel
 * follows.
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
    /** TCP is being tried on this channel; it replaces an earlier one. */
    void attempt(Channel channel);

    /** Prepares a pipeline that goes on by itself when TCP, or the tunnel, is connected. */
    void install(ChannelPipeline pipeline, @Nullable SslHandler tls);

    /** There will be no connection, or it is over. */
    void end(LinkClosure closure);

    /** Gives up, whatever is under way. */
    void abort();
  }

  private final NettyEventLoop loop;
  private final Claimant claimant;
  private final LinkRequest request;
  private final @Nullable ProxyTunnel proxy;
  private final String host;
  private final Runnable preparation = this::prepare;
  // On the loop only, like all that is not prepare().
  private boolean cancelled;
  private InetAddress[] addresses = {};
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
    this.host = proxy == null ? request.host() : proxy.host();
  }

  void start() {
    if (proxy != null) {
      proxyTimer = loop.schedule(proxy.limitNanos(), () -> noTunnel(proxy));
    }
    try {
      if (isLiteral(host) && (!request.secure() || request.sslContext() != null)) {
        connect(new InetAddress[] {InetAddress.getByName(host)}, request.sslContext());
      } else {
        loop.blockingWork().execute(preparation);
      }
    } catch (UnknownHostException e) {
      // A literal whose zone names no network interface of this machine.
      end(orProxy(Kind.DNS), unknownHost(), e);
    }
  }

  private void end(Kind kind, String message, @Nullable Throwable cause) {
    claimant.end(new LinkClosure(kind, 0, message, "", cause));
  }

  /** What fails before the proxy is asked is the proxy's too. */
  private Kind orProxy(Kind direct) {
    return proxy == null ? direct : Kind.PROXY;
  }

  private void noTunnel(ProxyTunnel slow) {
    long millis = TimeUnit.NANOSECONDS.toMillis(slow.limitNanos());
    String message =
        "%s made no tunnel to %s within %d ms; awaited: %s"
            .formatted(Tunnel.name(slow), target(), millis, awaited);
    end(Kind.PROXY, message, null);
  }

  private String target() {
    return RequestHead.target(request);
  }

  /** Whom TCP is connected to. */
  private String hop() {
    return proxy == null
        ? target()
        : "the proxy " + proxy.hostAndPort() + " on the way to " + target();
  }

  private static boolean isLiteral(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  private String unknownHost() {
    String name = "The host name " + Excerpt.of(host);
    return proxy == null
        ? name + " has no address"
        : name + ", that of the proxy on the way to " + target() + ", has no address";
  }

  /** Beside the loop: what may block. */
  private void prepare() {
    try {
      InetAddress[] found = lookup(host);
      SSLContext context = request.sslContext();
      if (request.secure() && context == null) {
        context = SSLContext.getDefault();
      }
      SSLContext chosen = context;
      onLoop(() -> connect(found, chosen));
    } catch (UnknownHostException e) {
      onLoop(() -> end(orProxy(Kind.DNS), unknownHost(), e));
    } catch (NoSuchAlgorithmException e) {
      onLoop(() -> end(Kind.TLS, "The JDK's default SSLContext cannot be loaded", e));
    } catch (RuntimeException | Error e) {
      // A resolver of the user's may throw anything, and the link must hear of it.
      onLoop(() -> end(orProxy(Kind.DNS), "Looking up " + hop() + " failed", e));
    }
  }

  private InetAddress[] lookup(String host) throws UnknownHostException {
    // The JDK takes the empty name for this machine.
    InetAddress[] found = host.isEmpty() ? new InetAddress[0] : loop.hosts().addressesOf(host);
    if (found.length == 0) {
      throw new UnknownHostException(host);
    }
    return found;
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // The loop has ended meanwhile, and has told the listener.
      cancelled = true;
    }
  }

  private void connect(InetAddress[] found, @Nullable SSLContext context) {
    addresses = found;
    tls = request.secure() ? context : null;
    awaited = "TCP";
    connectNext();
  }

  private void connectNext() {
    if (cancelled) {
      return;
    }
    InetAddress address = addresses[tried];
    tried++;
    boolean last = tried == addresses.length;
    Channel attempt;
    try {
      if (proxy == null) {
        SslHandler handler = tlsHandler();
        attempt = loop.newChannel();
        claimant.install(attempt.pipeline(), handler);
      } else {
        attempt = loop.newChannel();
        new Tunnel(proxy, request, claimant, this::tunnelOpened).install(attempt.pipeline(), loop);
      }
    } catch (SSLException e) {
      claimant.end(TlsFailure.closure(target(), e));
      return;
    } catch (ChannelException e) {
      end(Kind.CONNECT, "No socket for " + target() + " could be opened", e);
      return;
    }
    attempt.config().setOption(ChannelOption.TCP_NODELAY, true);
    attempt.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    attempt.config().setConnectTimeoutMillis(last ? NO_LIMIT : IMPATIENT_MILLIS);
    channel = attempt;
    claimant.attempt(attempt);
    ChannelFuture registered = loop.netty().register(attempt);
    if (registered.cause() != null) {
      // Done at once, for this is the loop's thread; and Netty has closed the socket.
      end(Kind.CONNECT, "The event loop does not take a socket", registered.cause());
      return;
    }
    attempt
        .connect(new InetSocketAddress(address, proxy == null ? request.port() : proxy.port()))
        .addListener((ChannelFuture future) -> connected(future, last));
  }

  private @Nullable SslHandler tlsHandler() throws SSLException {
    return tls == null ? null : TlsEngines.handler(tls, request);
  }

  private void tunnelOpened(ChannelPipeline pipeline) {
    stopProxyTimer();
    if (cancelled) {
      return;
    }
    try {
      claimant.install(pipeline, tlsHandler());
    } catch (SSLException e) {
      claimant.end(TlsFailure.closure(target(), e));
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
    end(
        orProxy(Kind.CONNECT),
        "No TCP connection to " + hop() + ": " + reason(failure) + others,
        failure);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof ConnectTimeoutException) {
      return "no answer";
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
