package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Parser;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prepares a {@link SocketIoServer}. What is not set is as on the reference server. */
public final class SocketIoServerBuilder {
  private static final Duration LONGEST = Duration.ofHours(24);

  private int port;
  private String path = "/socket.io/";
  private Duration pingInterval = Duration.ofSeconds(25);
  private Duration pingTimeout = Duration.ofSeconds(20);
  private int maxPayloadBytes = 1_000_000;
  private Duration connectTimeout = Duration.ofSeconds(45);
  private long maxQueuedBytes = 64L << 20;
  private int threads = 1;
  private boolean journal = true;
  private Set<String> transports = Set.of("polling", "websocket");
  private Duration upgradeTimeout = Duration.ofSeconds(10);
  private Duration requestTimeout = Duration.ofSeconds(60);
  private @Nullable String cookie;
  private @Nullable String corsOrigin;
  private @Nullable TestCertificates certificates;
  private boolean clientCertificates;
  private Parser parser = Parser.json();
  private @Nullable Duration maxDisconnection;
  private Consumer<SocketIoServer> setUp = server -> {};
  private RequestGuard guard = request -> null;
  private @Nullable EngineHandler engineHandler;
  private boolean inMemory;
  private @Nullable VirtualTime time;

  SocketIoServerBuilder() {}

