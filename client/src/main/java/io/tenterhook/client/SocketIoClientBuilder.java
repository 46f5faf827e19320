package io.tenterhook.client;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Describes a client. A value that cannot be used is refused at once, by an {@link
 * IllegalArgumentException} that says the value, the rule and what to do.
 *
 * <pre>{@code
 * SocketIoClient client = SocketIoClient.builder("https://fabric.example")
 *     .auth(() -> Map.of("token", vault.freshToken()))
 *     .header("User-Agent", "my-bot/1.0")
 *     .connectTimeout(ofSeconds(10))
 *     .reconnect(ReconnectPolicy.patient())
 *     .build();
 * }</pre>
 *
 * <p>Not safe for threads; {@link #build()} may be called several times.
 */
public final class SocketIoClientBuilder {
  // Shared by all clients that keep them.
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);
  private static final Duration THIRTY_SECONDS = Duration.ofSeconds(30);
  private static final List<Transport> WEBSOCKET_FIRST =
      List.of(Transport.WEBSOCKET, Transport.POLLING);

  // Read by Settings, which checks nothing: every method here does.
  final ConfiguredEndpoints endpoints = new ConfiguredEndpoints();
  @Nullable AsyncEndpointSupplier endpointSupplier;
  @Nullable AsyncAuthSupplier auth;
  final Map<String, AsyncAuthSupplier> authByNamespace = new HashMap<>();
  ReconnectPolicy reconnect = ReconnectPolicy.eager();
  DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
  Duration connectTimeout = TWENTY_SECONDS;
  Duration ackTimeout = TWENTY_SECONDS;
  Duration writeTimeout = THIRTY_SECONDS;
  Duration stableAfter = TEN_SECONDS;
  Limits limits = Limits.defaults();
  InboundOverflow inboundOverflow = InboundOverflow.PAUSE_READING;
  List<Transport> transports = WEBSOCKET_FIRST;
  boolean rememberUpgrade;
  boolean keepsCookies = true;
  @Nullable CookieHandler cookieHandler;
  @Nullable OfflineBuffer offlineBuffer;
  private final Map<Namespace, RecoveryState> resumed = new HashMap<>();
  @Nullable Path unixSocket;
  @Nullable InetAddress localAddress;
  @Nullable SSLContext sslContext;
  @Nullable Compression compression;
  @Nullable Proxy proxy;
  @Nullable ProxySupplier proxySupplier;
  List<String> subprotocols = List.of();
  Set<String> redirectOrigins = Set.of();
  @Nullable JsonBinding json;
  Parser parser = Parser.json();
  ClientObserver observer = new ClientObserver() {};
  @Nullable Duration slowHandlerAfter;
  private @Nullable Executor executor;
  private @Nullable Resources resources;

  SocketIoClientBuilder(String url) {
    endpoints.add(url);
  }

  // ---- where to

  /**
   * The HTTP path of the server's Socket.IO; {@code /socket.io/} by default. Not a namespace.
   *
   * @param path starts with a slash
   * @return this
   */
  public SocketIoClientBuilder path(String path) {
    endpoints.change(endpoint -> endpoint.withPath(path));
    return this;
  }

  /**
   * Adds a query parameter to the handshake. All namespaces share it; what is meant for one goes
   * into its auth.
   *
   * @param name not one that Engine.IO reserves: EIO, transport, sid, t, b64, j
   * @param value any text
   * @return this
   */
  public SocketIoClientBuilder query(String name, String value) {
    endpoints.change(endpoint -> endpoint.plusQuery(name, value));
    return this;
  }

  /**
   * Adds a header to every request. It never follows a redirect to another origin.
   *
   * @param name not one that the WebSocket handshake sets itself
   * @param value visible ASCII, blanks and tabs
   * @return this
   */
  public SocketIoClientBuilder header(String name, String value) {
    endpoints.change(endpoint -> endpoint.plusHeader(name, value));
    return this;
  }

  /**
   * Origins that a redirect of the handshake may lead to, beside the endpoint's own. They get the
   * auth payload, and cookies by the rules of RFC 6265, but none of the headers, subprotocols and
   * query values that are meant for the endpoint. What leads from TLS to plain text is never
   * followed.
   *
   * @param origins scheme, host and perhaps port: {@code https://b.example}
   * @return this
   */
  public SocketIoClientBuilder redirectsTo(String... origins) {
    redirectOrigins = Arrays.stream(origins).map(Redirects::origin).collect(Collectors.toSet());
    return this;
  }

  /**
   * Offers subprotocols on the WebSocket handshake, besides Engine.IO, which has no name of its
   * own. A server that chooses another one is refused. They mean nothing to long-polling.
   *
   * @param inOrder names that HTTP allows as tokens, each once
   * @return this
   */
  public SocketIoClientBuilder subprotocols(String... inOrder) {
    List<String> given = List.of(inOrder);
    if (Set.copyOf(given).size() < given.size()) {
      throw new IllegalArgumentException("subprotocols must be different, but one came twice");
    }
    given.forEach(Address::token);
    subprotocols = given;
    return this;
  }

  /**
   * Another server that may be tried: an attempt that brings no answer to CONNECT is followed by
   * one at the next URL, in turn. Path, query and headers are those of the first, but for what the
   * URLs say themselves.
   *
   * @param url as {@link SocketIoClient#builder} takes it; at most 16 in all
   * @return this
   */
  public SocketIoClientBuilder alternativeUrl(String url) {
    endpoints.add(url);
    return this;
  }

  /**
   * Where each attempt goes, and with which query and headers.
   *
   * @param supplier asked anew for every attempt
   * @return this
   */
  public SocketIoClientBuilder endpoint(EndpointSupplier supplier) {
    Objects.requireNonNull(supplier);
    return endpointAsync(
        (configured, attempt) ->
            CompletableFuture.completedFuture(supplier.get(configured, attempt)));
  }

  /**
   * Like {@link #endpoint(EndpointSupplier)}, for suppliers that answer later.
   *
   * @param supplier asked anew for every attempt
   * @return this
   */
  public SocketIoClientBuilder endpointAsync(AsyncEndpointSupplier supplier) {
    endpointSupplier = Objects.requireNonNull(supplier);
    return this;
  }

  /**
   * What packets travel by, in the order in which an attempt tries it; WebSocket and then
   * long-polling by default. A connection that begins by polling is upgraded if WebSocket is among
   * them. Another transport is tried when a handshake fails in a way that it may not share; later
   * attempts begin with what has worked.
   *
   * @param inOrder one or both, each once
   * @return this
   */
  public SocketIoClientBuilder transports(Transport... inOrder) {
    List<Transport> given = List.of(inOrder);
    if (given.isEmpty() || Set.copyOf(given).size() < given.size()) {
      throw new IllegalArgumentException(
          "transports are " + given + " but must be 1 or 2 different");
    }
    transports = given;
    return this;
  }

  /**
   * Begins by WebSocket at once when an earlier connection of this client was upgraded to it; false
   * by default.
   *
   * @param remember whether to skip polling then
   * @return this
   */
  public SocketIoClientBuilder rememberUpgrade(boolean remember) {
    rememberUpgrade = remember;
    return this;
  }

  /**
   * Where cookies come from and go to. Without it each client keeps those of its servers in memory.
   * The handler is asked before each attempt and told after answers that set cookies, on the
   * handler executor; it may block for as long as the connect timeout allows. If it throws when
   * asked, that attempt fails with {@link EndpointFailedException}.
   *
   * @param handler for example to share cookies with other HTTP clients
   * @return this
   */
  public SocketIoClientBuilder cookies(CookieHandler handler) {
    cookieHandler = Objects.requireNonNull(handler);
    keepsCookies = true;
    return this;
  }

  /**
   * Keeps no cookies, and sends none but those of a header {@code Cookie}.
   *
   * @return this
   */
  public SocketIoClientBuilder withoutCookies() {
    cookieHandler = null;
    keepsCookies = false;
    return this;
  }

  /**
   * Connects to a Unix domain socket in place of the URL's host and port, which still stand in the
   * requests and in the server's certificate.
   *
   * @param file of the default file system; a server listens there
   * @return this
   */
  public SocketIoClientBuilder unixSocket(Path file) {
    // Of another file system, or without a name, it could never be connected to.
    if (file.toString().isEmpty() || !file.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalArgumentException(
          "unixSocket is '%s' of the file system %s but must be a named file of the default one"
              .formatted(file, file.getFileSystem().provider().getScheme()));
    }
    unixSocket = file;
    return this;
  }

  /**
   * Connects from this address of this machine. Without it the operating system chooses one. Only
   * those addresses of the server are tried that are of the same family, IPv4 or IPv6.
   *
   * @param address not together with {@link #unixSocket}
   * @return this
   */
  public SocketIoClientBuilder localAddress(InetAddress address) {
    localAddress = Objects.requireNonNull(address);
    return this;
  }

  /**
   * Trusts, and identifies itself, as this context does. Without it the JDK's trust store decides.
   * The server's host name is verified in either case.
   *
   * @param context for {@code https} and {@code wss}
   * @return this
   */
  public SocketIoClientBuilder sslContext(SSLContext context) {
    sslContext = Objects.requireNonNull(context);
    return this;
  }

  /**
   * Trusts, and identifies itself, by PEM files; in place of {@link #sslContext}.
   *
   * @param tls for {@code https} and {@code wss}
   * @return this
   */
  public SocketIoClientBuilder tls(Tls tls) {
    return sslContext(tls.sslContext());
  }

  /**
   * Offers to compress WebSocket messages. Without it nothing is compressed, as the reference
   * server has it by default.
   *
   * @param offered how
   * @return this
   */
  public SocketIoClientBuilder compression(Compression offered) {
    compression = Objects.requireNonNull(offered);
    return this;
  }

  /**
   * Reaches the servers through a proxy, by every transport. Without it none is used.
   *
   * @param way the proxy
   * @return this
   */
  public SocketIoClientBuilder proxy(Proxy way) {
    proxy = Objects.requireNonNull(way);
    proxySupplier = null;
    return this;
  }

  /**
   * Which proxy each attempt goes through; in place of {@link #proxy(Proxy)}.
   *
   * @param supplier asked anew for every attempt
   * @return this
   */
  public SocketIoClientBuilder proxy(ProxySupplier supplier) {
    proxySupplier = Objects.requireNonNull(supplier);
    proxy = null;
    return this;
  }

  // ---- who

  /**
   * The auth payload of every CONNECT, for namespaces without their own.
   *
   * @param supplier asked anew for every CONNECT
   * @return this
   */
  public SocketIoClientBuilder auth(AuthSupplier supplier) {
    return authAsync(later(supplier));
  }

  /**
   * The auth payload of every CONNECT of one namespace.
   *
   * @param namespace its name
   * @param supplier asked anew for every CONNECT
   * @return this
   */
  public SocketIoClientBuilder auth(String namespace, AuthSupplier supplier) {
    return authAsync(namespace, later(supplier));
  }

  /**
   * Like {@link #auth(AuthSupplier)}, for suppliers that answer later.
   *
   * @param supplier asked anew for every CONNECT
   * @return this
   */
  public SocketIoClientBuilder authAsync(AsyncAuthSupplier supplier) {
    auth = Objects.requireNonNull(supplier);
    return this;
  }

  /**
   * Like {@link #auth(String, AuthSupplier)}, for suppliers that answer later.
   *
   * @param namespace its name
   * @param supplier asked anew for every CONNECT
   * @return this
   */
  public SocketIoClientBuilder authAsync(String namespace, AsyncAuthSupplier supplier) {
    authByNamespace.put(Namespace.of(namespace).name(), Objects.requireNonNull(supplier));
    return this;
  }

  private static AsyncAuthSupplier later(AuthSupplier supplier) {
    Objects.requireNonNull(supplier);
    return () -> CompletableFuture.completedFuture(supplier.get());
  }

  // ---- how long, how often

  /**
   * Whether and when to try again; {@link ReconnectPolicy#eager()} by default.
   *
   * @param policy {@link ReconnectPolicy#never()} for callers that drive themselves
   * @return this
   */
  public SocketIoClientBuilder reconnect(ReconnectPolicy policy) {
    reconnect = Objects.requireNonNull(policy);
    return this;
  }

  /**
   * How long an attempt may take from the first look-up of the host to the server's answer to
   * CONNECT; 20 s by default. A server that does not answer loses the connection.
   *
   * @param limit more than zero
   * @return this
   */
  public SocketIoClientBuilder connectTimeout(Duration limit) {
    connectTimeout = Settings.positive("connectTimeout", limit);
    return this;
  }

  /**
   * How long the server may take nothing at all of what waits to be sent; 30 s by default. Then the
   * connection is lost. It has the time anew with whatever it takes, and the time stands still
   * while handlers are behind and nothing is read. The default is above the reference server's
   * pingTimeout (20 s), within which it wants our pong, stuck in the same queue; and below
   * pingInterval and pingTimeout together (45 s), by which a dead link is noticed in any case.
   *
   * @param limit more than zero; that it has run out is noticed within twice that
   * @return this
   */
  public SocketIoClientBuilder writeTimeout(Duration limit) {
    writeTimeout = Settings.positive("writeTimeout", limit);
    return this;
  }

  /**
   * How long a call waits for its ack unless it says otherwise; 20 s by default.
   *
   * @param limit more than zero
   * @return this
   */
  public SocketIoClientBuilder ackTimeout(Duration limit) {
    ackTimeout = Settings.positive("ackTimeout", limit);
    return this;
  }

  /**
   * How long a connection must have lived for the back-off to start anew after its loss; 10 s by
   * default. Without this a server that accepts and drops at once would be called at the shortest
   * delay for ever.
   *
   * @param span zero to start anew after every successful CONNECT
   * @return this
   */
  public SocketIoClientBuilder stableAfter(Duration span) {
    stableAfter = Settings.notNegative("stableAfter", span);
    return this;
  }

  /**
   * Keeps emits while a namespace is not connected, within limits, unless an emit's {@link
   * EmitOptions} say otherwise. Without it emitting while not connected is an error.
   *
   * @param limits how much may wait
   * @return this
   */
  public SocketIoClientBuilder bufferWhileOffline(OfflineBuffer limits) {
    offlineBuffer = Objects.requireNonNull(limits);
    return this;
  }

  /**
   * Goes on where an earlier client, perhaps of an earlier process, was lost: the server delivers
   * what was missed since, if it still has it.
   *
   * @param namespace its name
   * @param state from {@link NamespaceSocket#recoveryState()}
   * @return this
   */
  public SocketIoClientBuilder resume(String namespace, RecoveryState state) {
    resumed.put(Namespace.of(namespace), Objects.requireNonNull(state));
    return this;
  }

  // ---- limits

  /**
   * What the client accepts, and keeps, at most; {@link Limits#defaults()} by default.
   *
   * @param most all limits
   * @return this
   */
  public SocketIoClientBuilder limits(Limits most) {
    limits = Objects.requireNonNull(most);
    return this;
  }

  /**
   * What happens when {@link Limits#maxInboundQueueBytes(long)} is exceeded; {@link
   * InboundOverflow#PAUSE_READING} by default.
   *
   * @param policy for every namespace on its own
   * @return this
   */
  public SocketIoClientBuilder inboundOverflow(InboundOverflow policy) {
    inboundOverflow = Objects.requireNonNull(policy);
    return this;
  }

  // ---- with what

  /**
   * Turns objects into JSON and back. Without it the first binding on the class path or module path
   * does, for example that of {@code io.tenterhook:json-jackson}.
   *
   * @param binding safe for threads
   * @return this
   */
  public SocketIoClientBuilder json(JsonBinding binding) {
    json = Objects.requireNonNull(binding);
    return this;
  }

  /**
   * The wire format; JSON by default. The server must use the same: a parser that differs ends the
   * connection at the first packet. {@code io.tenterhook:tenterhook-msgpack} has another.
   *
   * @param format safe for threads
   * @return this
   */
  public SocketIoClientBuilder parser(Parser format) {
    parser = Objects.requireNonNull(format);
    return this;
  }

  /**
   * Sees what the client does.
   *
   * @param seen safe for threads
   * @return this
   */
  public SocketIoClientBuilder observer(ClientObserver seen) {
    observer = Objects.requireNonNull(seen);
    return this;
  }

  /**
   * Runs handlers, callbacks and suppliers. Without it the handler threads of the resources do.
   * {@code Runnable::run} runs them on the event loop: fast, but then they must never block.
   *
   * @param handlers not shut down before the client is closed
   * @return this
   */
  public SocketIoClientBuilder executor(Executor handlers) {
    executor = Objects.requireNonNull(handlers);
    return this;
  }

  /**
   * Tells {@link ClientObserver#onSlowHandler} of handlers and callbacks that take long, while they
   * still run; off by default.
   *
   * @param limit from when on; it is told within one and a half times that
   * @return this
   */
  public SocketIoClientBuilder slowHandlerAfter(Duration limit) {
    slowHandlerAfter = Settings.positive("slowHandlerAfter", limit);
    return this;
  }

  /**
   * Event loops and handler threads to share. Without it the default ones are shared.
   *
   * @param shared not closed before the client is
   * @return this
   */
  public SocketIoClientBuilder resources(Resources shared) {
    resources = Objects.requireNonNull(shared);
    return this;
  }

  /**
   * Where the jitter of pauses between attempts comes from. With {@code new Random(42)::nextDouble}
   * a test sees the same pauses every time.
   *
   * @param source gives numbers from 0 to below 1; called on the event loop
   * @return this
   */
  public SocketIoClientBuilder random(DoubleSupplier source) {
    random = Objects.requireNonNull(source);
    return this;
  }

  /**
   * Makes the client. Nothing is connected yet.
   *
   * @return to be closed when it is no longer needed
   * @throws IllegalArgumentException if the parser cannot say a state that was given to {@link
   *     #resume}; if both {@link #unixSocket} and {@link #localAddress} were given
   * @throws IllegalStateException if there is no transport on the class path or module path
   */
  public SocketIoClient build() {
    resumed.forEach((name, state) -> state.checkSendable(parser, name));
    Client client = new Client(Settings.of(this), Resources.Lease.of(resources), executor);
    resumed.forEach(client::resume);
    return client;
  }
}
