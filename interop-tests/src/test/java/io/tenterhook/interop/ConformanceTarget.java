package io.tenterhook.interop;

import io.tenterhook.testing.EngineHandler;
import io.tenterhook.testing.PeerHandler;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.ServerNamespace;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.SocketIoServerBuilder;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Our test server as the specifications' own test suites want it: the applications printed at the
 * end of Engine.IO v4 and Socket.IO v5, "Test suite". {@code interop-tests/README.md} has the
 * commands.
 */
final class ConformanceTarget {
  private static final long LONGEST_MINUTES = 15;

  private ConformanceTarget() {}

  /**
   * Serves until it is stopped, 15 minutes at most.
   *
   * @param args {@code --engine PORT} or {@code --socket PORT}
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 2 || !(args[0].equals("--engine") || args[0].equals("--socket"))) {
      System.err.println("usage: ConformanceTarget --engine PORT | --socket PORT");
      System.exit(2);
    }
    int port = Integer.parseInt(args[1]);
    try (SocketIoServer server = args[0].equals("--engine") ? engine(port) : socket(port)) {
      System.out.println("listening on " + server.uri());
      var unused = new CountDownLatch(1).await(LONGEST_MINUTES, TimeUnit.MINUTES);
    }
  }

  private static SocketIoServerBuilder settings(int port) {
    return SocketIoServer.builder()
        .port(port)
        .pingInterval(Duration.ofMillis(300))
        .pingTimeout(Duration.ofMillis(200))
        .maxPayload(1_000_000)
        .connectTimeout(Duration.ofSeconds(1))
        .cors("*");
  }

  /** Sends every message back. */
  static SocketIoServer engine(int port) {
    return settings(port).path("/engine.io/").engineOnly(new Echo()).start();
  }

  /** Has the namespaces {@code /} and {@code /custom}. */
  static SocketIoServer socket(int port) {
    SocketIoServer server = settings(port).start();
    PeerHandler greeting = peer -> peer.emit("auth", peer.auth());
    ServerNamespace main = server.namespace("/").onConnect(greeting);
    main.on(
        "message", event -> event.peer().emit("message-back", event.args(), event.attachments()));
    main.on("message-with-ack", event -> event.ack(event.args(), event.attachments()));
    server.namespace("/custom").onConnect(greeting);
    return server;
  }

  private static final class Echo implements EngineHandler {
    @Override
    public void text(ServerConnection connection, String message) {
      connection.sendText("4" + message);
    }

    @Override
    public void binary(ServerConnection connection, byte[] message) {
      connection.sendBinary(message);
    }
  }
}
