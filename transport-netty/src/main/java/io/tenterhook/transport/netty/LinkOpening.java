package io.tenterhook.transport.netty;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * From a host name to a TCP connection: looks the name up beside the loop, then tries one address
 * after the other until one answers.
 *
 * <p>There is no time limit for the whole: the caller has one, and aborts. Only an address after
 * which others come must answer within {@value #IMPATIENT_MILLIS} ms; else a network that swallows
 * IPv6 would hide a server that is there over IPv4.
 */
final class LinkOpening {

  private static final int IMPATIENT_MILLIS = 3_000;
  private static final int NO_LIMIT = 0;

  private final NettyEventLoop loop;
  private final NettyLink link;
  private final LinkRequest request;
  private final Runnable preparation = this::prepare;
  // On the loop only, like all that is not prepare().
  private boolean cancelled;
  private InetAddress[] addresses = {};
  private int tried;
  private @Nullable SSLContext tls;
  private @Nullable SocketChannel channel;

  LinkOpening(NettyEventLoop loop, NettyLink link, LinkRequest request) {
    this.loop = loop;
    this.link = link;
    this.request = request;
  }

  void start() {
    try {
      if (isLiteral(request.host()) && (!request.secure() || request.sslContext() != null)) {
        connect(new InetAddress[] {InetAddress.getByName(request.host())}, request.sslContext());
      } else {
        loop.blockingWork().execute(preparation);
      }
    } catch (UnknownHostException e) {
      // A literal whose zone names no network interface of this machine.
      link.end(Kind.DNS, unknownHost(), e);
    }
  }

  private static boolean isLiteral(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  private String unknownHost() {
    return "The host name " + Excerpt.of(request.host()) + " has no address";
  }

  /** Beside the loop: what may block. */
  private void prepare() {
    try {
      InetAddress[] found = lookup(request.host());
      SSLContext context = request.sslContext();
      if (request.secure() && context == null) {
        context = SSLContext.getDefault();
      }
      SSLContext chosen = context;
      onLoop(() -> connect(found, chosen));
    } catch (UnknownHostException e) {
      onLoop(() -> link.end(Kind.DNS, unknownHost(), e));
    } catch (NoSuchAlgorithmException e) {
      onLoop(() -> link.end(Kind.TLS, "The JDK's default SSLContext cannot be loaded", e));
    } catch (RuntimeException | Error e) {
      // A resolver of the user's may throw anything, and the link must hear of it.
      onLoop(() -> link.end(Kind.DNS, "Looking up " + link.target() + " failed", e));
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
    connectNext();
  }

  private void connectNext() {
    if (cancelled) {
      return;
    }
    InetAddress address = addresses[tried];
    tried++;
    boolean last = tried == addresses.length;
    SocketChannel attempt;
    try {
      SslHandler handler = tls == null ? null : TlsEngines.handler(tls, request);
      attempt = loop.newChannel();
      UpgradeHandler.install(attempt.pipeline(), loop, link, request, handler);
    } catch (SSLException e) {
      link.end(TlsFailure.closure(link.target(), e));
      return;
    } catch (ChannelException e) {
      link.end(Kind.CONNECT, "No socket for " + link.target() + " could be opened", e);
      return;
    }
    attempt.config().setTcpNoDelay(true);
    attempt.config().setKeepAlive(true);
    attempt.config().setConnectTimeoutMillis(last ? NO_LIMIT : IMPATIENT_MILLIS);
    channel = attempt;
    link.attempt(attempt);
    ChannelFuture registered = loop.netty().register(attempt);
    if (registered.cause() != null) {
      // Done at once, for this is the loop's thread; and Netty has closed the socket.
      link.end(Kind.CONNECT, "The event loop does not take a socket", registered.cause());
      return;
    }
    attempt
        .connect(new InetSocketAddress(address, request.port()))
        .addListener((ChannelFuture future) -> connected(future, last));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
  private void connected(ChannelFuture future, boolean last) {
    Throwable failure = future.cause();
    if (failure == null || cancelled) {
      return;
    }
    future.channel().close();
    if (!last) {
      connectNext();
      return;
    }
    String others = tried == 1 ? "" : " (the last of " + tried + " addresses)";
    link.end(
        Kind.CONNECT,
        "No TCP connection to " + link.target() + ": " + reason(failure) + others,
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
    loop.blockingWork().cancel(preparation);
    if (channel != null) {
      channel.close();
    }
  }
}
