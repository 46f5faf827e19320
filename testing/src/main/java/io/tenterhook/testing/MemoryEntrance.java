package io.tenterhook.testing;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.tenterhook.testing.JournalEntry.Kind;
import io.tenterhook.testing.MemoryWebSocket.Closure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where clients in memory come in: {@link HttpDoor} and {@link WebSocketDoor} without TCP. The same
 * requests are refused with the same answers.
 *
 * <p>What is not final belongs to the loop.
 */
final class MemoryEntrance implements Entrance {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final SocketIoServer server;
  private final VirtualTime time;
  private final boolean ownsTime;
  private final World world;
  private final String host = "memory-" + NUMBERS.incrementAndGet() + ".invalid";
  private final Set<MemoryWebSocket> clients = new HashSet<>();
  private boolean listening;

  MemoryEntrance(SocketIoServer server, VirtualTime time, boolean ownsTime) {
    this.server = server;
    this.time = time;
    this.ownsTime = ownsTime;
    this.world = time.world();
  }

  VirtualTime time() {
    return time;
  }

  /** A name that no network knows: RFC 6761, section 6.4. */
  String host() {
    return host;
  }

  MemoryWebSocket open(
      String target, Map<String, List<String>> headers, MemoryWebSocket.Listener listener) {
    MemoryWebSocket client = new MemoryWebSocket(world, listener);
    world.execute(() -> comes(client, target, headers));
    return client;
  }

  private void comes(MemoryWebSocket client, String target, Map<String, List<String>> headers) {
    clients.removeIf(MemoryWebSocket::isGone);
    if (client.isGone()) {
      return;
    }
    if (!listening) {
      client.gone(new Closure(MemoryWebSocket.Kind.REFUSED, 0, "nobody listens"));
      return;
    }
    clients.add(client);
    Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    QueryStringDecoder decoder = new QueryStringDecoder(target);
    HandshakeRequest request = new HandshakeRequest(target, decoder.parameters(), byName);
    if (!decoder.path().startsWith(server.options().path())) {
      refuse(client, request, HttpAnswer.NOT_FOUND);
      return;
    }
    ArmedFaults faults = server.faultsOfNextConnection();
    if (faults.needsTcp()) {
      server.report(
          new ServerError(
              ServerError.Kind.INTERNAL,
              Journal.NO_SESSION,
              "faults of the network, and acts at the handshake, need TCP: start the server on a"
                  + " port for this test",
              null));
    }
    if (faults.silent) {
      note(request, "silence");
      return;
    }
    HttpAnswer refusal = faults.httpAnswer != null ? faults.httpAnswer : refusal(request);
    if (refusal != null) {
      refuse(client, request, refusal);
    } else {
      open(client, request, faults);
    }
  }

  private @Nullable HttpAnswer refusal(HandshakeRequest request) {
    if (!"websocket".equals(request.query("transport"))) {
      return HttpAnswer.UNKNOWN_TRANSPORT;
    }
    if (request.query("sid") != null) {
      return HttpAnswer.UNKNOWN_SID;
    }
    String forbidden = server.options().guard().refusal(request);
    if (forbidden != null) {
      return HttpAnswer.forbidden(forbidden);
    }
    return "4".equals(request.query("EIO")) ? null : HttpAnswer.UNSUPPORTED_VERSION;
  }

  private void refuse(MemoryWebSocket client, HandshakeRequest request, HttpAnswer answer) {
    note(request, String.valueOf(answer.status()));
    client.refused(answer);
  }

  private void open(MemoryWebSocket client, HandshakeRequest request, ArmedFaults faults) {
    note(request, "101");
    EngineSession session = new EngineSession(server, world, request, faults);
    Map<String, String> answer = new HashMap<>(server.options().headersOfAnswers());
    String cookie = server.options().cookie();
    if (cookie != null) {
      answer.put("Set-Cookie", cookie + "=" + session.sid() + "; Path=/; HttpOnly; SameSite=Lax");
    }
    MemoryWire wire = new MemoryWire(world, client, session, server.options().maxPayloadBytes());
    client.opened(wire, answer);
    session.open(wire);
  }

  private void note(HandshakeRequest request, String outcome) {
    server
        .journal()
        .note(Journal.NO_SESSION, Kind.REQUEST, "GET " + request.target() + " " + outcome);
  }

  // ---- Entrance

  @Override
  public int listen(int port) {
    onLoopNow(() -> listening = true);
    return port;
  }

  @Override
  public void stopListening() {
    onLoopNow(() -> listening = false);
  }

  @Override
  public void closeChannels() {
    onLoopNow(
        () -> {
          Closure end = new Closure(MemoryWebSocket.Kind.END_OF_STREAM, 0, "");
          // Those that have a session are told in order what it sent, and then of the end.
          clients.forEach(client -> client.goneUnlessOpen(end));
          clients.clear();
        });
  }

  @Override
  public void awaitLoops() {
    onLoopNow(() -> {});
    onLoopNow(() -> {});
  }

  @Override
  public void shutDown() {
    if (ownsTime) {
      time.close();
    }
  }

  @Override
  public boolean onLoop() {
    return world.inEventLoop();
  }

  private void onLoopNow(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      world.execute(
          () -> {
            task.run();
            done.complete(null);
          });
    } catch (RejectedExecutionException ended) {
      throw new IllegalStateException("the clock of this server is closed", ended);
    }
    done.join();
  }
}
