package io.tenterhook.benchmarks.whole;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.tenterhook.benchmarks.server.Script;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * {@code io.socket:socket.io-client}, over WebSocket at once, as ours. Its argument is a {@link
 * JSONObject}, made once: it takes nothing that is encoded already. A record is read from and
 * written to one member by member, as its users do.
 */
final class OfficialCandidate implements Candidate {
  private static final byte[] BLOB = new byte[Script.BLOB_BYTES];

  /**
   * As its own, but for the dispatcher: OkHttp's takes 64 WebSockets and lets the next ones wait.
   */
  private static final OkHttpClient OK_HTTP =
      new OkHttpClient.Builder().readTimeout(1, TimeUnit.MINUTES).dispatcher(manyAtOnce()).build();

  private final JSONObject argument;

  OfficialCandidate() {
    try {
      argument = new JSONObject(Script.ARGUMENT);
    } catch (JSONException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Dispatcher manyAtOnce() {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(2_000);
    return dispatcher;
  }

  @Override
  public CompletableFuture<Link> open(int port, Ears ears) {
    IO.Options options = new IO.Options();
    options.transports = new String[] {"websocket"};
    options.forceNew = true;
    options.reconnection = false;
    options.webSocketFactory = OK_HTTP;
    options.callFactory = OK_HTTP;
    Socket root;
    try {
      root = IO.socket("http://127.0.0.1:" + port, options);
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
    CompletableFuture<Link> connected = new CompletableFuture<>();
    root.on(Socket.EVENT_CONNECT, arguments -> connected.complete(new Connected(root, argument)));
    root.on(
        Socket.EVENT_CONNECT_ERROR,
        arguments ->
            connected.completeExceptionally(new IllegalStateException(Arrays.toString(arguments))));
    if (!ears.isDeaf()) {
      root.on(
          ears.event(),
          arguments -> {
            if (ears.event().equals("order")) {
              bind((JSONObject) arguments[0]);
            }
            ears.onEvent().run();
          });
      root.on("seen", arguments -> ears.onSeen().run());
    }
    root.connect();
    return connected;
  }

  private static void bind(JSONObject json) {
    try {
      Order order =
          new Order(
              json.getLong("id"),
              json.getString("symbol"),
              json.getDouble("price"),
              json.getInt("size"),
              json.getString("side"),
              json.getLong("at"));
      if (order.id() == 0) {
        throw new IllegalStateException("not what was sent: " + order);
      }
    } catch (JSONException failed) {
      ClientProcess.fail("binding", failed);
    }
  }

  @Override
  public void close() {
    // It shares its threads between all connections, for ever.
  }

  private record Connected(Socket root, JSONObject argument) implements Link {
    @Override
    public void requestFlood(String event, long events, long perSecond) {
      root.emit("flood", event, events, perSecond);
    }

    @Override
    public void emitTick() {
      root.emit("tick", argument);
    }

    @Override
    public void emitOrder() {
      Order order = Order.EXAMPLE;
      try {
        root.emit(
            "tick",
            new JSONObject()
                .put("id", order.id())
                .put("symbol", order.symbol())
                .put("price", order.price())
                .put("size", order.size())
                .put("side", order.side())
                .put("at", order.at()));
      } catch (JSONException impossible) {
        throw new AssertionError(impossible);
      }
    }

    @Override
    public void emitBlob() {
      root.emit("blob", (Object) BLOB);
    }

    @Override
    public void ask(Runnable onAnswer) {
      root.emit("ask", new Object[] {argument}, (Ack) answer -> onAnswer.run());
    }

    @Override
    public void close() {
      root.close();
    }
  }
}
