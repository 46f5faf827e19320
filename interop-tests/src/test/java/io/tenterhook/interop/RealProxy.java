package io.tenterhook.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A proxy of other people's making as a child process on loopback. */
final class RealProxy implements AutoCloseable {
  static final String USER = "robot";
  static final String PASSWORD = "open-sesame";

  private static final int EXIT_SECONDS = 30;

  private final Process process;
  private final int port;
  private final Path output;

  private RealProxy(int port, Path folder, List<String> command) {
    this.port = port;
    this.output = folder.resolve("output");
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    try {
      Patience.until(this::listens);
    } catch (RuntimeException | Error failed) {
      close();
      throw failed;
    }
  }

  static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** An HTTP proxy; with credentials if it is guarded. */
  static RealProxy tinyproxy(Path folder, boolean guarded) {
    int port = freePort();
    String config =
        """
        Port %d
        Listen 127.0.0.1
        Timeout 60
        MaxClients 50
        LogLevel Connect
        """
            .formatted(port);
    String guard = guarded ? "BasicAuth " + USER + " " + PASSWORD + "\n" : "";
    Path file = folder.resolve("tinyproxy.conf");
    try {
      Files.writeString(file, config + guard);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new RealProxy(port, folder, List.of("tinyproxy", "-d", "-c", file.toString()));
  }

  /** A SOCKS5 proxy; with credentials if it is guarded. */
  static RealProxy microsocks(Path folder, boolean guarded) {
    int port = freePort();
    Stream<String> guard = guarded ? Stream.of("-u", USER, "-P", PASSWORD) : Stream.of();
    return new RealProxy(
        port,
        folder,
        Stream.concat(
                Stream.of("microsocks", "-i", "127.0.0.1", "-p", Integer.toString(port)), guard)
            .toList());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new AssertionError("the proxy has ended: " + output());
    }
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** What the proxy has written down so far. */
  String output() {
    try {
      return Files.readString(output, StandardCharsets.ISO_8859_1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the proxy did not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
