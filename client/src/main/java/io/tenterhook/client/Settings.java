package io.tenterhook.client;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.Route;
import io.tenterhook.protocol.session.SessionConfig;
import java.net.CookieHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a builder was told, checked, and never changed again. */
record Settings(
    List<Endpoint> endpoints,
    @Nullable AsyncEndpointSupplier endpointSupplier,
    @Nullable AsyncAuthSupplier auth,
    Map<String, AsyncAuthSupplier> authByNamespace,
    ReconnectPolicy reconnect,
    DoubleSupplier random,
    Duration ackTimeout,
    Duration writeTimeout,
    Limits limits,
    boolean bufferOffline,
    SessionConfig session,
    @Nullable SSLContext sslContext,
    JsonBinding json,
    ClientObserver observer,
    boolean observesFrames,
    boolean observesPackets,
    InboundOverflow inboundOverflow,
    @Nullable Duration slowHandlerAfter,
    List<Transport> transports,
    boolean rememberUpgrade,
    boolean keepsCookies,
    @Nullable CookieHandler cookieHandler,
    @Nullable Compression compression,
    @Nullable Proxy proxy,
    @Nullable ProxySupplier proxySupplier,
    Route route,
    List<String> subprotocols,
    Set<String> redirectOrigins) {

  private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";
  private static final int MAX_EARLY_EVENT_BYTES = 4 << 20;

  static Settings of(SocketIoClientBuilder told) {
    List<Endpoint> endpoints = told.endpoints.copy();
    OfflineBuffer buffer = told.offlineBuffer == null ? OfflineBuffer.DEFAULT : told.offlineBuffer;
    ClientObserver observer = AllObservers.with(told.observer, endpoints.get(0));
    return new Settings(
        endpoints,
        told.endpointSupplier,
        told.auth,
        Map.copyOf(told.authByNamespace),
        told.reconnect,
        told.random,
        told.ackTimeout,
        told.writeTimeout,
        told.limits,
        told.offlineBuffer != null,
        new SessionConfig(
            told.connectTimeout.toNanos(),
            told.stableAfter.toNanos(),
            MAX_EARLY_EVENT_BYTES,
            told.limits.maxPendingAcks(),
            buffer.limits(),
            told.limits.ofPackets(),
            told.parser),
        told.sslContext,
        told.json == null ? MissingBinding.unlessFound() : told.json,
        observer,
        observer.observesFrames(),
        observer.observesPackets(),
        told.inboundOverflow,
        told.slowHandlerAfter,
        told.transports,
        told.rememberUpgrade,
        told.keepsCookies,
        told.cookieHandler,
        told.compression,
        told.proxy,
        told.proxySupplier,
        route(told),
        told.subprotocols,
        told.redirectOrigins);
  }

  /** The one place where a route is made. */
  private static Route route(SocketIoClientBuilder told) {
    if (told.unixSocket != null && told.localAddress != null) {
      throw new IllegalArgumentException(
          "localAddress is %s but must be left out: a Unix socket, %s, has no addresses"
              .formatted(told.localAddress.getHostAddress(), told.unixSocket));
    }
    if (told.unixSocket != null && (told.proxy != null || told.proxySupplier != null)) {
      throw new IllegalArgumentException(
          "a proxy must be left out: the Unix socket %s is this machine's"
              .formatted(told.unixSocket));
    }
    return told.unixSocket == null && told.localAddress == null
        ? Route.DIRECT
        : new Route(null, told.unixSocket, told.localAddress);
  }

  static Duration positive(String name, Duration value) {
    // Beyond a century nanoseconds overflow; nobody waits so long.
    if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(36_500)) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + " but must be more than zero and at most 36,500 days");
    }
    return value;
  }

  static Duration notNegative(String name, Duration value) {
    return value.isZero() ? value : positive(name, value);
  }

  static int atLeast(String name, int min, int value) {
    return (int) atLeast(name, min, (long) value);
  }

  static long atLeast(String name, long min, long value) {
    if (value < min) {
      throw new IllegalArgumentException(name + " is " + value + " but must be at least " + min);
    }
    return value;
  }

  @Nullable AsyncAuthSupplier authFor(String namespace) {
    return authByNamespace.getOrDefault(namespace, auth);
  }

  /** The first that was configured. */
  Endpoint endpoint() {
    return endpoints.get(0);
  }

  /** The endpoint by the proxy that leads there; by none if there is none for it. */
  Endpoint through(@Nullable Proxy chosen, Endpoint taken) {
    // Before the time of its transport is over: what hangs is then known to be the proxy.
    long limitNanos = session.connectTimeoutNanos() / transports.size() / 10 * 9;
    return chosen == null ? taken : taken.through(chosen.tunnelTo(taken, limitNanos));
  }

  /** The proxy is the endpoint's, and the rest of the route is the same for all. */
  private LinkRequest reached(LinkRequest request) {
    return request.withRoute(route.through(request.route().proxy()));
  }

  /**
   * @param atHome whether the user has meant this origin: some put credentials into subprotocols
   */
  LinkRequest link(Endpoint taken, boolean atHome) {
    LinkRequest request =
        reached(taken.webSocket(sslContext, limits.maxMessageBytes()))
            .withDeflate(compression == null ? null : compression.offer());
    if (subprotocols.isEmpty() || !atHome) {
      return request;
    }
    List<Map.Entry<String, String>> headers = new ArrayList<>(request.headers());
    headers.add(Map.entry(SUBPROTOCOL, String.join(", ", subprotocols)));
    return request.withHeaders(headers);
  }

  /** Which of the subprotocols an answer has chosen. */
  @Nullable String subprotocol(List<Map.Entry<String, String>> headers) {
    String chosen = Headers.first(headers, SUBPROTOCOL);
    return chosen != null && subprotocols.contains(chosen.strip()) ? chosen.strip() : null;
  }

  PollingRequest polling(Endpoint taken, RoadCookies cookies) {
    LinkRequest server =
        cookies.takenOff(reached(taken.polling(sslContext, limits.maxMessageBytes())));
    return new PollingRequest(
        server, cookies::headers, limits.maxPollPackets(), limits.maxPollBytes());
  }

  /** The WebSocket that a polling session is upgraded to. */
  LinkRequest upgrade(Endpoint taken, boolean atHome, String sid) {
    LinkRequest fresh = link(taken, atHome);
    return fresh.withUri(PollingRequest.withSession(fresh.uri(), sid));
  }

  /** Whether a session that began by polling goes on by WebSocket. */
  boolean upgrades() {
    return transports.contains(Transport.WEBSOCKET);
  }

  /** The endpoint alone: auth suppliers may show secrets. */
  @Override
  public String toString() {
    return "Settings[" + endpoint() + "]";
  }
}
