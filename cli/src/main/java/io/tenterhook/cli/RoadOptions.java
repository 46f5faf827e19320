package io.tenterhook.cli;

import io.tenterhook.cli.probe.Way;
import io.tenterhook.client.Endpoint;
import io.tenterhook.client.Proxy;
import io.tenterhook.client.SocketIoClientBuilder;
import io.tenterhook.client.Tls;
import io.tenterhook.client.Transport;
import io.tenterhook.msgpack.MessagePackParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a connection travels by: transports, wire format, TLS, cookies. */
final class RoadOptions {
  private static final long GOODBYE_SECONDS = 2;

  @Option(
      names = {"-t", "--transport"},
      paramLabel = "websocket,polling",
      split = ",",
      description =
          "one or both, in the order in which they are tried; polling before websocket is"
              + " upgraded (default: websocket,polling)")
  private List<Transport> transports = new ArrayList<>();

  @Option(
      names = "--parser",
      paramLabel = "json|msgpack",
      defaultValue = "json",
      description = "the wire format; the server's must be the same (default: ${DEFAULT-VALUE})")
  private WireFormat parser = WireFormat.JSON;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "PEM file of the authorities to trust, in place of the JDK's")
  private @Nullable Path authorities;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "PEM file of the certificate to show to the server")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "PEM file of the key of --cert (default: the same file)")
  private @Nullable Path key;

  @Option(
      names = "--insecure",
      description =
          "trust any certificate, of whatever host: anybody can then listen and interfere")
  private boolean insecure;

  @Option(
      names = "--cookie-jar",
      paramLabel = "FILE",
      description = "keep cookies in this file, in the format of Netscape and curl, across runs")
  private @Nullable Path cookieJar;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "go through this proxy: http://host:port or socks5://host:port")
  private @Nullable String proxy;

  @Option(
      names = "--unix",
      paramLabel = "FILE",
      description = "connect to this Unix socket; the URL still says what to ask for")
  private @Nullable Path unixSocket;

  /** The values of {@code --parser}. */
  enum WireFormat {
    JSON,
    MSGPACK;

    /** As it is written, and completed by shells. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As given, or both. */
  List<Transport> transports() {
    return transports.isEmpty() ? List.of(Transport.WEBSOCKET, Transport.POLLING) : transports;
  }

  boolean msgpack() {
    return parser == WireFormat.MSGPACK;
  }

  /**
   * Whom to trust.
   *
   * @throws IllegalArgumentException if a file cannot be used
   */
  Tls tls() {
    if (insecure && authorities != null) {
      throw CommandFailure.usage(
          "--insecure trusts everybody, --cacert these authorities alone", "give one of the two");
    }
    if (insecure) {
      return identified(Tls.trustingEverythingInsecurely());
    }
    return identified(authorities == null ? Tls.system() : Tls.trusting(authorities));
  }

  boolean isInsecure() {
    return insecure;
  }

  /** With the certificate to show, if there is one. */
  Tls identified(Tls trust) {
    if (certificate == null && key != null) {
      throw CommandFailure.usage("--key is of no use without --cert", "give both");
    }
    return certificate == null
        ? trust
        : trust.identifiedBy(certificate, key == null ? certificate : key);
  }

  /** Those of the jar, or of this run alone. */
  KeptCookies cookies() {
    return cookieJar == null ? KeptCookies.inMemory() : KeptCookies.in(cookieJar);
  }

  /**
   * Sets the builder up, but for cookies.
   *
   * @throws IllegalArgumentException if a value or a file cannot be used
   */
  void lead(SocketIoClientBuilder builder) {
    if (!transports.isEmpty()) {
      builder.transports(transports.toArray(Transport[]::new));
    }
    if (msgpack()) {
      builder.parser(MessagePackParser.create());
    }
    builder.tls(tls());
    if (proxy != null) {
      builder.proxy(Proxy.parse(proxy));
    }
    if (unixSocket != null) {
      builder.unixSocket(unixSocket);
    }
  }

  /**
   * Sets the builder's cookies up.
   *
   * @param handlers where the client tells its cookies
   */
  void keepCookies(SocketIoClientBuilder builder, ExecutorService handlers) {
    if (cookieJar != null) {
      builder.cookies(cookies());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(handlers)));
    }
  }

  /** The server's last cookies may still be on their way to the file. */
  private static void finish(ExecutorService handlers) {
    handlers.shutdown();
    try {
      handlers.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException late) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where packets will travel, in one clause. */
  String describe(String url) {
    String names =
        transports().stream().map(Transport::text).collect(Collectors.joining(", then "));
    return names + (msgpack() ? ", in MessagePack, " : ", ") + tlsClause(url) + way();
  }

  private String way() {
    String by = unixSocket == null ? "" : ", by the Unix socket " + unixSocket;
    // As the client shows it: without the password.
    return by + (proxy == null ? ", no proxy" : ", by the proxy " + Proxy.parse(proxy));
  }

  /**
   * How a diagnosis gets to the server.
   *
   * @throws IllegalArgumentException if the proxy's URL cannot be used
   */
  Way way(Endpoint server, Duration limit) {
    if (proxy != null && unixSocket != null) {
      throw CommandFailure.usage(
          "--unix is a socket of this machine, no proxy leads to it", "give one of the two");
    }
    return proxy == null
        ? new Way(null, unixSocket)
        : new Way(Proxy.parse(proxy).tunnelTo(server, limit.toNanos()), null);
  }

  /**
   * Many clients are many users.
   *
   * @throws CommandFailure if they would all have the cookies of one
   */
  void refuseSharedCookies() {
    if (cookieJar != null) {
      throw CommandFailure.usage(
          "with --cookie-jar all clients of a bench would be one user, on one server",
          "leave it out: each client keeps cookies of its own; -H 'Cookie: …' sends one");
    }
  }

  private String tlsClause(String url) {
    if (!isSecure(url)) {
      return "no TLS";
    }
    String trust = authorities == null ? "the JDK's authorities" : authorities.toString();
    return "TLS trusting "
        + (insecure ? "everybody" : trust)
        + (certificate == null ? "" : ", identified by " + certificate);
  }

  static boolean isSecure(String url) {
    return url.regionMatches(true, 0, "https:", 0, 6) || url.regionMatches(true, 0, "wss:", 0, 4);
  }

  /** What the user must know; empty if there is nothing. */
  String warning() {
    return insecure
        ? "--insecure: the server's certificate is not checked, anybody could be listening"
        : "";
  }
}
