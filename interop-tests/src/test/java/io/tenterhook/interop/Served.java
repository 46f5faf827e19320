package io.tenterhook.interop;

import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.testing.JournalEntry;
import io.tenterhook.testing.Json;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.ServerNamespace;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.SocketIoServerBuilder;
import io.tenterhook.testing.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A server that runs the application of {@code peers/socketio-server.mjs}: the reference server, or
 * ours with the same application. What the contracts ask of both, they ask through this.
 */
interface Served extends AutoCloseable {
  /** What a contract's servers are set to. */
  enum Setup {
    /** A small limit, a cookie, all origins; pings are seldom. */
    PATIENT(
        "{maxHttpBufferSize: 10000, cookie: {name: 'io'}, cors: {origin: '*'},"
            + " connectTimeout: 3000}"),
    /** Pings often and gives up soon; not so soon that a busy machine fails. */
    HASTY("{pingInterval: 1000, pingTimeout: 2000, upgradeTimeout: 300}"),
    /** Recovers state. */
    RECOVERING("{recovery: true}");

    private final String node;

    Setup(String node) {
      this.node = node;
    }

    private SocketIoServerBuilder ours() {
      SocketIoServerBuilder builder = SocketIoServer.builder();
      return switch (this) {
        case PATIENT ->
            builder.maxPayload(10_000).cookie("io").cors("*").connectTimeout(Duration.ofSeconds(3));
        case HASTY ->
            builder
                .pingInterval(Duration.ofSeconds(1))
                .pingTimeout(Duration.ofSeconds(2))
                .upgradeTimeout(Duration.ofMillis(300));
        case RECOVERING -> builder.connectionStateRecovery(Duration.ofMinutes(2));
      };
    }
  }

  URI uri();

  /** Broadcasts to a namespace. */
  void emit(String namespace, String event, String jsonArgs, boolean droppable);

  /** Asks every peer of a namespace. @return completes with the first answer, as a JSON array */
  CompletableFuture<String> ask(String namespace, String event, String jsonArgs);

  void kick(String namespace, boolean close);

  /** How many are in a namespace. */
  int count(String namespace);

  /** Resets every TCP connection. */
  void cut();

  /** Ends every session by its own transport's means, in a way that can be recovered from. */
  void breakSessions();

  /** The data of the Engine.IO packets of a type that came as text so far. */
  List<String> packets(EnginePacketType type);

  /** How many sessions there were, and how many there are. */
  int opened();

  int open();

  /** Why the first peer has left, once it has. */
  String disconnectReason();

  @Override
  void close();

  static Served node(Setup setup) {
    return new Node(NodePeer.socketIo(setup.node));
  }

  static Served ours(Setup setup) {
    return new Ours(setup.ours().start());
  }

  static Served node(NodePeer peer) {
    return new Node(peer);
  }

  static Served ours(SocketIoServerBuilder builder) {
    return new Ours(builder.start());
  }

  /** The reference server. */
  record Node(NodePeer peer) implements Served {
    @Override
    public URI uri() {
      return URI.create(peer.url());
    }

    @Override
    public void emit(String namespace, String event, String jsonArgs, boolean droppable) {
      peer.emit(namespace, event, jsonArgs, droppable);
    }

    @Override
    public CompletableFuture<String> ask(String namespace, String event, String jsonArgs) {
      peer.emitAck(namespace, event, jsonArgs);
      return CompletableFuture.supplyAsync(
          () -> peer.awaitFact("ackResult", fact -> event.equals(fact.text("name"))).text("args"));
    }

    @Override
    public void kick(String namespace, boolean close) {
      peer.kick(namespace, close);
    }

    @Override
    public int count(String namespace) {
      return peer.stats().json().path("namespaces").path(namespace).asInt();
    }

    @Override
    public void cut() {
      peer.cut();
    }

    @Override
    public void breakSessions() {
      peer.closeWebSockets(1011, "restart");
      peer.engineClose();
    }

