package io.tenterhook.cli;

import io.tenterhook.cli.bench.Member;
import io.tenterhook.cli.probe.Target;
import io.tenterhook.client.Endpoint;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.Resources;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.SocketIoException;
import io.tenterhook.client.Tls;
import io.tenterhook.client.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How to get to a server; the same for every command that does. */
final class ConnectionOptions {
  private static final Duration ANSWER_TIME = Duration.ofSeconds(20);

  @Parameters(
      index = "0",
      paramLabel = "URL",
      converter = ServerUrl.class,
      description = ":3000, host:3000, http(s)://… or ws(s)://…")
  private String url = "";

  /** Read before the command line is: {@link ContextChoice}. */
  @Option(
      names = {"-C", "--context"},
      paramLabel = "NAME",
      description = "take the URL, and flags that are not given, from this context")
  @SuppressWarnings("UnusedVariable")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      defaultValue = "/",
      description = "the namespace (default: ${DEFAULT-VALUE})")
  private String namespace = "/";

  @Option(
      names = {"-a", "--auth"},
      paramLabel = "AUTH",
      description =
          "the auth payload: JSON, @file, env:VARIABLE or cmd:COMMAND; the last three are read"
              + " again for every CONNECT, and may also hold a bare token, which is sent as"
              + " {\"token\":\"…\"}")
  private @Nullable String auth;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      split = "\n",
      converter = NamedValue.Header.class,
      description = "a header of the handshake; repeatable")
  private List<NamedValue> headers = new ArrayList<>();

  @Option(
      names = {"-q", "--query"},
      paramLabel = "NAME=VALUE",
      split = "\n",
      converter = NamedValue.Query.class,
      description = "a query parameter of the handshake; repeatable")
  private List<NamedValue> query = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      defaultValue = "/socket.io/",
      description = "the HTTP path (default: ${DEFAULT-VALUE})")
  private String path = "/socket.io/";

  @Option(
      names = "--reconnect",
      paramLabel = "N|no|forever",
      converter = Retries.class,
      description =
          "how often in a row to try again, also a server that was never reached; without it"
              + " listen tries for ever once it was connected, shell at a terminal always, other"
              + " commands do not")
  private @Nullable ReconnectPolicy reconnect;

  @Option(
      names = "--connect-timeout",
      paramLabel = "SPAN",
      converter = Span.class,
      description =
          "from looking up the host to the answer to CONNECT (default: 20s; probe: 5s for each step)")
  private @Nullable Duration connectTimeout;

  @Mixin private RoadOptions road = new RoadOptions();

  /**
   * The client these options describe. Not connected yet.
   *
   * @param byDefault the policy if {@code --reconnect} is not given
   */
  SocketIoClient client(ReconnectPolicy byDefault, ClientWatcher watcher) {
    String base = ServerUrl.withoutPath(url);
    SocketIoClient client = client(base, connectTimeout(ANSWER_TIME), byDefault, watcher);
    watcher.road(road.describe(base), road.warning());
    return client;
  }

  private SocketIoClient client(
      String base, Duration limit, ReconnectPolicy byDefault, ClientWatcher watcher) {
    // One thread: what is told about the connection and about the namespace keeps its order.
    ExecutorService handlers = Executors.newSingleThreadExecutor(ConnectionOptions::daemon);
    try {
      SocketIoClientBuilder builder = builder(base, limit, byDefault, watcher, handlers);
      road.keepCookies(builder, handlers);
      return builder.build();
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    }
  }

  /** Whose server it is, as people write it: {@code :3000} is on this machine. */
  String host() {
    Endpoint endpoint = Endpoint.of(ServerUrl.withoutPath(url));
    return (endpoint.host().equals("localhost") ? "" : endpoint.host()) + ":" + endpoint.port();
  }

  /**
   * Where many clients come from that share their threads.
   *
   * @param watcher hears of all of them, on their event loops, as their handlers do
   */
  Member.Entrance entrance(Resources shared, ClientWatcher watcher) {
    road.refuseSharedCookies();
    String base = ServerUrl.withoutPath(url);
    Duration limit = connectTimeout(ANSWER_TIME);
    SocketIoClientBuilder builder;
    try {
      builder = builder(base, limit, ReconnectPolicy.never(), watcher, Runnable::run);
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    }
    builder.resources(shared);
    watcher.road(road.describe(base), road.warning());
    return () -> {
      SocketIoClient client = builder.build();
      return new Member(client, socket(client));
    };
  }

  /** Scheme, host and port, for reports: what is behind them may be secret. */
  String address() {
    return ServerUrl.dropPath(url).replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//");
  }

  /** That of {@code -n}. */
  String namespace() {
    return namespace;
  }

  private SocketIoClientBuilder builder(
      String base,
      Duration limit,
      ReconnectPolicy byDefault,
      ClientWatcher watcher,
      Executor handlers) {
    SocketIoClientBuilder builder =
        SocketIoClient.builder(base)
            .path(path)
            .reconnect(reconnect == null ? byDefault : reconnect)
            .connectTimeout(limit)
            .json(new Base64Json.Binding())
            .observer(watcher)
            .executor(handlers);
    headers.forEach(header -> builder.header(header.name(), header.value()));
    query.forEach(parameter -> builder.query(parameter.name(), parameter.value()));
    if (auth != null) {
      AuthSource source = AuthSource.parse(auth, System.getenv(), limit);
      builder.authAsync(source::readLater);
    }
    road.lead(builder);
    return builder;
  }

  /** How long connecting may take. */
  Duration connectTimeout(Duration byDefault) {
    return connectTimeout == null ? byDefault : connectTimeout;
  }

  /** Whether there is one: not all commands need it. */
  boolean hasUrl() {
    return !url.isEmpty();
  }

  /** How long connecting may take, as for {@link #client}. */
  Duration connectTimeout() {
    return connectTimeout(ANSWER_TIME);
  }

  NamespaceSocket socket(SocketIoClient client) {
    try {
      return client.socket(namespace);
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "see -n");
    }
  }

  /**
   * What a diagnosis looks at.
   *
   * @param limit for each step
   * @param watch how long to wait for the first ping
   * @param watcher of the client that joins the namespace
   */
  Target target(Duration limit, Duration watch, ClientWatcher watcher, Consumer<String> trace) {
    String path = ServerUrl.path(url);
    String base = ServerUrl.dropPath(url);
    try {
      Tls trusting = road.tls();
      watcher.road(road.describe(base), road.warning());
      Endpoint endpoint = Endpoint.of(base);
      return new Target(
          endpoint,
          base.replaceFirst("^[^?#]*\\??", "").replaceFirst("#.*$", ""),
          path,
          this.path.startsWith("/") ? this.path : "/" + this.path,
          query.stream().map(NamedValue::entry).toList(),
          headers.stream().map(NamedValue::entry).toList(),
          namespace,
          road.transports().stream().map(Transport::text).collect(Collectors.toSet()),
          road.msgpack(),
          trusting.sslContext(),
          road.identified(Tls.trustingEverythingInsecurely()).sslContext(),
          road.isInsecure(),
          road.cookies(),
          limit,
          watch,
          road.way(endpoint, limit),
          name -> join(base, name, limit, watcher),
          trace);
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    }
  }

  private Target.Joined join(String base, String name, Duration limit, ClientWatcher watcher) {
    try (SocketIoClient client = client(base, limit, ReconnectPolicy.never(), watcher)) {
      NamespaceSocket socket = client.socket(name);
      connect(socket);
      return new Target.Joined(true, false, name + " is joined", "");
    } catch (CommandFailure failure) {
      boolean refused = failure.code() == ExitCode.REFUSED;
      return new Target.Joined(false, refused, failure.what(), failure.next());
    } catch (IllegalArgumentException refused) {
      return new Target.Joined(false, false, String.valueOf(refused.getMessage()), "see -n");
    }
  }

  /** Connects, or fails as a command does. */
  static void connect(NamespaceSocket socket) {
    try {
      socket.connect().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof SocketIoException error
          ? Diagnosis.ofConnecting(error)
          : failed;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tenter");
    thread.setDaemon(true);
    return thread;
  }
}
