package io.tenterhook.benchmarks.whole;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.tenterhook.benchmarks.server.Script;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * {@code io.socket:socket.io-client}, over WebSocket at once, as ours. Its argument is a {@link
 * JSONObject}, made once: it takes nothing that is encoded already.
 */
final class OfficialCandidate implements Candidate {
  private final JSONObject argument;
  private @Nullable Socket socket;

  OfficialCandidate() {
    try {
      argument = new JSONObject(Script.ARGUMENT);
    } catch (JSONException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void connect(int port, Runnable onTick, Runnable onSeen) throws Exception {
    IO.Options options = new IO.Options();
    options.transports = new String[] {"websocket"};
    options.forceNew = true;
    options.reconnection = false;
    Socket root = open(port, options);
    CompletableFuture<Boolean> connected = new CompletableFuture<>();
    root.on(Socket.EVENT_CONNECT, arguments -> connected.complete(true));
    root.on(
        Socket.EVENT_CONNECT_ERROR,
        arguments ->
            connected.completeExceptionally(new IllegalStateException(Arrays.toString(arguments))));
    root.on("tick", arguments -> onTick.run());
    root.on("seen", arguments -> onSeen.run());
    root.connect();
    connected.get(10, TimeUnit.SECONDS);
    socket = root;
  }

  private static Socket open(int port, IO.Options options) throws URISyntaxException {
    return IO.socket("http://127.0.0.1:" + port, options);
  }

  @Override
  public void requestFlood(long ticks) {
    socket().emit("flood", ticks);
  }

  @Override
  public void emitTick() {
    socket().emit("tick", argument);
  }

  @Override
  public void ask(Runnable onAnswer) {
    socket().emit("ask", new Object[] {argument}, (Ack) answer -> onAnswer.run());
  }

  private Socket socket() {
    Socket connected = socket;
    if (connected == null) {
      throw new IllegalStateException("not connected");
    }
    return connected;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
  }
}