    @Override
    public List<String> packets(EnginePacketType type) {
      return peer.upToDate().packets(type.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public int opened() {
      return peer.upToDate().count("engineOpen");
    }

    @Override
    public int open() {
      return peer.stats().number("engine");
    }

    @Override
    public String disconnectReason() {
      return peer.awaitFact("disconnect").text("reason");
    }

    @Override
    public void close() {
      peer.close();
    }
  }

  /** Ours. */
  final class Ours implements Served {
    private final SocketIoServer server;
    private final CompletableFuture<String> firstReason = new CompletableFuture<>();

    Ours(SocketIoServer server) {
      this.server = server;
      for (String name : new String[] {"/", "/a", "/b", "/c", "/guarded", "/slow"}) {
        application(server.namespace(name));
      }
      server.dynamicNamespaces(name -> name.matches("/dyn-\\w+"), this::application);
      server
          .namespace("/guarded")
          .authorize(
              request ->
                  "{\"token\":\"good\"}".equals(request.auth())
                      ? Verdict.accept()
                      : Verdict.reject(
                          "not authorized", "{\"code\":\"E_AUTH\",\"retryable\":false}"));
      server
          .namespace("/slow")
          .authorize(request -> Verdict.accept().after(Duration.ofMillis(300)));
    }

    private void application(ServerNamespace namespace) {
      namespace
          .onConnect(
              peer -> {
                var unused =
                    peer.disconnected().thenAccept(why -> firstReason.complete(why.text()));
              })
          .on(
              "flood",
              event -> {
                String padding = Json.string("x".repeat(Integer.parseInt(event.arg(1))));
                for (int n = 0; n < Integer.parseInt(event.arg(0)); n++) {
                  event.peer().emit("n", Json.number(n), padding);
                }
              })
          .on("echo", event -> event.peer().emit("echo-back", event.args(), event.attachments()))
          .on("echo-ack", event -> event.ack(event.args(), event.attachments()))
          .on("no-ack", event -> {})
          .on(
              "boom",
              event ->
                  event.peer().disconnect(!event.args().isEmpty() && event.arg(0).equals("true")));
    }

    @Override
    public URI uri() {
      return server.uri();
    }

    @Override
    public void emit(String namespace, String event, String jsonArgs, boolean droppable) {
      String[] args = arguments(jsonArgs);
      if (droppable) {
        server.namespace(namespace).everybody().droppable().emit(event, args);
      } else {
        server.namespace(namespace).emit(event, args);
      }
    }

    /** The contract's arguments are flat: no value holds a comma. */
    private static String[] arguments(String jsonArray) {
      String inside = jsonArray.substring(1, jsonArray.length() - 1);
      return inside.isEmpty() ? new String[0] : inside.split(",", -1);
    }

    @Override
    public CompletableFuture<String> ask(String namespace, String event, String jsonArgs) {
      ServerSocketPeer peer = server.namespace(namespace).peers().get(0);
      return peer.emitWithAck(event, arguments(jsonArgs))
          .thenApply(ack -> "[" + String.join(",", ack.args()) + "]");
    }

    @Override
    public void kick(String namespace, boolean close) {
      server.namespace(namespace).everybody().disconnect(close);
    }

    @Override
    public int count(String namespace) {
      return server.namespace(namespace).peers().size();
    }

    @Override
    public void breakSessions() {
      for (ServerConnection connection : server.connections()) {
        if (connection.transport().equals("websocket")) {
          connection.closeWebSocket(1011, "restart");
        } else {
          connection.close();
        }
      }
    }

    @Override
    public List<String> packets(EnginePacketType type) {
      String digit = String.valueOf((char) type.code());
      return server.journal().received().stream()
          .filter(text -> text.startsWith(digit))
          .map(text -> text.substring(1))
          .toList();
    }

    @Override
    public int opened() {
      return (int)
          server.journal().entries().stream()
              .filter(entry -> entry.kind() == JournalEntry.Kind.OPENED)
              .count();
    }

    @Override
    public int open() {
      return server.connections().size();
    }

    @Override
    public String disconnectReason() {
      return Patience.within(firstReason);
    }

    @Override
    public void cut() {
      server.connections().forEach(connection -> connection.cut());
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
