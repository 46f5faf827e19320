package io.tenterhook.transport.netty;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.EventLoops;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkListener;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.Route;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** One event loop for one test, and short words for what tests do with it. */
final class OneLoop implements AutoCloseable {

  static final int MAX_MESSAGE_BYTES = 100_000;
  private static final long LIMIT_SECONDS = 10;

  private final EventLoops loops;
  final EventLoop loop;

  OneLoop() {
    this(HostLookup.SYSTEM);
  }

  OneLoop(HostLookup hosts) {
    loops = new NettyEventLoops(1, IoBackend.best(), hosts);
    loop = loops.next();
  }

  static LinkRequest to(int port) {
    return to("127.0.0.1", port);
  }

  static LinkRequest to(String host, int port) {
    String authority = host.indexOf(':') < 0 ? host : '[' + host + ']';
    URI uri =
        URI.create("ws://" + authority + ":" + port + "/socket.io/?EIO=4&transport=websocket");
    return new LinkRequest(uri, host, port, List.of(), null, MAX_MESSAGE_BYTES, null, Route.DIRECT);
  }

  static LinkRequest secure(String host, int port, SSLContext context) {
    URI uri = URI.create("wss://" + host + ":" + port + "/socket.io/?token=canary");
    return new LinkRequest(
        uri, host, port, List.of(), context, MAX_MESSAGE_BYTES, null, Route.DIRECT);
  }

  static LinkRequest withHeaders(LinkRequest request, List<Map.Entry<String, String>> headers) {
    return new LinkRequest(
        request.uri(),
        request.host(),
        request.port(),
        headers,
        request.sslContext(),
        request.maxMessageBytes(),
        request.deflate(),
        request.route());
  }

  static LinkRequest withLimit(LinkRequest request, int maxMessageBytes) {
    return new LinkRequest(
        request.uri(),
        request.host(),
        request.port(),
        request.headers(),
        request.sslContext(),
        maxMessageBytes,
        request.deflate(),
        request.route());
  }

  Link open(LinkRequest request, LinkListener listener) throws Exception {
    return on(() -> loop.open(request, listener));
  }

  /** Runs something on the loop and waits for its result. */
  <T> T on(Callable<T> action) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(action.call());
          } catch (Exception | AssertionError e) {
            result.completeExceptionally(e);
          }
        });
    return result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  void run(Runnable action) throws Exception {
    on(
        () -> {
          action.run();
          return true;
        });
  }

  /** Sends one message and flushes. */
  void send(Link link, byte[] payload, boolean binary) throws Exception {
    run(
        () -> {
          link.send(payload, 0, payload.length, binary, null);
          link.flush();
        });
  }

  @Override
  public void close() {
    loops.shutdown().toCompletableFuture().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }
}
