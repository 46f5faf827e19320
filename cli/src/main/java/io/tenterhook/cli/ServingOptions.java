package io.tenterhook.cli;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.SocketIoServerBuilder;
import io.tenterhook.testing.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server listens, and how it speaks. */
final class ServingOptions {
  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "3000",
      description = "where to listen; 0 for any free port (default: ${DEFAULT-VALUE})")
  private int port = 3000;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      defaultValue = "/socket.io/",
      description = "the HTTP path (default: ${DEFAULT-VALUE})")
  private String path = "/socket.io/";

  @Option(
      names = {"-t", "--transports"},
      paramLabel = "NAMES",
      description = "websocket, polling or both: what clients may use (default: both)")
  private @Nullable String transports;

  @Option(
      names = "--ping-interval",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "how often clients are pinged (default: 25s)")
  private @Nullable Duration pingInterval;

  @Option(
      names = "--recovery",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "keep the state of lost connections so long, for them to recover")
  private @Nullable Duration recovery;

  @Option(
      names = "--cors",
      paramLabel = "ORIGIN",
      description = "let web pages of this origin connect: * for any")
  private @Nullable String cors;

  @Option(
      names = "--tls-self-signed",
      description = "speak TLS, with a new certificate; the authority's is in a file for --cacert")
  private boolean tls;

  @Option(
      names = "--fault",
      paramLabel = "FAULTS",
      description = "what goes wrong with each connection: drop-after=20,delay=50..200ms")
  private @Nullable String fault;

  /**
   * Starts a server.
   *
   * @param terminal is told where the certificate to trust is
   * @param setUp is run before it listens
   * @throws CommandFailure if an option is not understood, or the port is taken
   */
  SocketIoServer start(Terminal terminal, Consumer<SocketIoServer> setUp) {
    TestCertificates certificates = tls ? TestCertificates.create() : null;
    try {
      Fault[] faults = fault == null ? new Fault[0] : Fault.parseAll(fault).toArray(Fault[]::new);
      SocketIoServerBuilder builder =
          builder(certificates)
              .setUp(
                  server -> {
                    server.everyConnection(faults);
                    setUp.accept(server);
                  });
      SocketIoServer server = builder.start();
      if (certificates != null) {
        terminal.status("trust it with --cacert " + authorityFile(certificates));
      }
      return server;
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "");
    } catch (UncheckedIOException taken) {
      throw CommandFailure.usage(
          "cannot listen on port " + port + ": " + innermost(taken).getMessage(),
          "is another server there? -p chooses another port, -p 0 any free one");
    }
  }

  private SocketIoServerBuilder builder(@Nullable TestCertificates certificates) {
    SocketIoServerBuilder builder = SocketIoServer.builder().path(path).withoutJournal();
    if (port != 0) {
      builder.port(port);
    }
    if (transports != null) {
      builder.transports(transports.split("\\s*,\\s*", -1));
    }
    if (pingInterval != null) {
      builder.pingInterval(pingInterval);
    }
    if (recovery != null) {
      builder.connectionStateRecovery(recovery);
    }
    if (cors != null) {
      builder.cors(cors);
    }
    if (certificates != null) {
      builder.tls(certificates);
    }
    return builder;
  }

  /** Keys stay in memory: only the authority's certificate is left on disk. */
  private static Path authorityFile(TestCertificates certificates) {
    try {
      Path folder = Files.createTempDirectory("tenter-");
      TestCertificates.PemFiles files = certificates.writeTo(folder);
      for (Path file :
          List.of(files.server(), files.serverKey(), files.client(), files.clientKey())) {
        Files.delete(file);
      }
      folder.toFile().deleteOnExit();
      files.authority().toFile().deleteOnExit();
      return files.authority();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Throwable innermost(Throwable problem) {
    Throwable cause = problem.getCause();
    return cause == null ? problem : innermost(cause);
  }
}