  /**
   * Where to listen. Without it, on any free port.
   *
   * @param port 1 to 65535; may be one that another server has just left
   * @return this builder
   */
  public SocketIoServerBuilder port(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
    }
    this.port = port;
    return this;
  }

  /**
   * The HTTP path, {@code /socket.io/} by default.
   *
   * @param path starts with a slash; one at the end is added if it is missing
   * @return this builder
   */
  public SocketIoServerBuilder path(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path \"" + path + "\" does not start with a slash");
    }
    this.path = path.endsWith("/") ? path : path + "/";
    return this;
  }

  /**
   * How long after the open packet or a pong the next ping is sent, 25 s by default.
   *
   * @param interval 1 ms to 24 h
   * @return this builder
   */
  public SocketIoServerBuilder pingInterval(Duration interval) {
    pingInterval = checked("pingInterval", interval);
    return this;
  }

  /**
   * How long the server waits for a pong, 20 s by default.
   *
   * @param timeout 1 ms to 24 h
   * @return this builder
   */
  public SocketIoServerBuilder pingTimeout(Duration timeout) {
    pingTimeout = checked("pingTimeout", timeout);
    return this;
  }

  /**
   * The largest message that is accepted, 1,000,000 bytes by default.
   *
   * @param bytes 1 or more
   * @return this builder
   */
  public SocketIoServerBuilder maxPayload(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxPayload must be 1 byte or more, not " + bytes);
    }
    maxPayloadBytes = bytes;
    return this;
  }

  /**
   * How long a client may stay without joining a namespace, 45 s by default.
   *
   * @param timeout 1 ms to 24 h
   * @return this builder
   */
  public SocketIoServerBuilder connectTimeout(Duration timeout) {
    connectTimeout = checked("connectTimeout", timeout);
    return this;
  }

  /**
   * How much may wait for one client to read it, 64 MiB by default. The client that lets more wait
   * is cut off.
   *
   * @param bytes 1 or more
   * @return this builder
   */
  public SocketIoServerBuilder maxQueued(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxQueued must be 1 byte or more, not " + bytes);
    }
    maxQueuedBytes = bytes;
    return this;
  }

  /**
   * Which transports are spoken, both by default. Without {@code websocket} no upgrade is offered.
   *
   * @param names {@code "polling"}, {@code "websocket"}, one or both
   * @return this builder
   */
  public SocketIoServerBuilder transports(String... names) {
    Set<String> given = Set.of(names);
    if (given.isEmpty() || !Set.of("polling", "websocket").containsAll(given)) {
      throw new IllegalArgumentException(
          "transports must be \"polling\", \"websocket\" or both, not " + given);
    }
    transports = given;
    return this;
  }

  /**
   * How long the WebSocket of an upgrade may take from its opening to the packet UPGRADE, 10 s by
   * default.
   *
   * @param timeout 1 ms to 24 h
   * @return this builder
   */
  public SocketIoServerBuilder upgradeTimeout(Duration timeout) {
    upgradeTimeout = checked("upgradeTimeout", timeout);
    return this;
  }

  /**
   * How long a TCP connection may stay without a whole HTTP request, 60 s by default; it is ended
   * after once to twice that time. One whose request waits for its answer is left alone.
   *
   * @param timeout 1 ms to 24 h
   * @return this builder
   */
  public SocketIoServerBuilder requestTimeout(Duration timeout) {
    requestTimeout = checked("requestTimeout", timeout);
    return this;
  }

  /**
   * Sets a cookie with the session's id in the answer to each handshake, as the reference server's
   * {@code cookie} option does. None by default.
   *
   * @param name for instance {@code "io"}
   * @return this builder
   */
  public SocketIoServerBuilder cookie(String name) {
    cookie = name;
    return this;
  }

  /**
   * Allows scripts of other origins to connect: CORS headers in every answer. None by default.
   *
   * @param origin for instance {@code "*"}
   * @return this builder
   */
  public SocketIoServerBuilder cors(String origin) {
    corsOrigin = origin;
    return this;
  }

  /**
   * Asks for each request whether it may open a connection; all may by default.
   *
   * @param guard must not block
   * @return this builder
   */
  public SocketIoServerBuilder allowRequest(RequestGuard guard) {
    this.guard = Objects.requireNonNull(guard);
    return this;
  }

  /**
   * Speaks TLS alone; {@link SocketIoServer#uri} is an {@code https} one then.
   *
   * @param certificates the server shows its own, and trusts clients of their authority
   * @return this builder
   */
  public SocketIoServerBuilder tls(TestCertificates certificates) {
    this.certificates = Objects.requireNonNull(certificates);
    return this;
  }

  /**
   * Refuses clients that show no certificate. Only with {@link #tls}.
   *
   * @return this builder
   */
  public SocketIoServerBuilder requireClientCertificate() {
    clientCertificates = true;
    return this;
  }

  /**
   * The wire format, JSON by default.
   *
   * @param format the same that the clients use, for instance that of {@code tenterhook-msgpack}
   * @return this builder
   */
  public SocketIoServerBuilder parser(Parser format) {
    parser = Objects.requireNonNull(format);
    return this;
  }

  /**
   * Keeps the sid, the rooms and the missed events of peers whose connection was lost, for them to
   * come back; off by default, as on the reference server. A namespace keeps at most 10,000 peers,
   * and 10,000 events or 16 MiB of them.
   *
   * @param maxDisconnection how long, 1 ms to 24 h; the reference server's own default is 2 minutes
   * @return this builder
   */
  public SocketIoServerBuilder connectionStateRecovery(Duration maxDisconnection) {
    this.maxDisconnection = checked("maxDisconnection", maxDisconnection);
    return this;
  }

  /**
   * Speaks Engine.IO alone: messages go to {@code handler} and not to Socket.IO.
   *
   * @param handler gets every message
   * @return this builder
   */
  public SocketIoServerBuilder engineOnly(EngineHandler handler) {
    engineHandler = Objects.requireNonNull(handler);
    return this;
  }

  /**
   * Needs no port: clients of this process come by memory, by WebSocket alone, and time is virtual.
   * The port and the threads that were asked for mean nothing.
   *
   * @return this builder
   */
  public SocketIoServerBuilder inMemory() {
    inMemory = true;
    time = null;
    return this;
  }

  /**
   * As {@link #inMemory()}, with a clock that other servers may have, too.
   *
   * @param clock to be closed after the server
   * @return this builder
   */
  public SocketIoServerBuilder inMemory(VirtualTime clock) {
    inMemory = true;
    time = Objects.requireNonNull(clock);
    return this;
  }

  /**
   * How many event loops share the connections, 1 by default.
   *
   * @param threads 1 to 64
   * @return this builder
   */
  public SocketIoServerBuilder threads(int threads) {
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("threads " + threads + " is not from 1 to 64");
    }
    this.threads = threads;
    return this;
  }

  /**
   * Keeps no journal, and no events for {@link SocketIoServer#take}: for measurements.
   *
   * @return this builder
   */
  public SocketIoServerBuilder withoutJournal() {
    journal = false;
    return this;
  }

  /**
   * Sets the server up before it listens: no client finds it half done.
   *
   * @param setUp for instance makes namespaces
   * @return this builder
   */
  public SocketIoServerBuilder setUp(Consumer<SocketIoServer> setUp) {
    this.setUp = Objects.requireNonNull(setUp);
    return this;
  }

  /**
   * Starts the server.
   *
   * @return the server, ready for clients
   * @throws UncheckedIOException if the port is taken
   * @throws IllegalStateException if client certificates are required without TLS, or if the server
   *     is in memory and shall speak TLS, or no WebSocket
   */
  public SocketIoServer start() {
    if (clientCertificates && certificates == null) {
      throw new IllegalStateException(
          "client certificates need TLS: give the server certificates by tls(…)");
    }
    SocketIoServer server =
        server(
            new ServerOptions(
                port,
                path,
                pingInterval,
                pingTimeout,
                maxPayloadBytes,
                connectTimeout,
                maxQueuedBytes,
                threads,
                journal,
                transports,
                upgradeTimeout,
                requestTimeout,
                cookie,
                corsOrigin,
                guard,
                certificates == null ? null : certificates.serverContext(),
                clientCertificates,
                parser,
                maxDisconnection,
                engineHandler));
    try {
      setUp.accept(server);
      server.startAgain();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private SocketIoServer server(ServerOptions options) {
    if (!inMemory) {
      return new SocketIoServer(
          options, Timers.SYSTEM, server -> new Listener(server, options.threads()));
    }
    if (!options.transports().contains("websocket")) {
      throw new IllegalStateException(
          "in memory only WebSocket is spoken, but the transports are " + options.transports());
    }
    if (options.tls() != null) {
      throw new IllegalStateException("in memory no TLS is spoken: it needs a port");
    }
    VirtualTime clock = time == null ? VirtualTime.create() : time;
    boolean owned = time == null;
    return new SocketIoServer(
        options, clock.world(), server -> new MemoryEntrance(server, clock, owned));
  }

  private static Duration checked(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " " + value + " is not from 1 ms to 24 h");
    }
    return value;
  }
}
