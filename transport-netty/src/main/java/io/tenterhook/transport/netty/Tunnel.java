package io.tenterhook.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.ProxyTunnel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way through a proxy, on one TCP connection: asks for it, and then leaves the pipeline to what
 * goes through it. Until then that one is not even installed: it neither sends nor hears anything.
 *
 * <p>Not Netty's {@code HttpProxyHandler}: it tells of a refusal by an exception whose text alone
 * has the status, waits for the end of the refusal's body, and shows nothing of it.
 */
final class Tunnel {

  private final ProxyTunnel proxy;
  private final LinkRequest request;
  private final Opening.Claimant claimant;
  private final Consumer<ChannelPipeline> opened;

  /**
   * @param opened installs what goes through the tunnel
   */
  Tunnel(
      ProxyTunnel proxy,
      LinkRequest request,
      Opening.Claimant claimant,
      Consumer<ChannelPipeline> opened) {
    this.proxy = proxy;
    this.request = request;
    this.claimant = claimant;
    this.opened = opened;
  }

  /** Prepares a pipeline that does everything as soon as TCP to the proxy is connected. */
  void install(ChannelPipeline pipeline, NettyEventLoop loop) {
    switch (proxy.protocol()) {
      case HTTP -> HttpTunnelHandler.install(pipeline, this, loop);
      case SOCKS5 -> pipeline.addLast(new SocksTunnelHandler(this));
    }
  }

  ProxyTunnel proxy() {
    return proxy;
  }

  LinkRequest request() {
    return request;
  }

  /** Host and port of the server. */
  String target() {
    return RequestHead.target(request);
  }

  /** The first words of a sentence. */
  static String name(ProxyTunnel proxy) {
    return "The proxy " + proxy.hostAndPort();
  }

  /** Stops at once what answers in another protocol than HTTP. */
  FirstBytes firstBytes() {
    return FirstBytes.ofProxy(
        claimant, "the proxy " + proxy.hostAndPort() + " on the way to " + target());
  }

  // ---- What the handlers tell

  /** The tunnel stands: for all that follows, TCP with the server is connected now. */
  void opened(ChannelHandlerContext context) {
    opened.accept(context.pipeline());
    context.fireChannelActive();
  }

  /** What the proxy answers is not of its protocol. */
  LinkClosure misunderstood(String defect, @Nullable Throwable cause) {
    String message = name(proxy) + " cannot be understood on the way to " + target() + ": ";
    return new LinkClosure(Kind.PROXY, 0, message + defect, "", cause);
  }

  /**
   * The proxy does not do what it is asked for.
   *
   * @param code as {@link LinkClosure#code()} has it
   * @param how the end of a sentence that begins with the proxy
   */
  void refused(int code, String how, String body) {
    claimant.end(new LinkClosure(Kind.PROXY, code, name(proxy) + ' ' + how, body, null));
  }

  /** The connection has failed or ended. */
  void broken(Throwable failure) {
    if (failure instanceof IOException && !(failure instanceof ClosedChannelException)) {
      String reason = Excerpt.of(String.valueOf(failure.getMessage()));
      end("broke the connection to " + target() + ": " + reason, failure);
    } else {
      end("closed the connection and made no tunnel to " + target(), failure);
    }
  }

  private void end(String how, Throwable cause) {
    claimant.end(new LinkClosure(Kind.PROXY, 0, name(proxy) + ' ' + how, "", cause));
  }

  void end(LinkClosure closure) {
    claimant.end(closure);
  }
}
