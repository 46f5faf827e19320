package io.tenterhook.transport.netty;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.NetUtil;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.ProxyTunnel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom the first connection of a request is made to, and in which words that is told: the server
 * itself, its proxy, or a Unix socket in place of the server. Immutable.
 */
final class FirstHop {

  private static final RecvByteBufAllocator READ_SIZES = new AdaptiveRecvByteBufAllocator();

  private final LinkRequest request;
  private final IoBackend backend;
  private final @Nullable ProxyTunnel proxy;
  private final @Nullable Path unixSocket;
  private final @Nullable InetAddress local;
  private final String host;
  private final int port;

  FirstHop(LinkRequest request, IoBackend backend) {
    this.request = request;
    this.backend = backend;
    this.proxy = request.route().proxy();
    this.unixSocket = request.route().unixSocket();
    this.local = request.route().localAddress();
    this.host = proxy == null ? request.host() : proxy.host();
    this.port = proxy == null ? request.port() : proxy.port();
  }

  private String server() {
    return RequestHead.target(request);
  }

  private String name() {
    return proxy == null
        ? server()
        : "the proxy " + proxy.hostAndPort() + " on the way to " + server();
  }

  /** What goes wrong with a proxy before it is asked is the proxy's too. */
  Kind kind(Kind direct) {
    return proxy == null ? direct : Kind.PROXY;
  }

  // ---- Addresses

  /** Whether finding the addresses blocks nobody. */
  boolean isKnown() {
    return unixSocket != null
        || NetUtil.isValidIpV4Address(host)
        || NetUtil.isValidIpV6Address(host);
  }

  /**
   * Those to try, in order; a look-up may block.
   *
   * @return none if there is none that can be reached from the local address that is wanted
   */
  List<SocketAddress> addresses(HostLookup hosts) throws UnknownHostException {
    if (unixSocket != null) {
      return List.of(backend.unixAddress().apply(unixSocket));
    }
    InetAddress[] found =
        isKnown() ? new InetAddress[] {InetAddress.getByName(host)} : lookup(hosts);
    List<SocketAddress> reachable = new ArrayList<>(found.length);
    for (InetAddress address : found) {
      if (local == null || local.getClass() == address.getClass()) {
        reachable.add(new InetSocketAddress(address, port));
      }
    }
    return reachable;
  }

  private InetAddress[] lookup(HostLookup hosts) throws UnknownHostException {
    // The JDK takes the empty name for this machine.
    InetAddress[] found = host.isEmpty() ? new InetAddress[0] : hosts.addressesOf(host);
    if (found.length == 0) {
      throw new UnknownHostException(host);
    }
    return found;
  }

  /** An unconnected socket of the right sort. */
  Channel newChannel() {
    if (unixSocket != null) {
      return backend.unix().get();
    }
    Channel tcp = backend.tcp().get();
    tcp.config().setOption(ChannelOption.TCP_NODELAY, true);
    tcp.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    // One for all, where Netty would make one for each.
    tcp.config().setRecvByteBufAllocator(READ_SIZES);
    return tcp;
  }

  /** The address to connect from, if one is wanted. */
  @Nullable SocketAddress localAddress() {
    return local == null || unixSocket != null ? null : new InetSocketAddress(local, 0);
  }

  // ---- Words

  String unknownHost() {
    String named = "The host name " + Excerpt.of(host);
    return proxy == null
        ? named + " has no address"
        : named + ", that of the proxy on the way to " + server() + ", has no address";
  }

  String lookupFailed() {
    return "Looking up " + name() + " failed";
  }

  String otherFamily() {
    return noConnectionFromHere("it has no address of that family, ")
        + (local instanceof Inet4Address ? "IPv4" : "IPv6");
  }

  /** With the local address that was wanted. */
  String noConnectionFromHere(String reason) {
    String from = local == null ? "anywhere" : local.getHostAddress();
    return "No TCP connection to " + name() + " from " + from + ": " + reason;
  }

  String noConnection(String reason) {
    return unixSocket == null
        ? "No TCP connection to " + name() + ": " + reason
        : "No connection to " + server() + " by the Unix socket " + unixSocket + ": " + reason;
  }
}
