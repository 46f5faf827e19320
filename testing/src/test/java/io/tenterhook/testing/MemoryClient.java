package io.tenterhook.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client in memory that says what the test says, and answers no ping by itself. */
final class MemoryClient implements MemoryWebSocket.Listener {
  final List<String> heard = new CopyOnWriteArrayList<>();
  private final VirtualTime time;
  private final MemoryWebSocket webSocket;

  MemoryClient(SocketIoServer server) {
    this(server, "/socket.io/?EIO=4&transport=websocket");
  }

  MemoryClient(SocketIoServer server, String target) {
    time = server.time();
    webSocket = server.openWebSocket(target, Map.of("X-Test", List.of("yes")), this);
    time.settle();
  }

  void says(String... packets) {
    onLoop(
        () -> {
          for (String packet : packets) {
            webSocket.send(packet.getBytes(StandardCharsets.UTF_8), false, this::written);
          }
          webSocket.flush();
        });
  }

  private void written(boolean left) {
    if (!left) {
      heard.add("lost");
    }
  }

  void onLoop(Runnable task) {
    time.loop().execute(task);
    time.settle();
  }

  MemoryWebSocket webSocket() {
    return webSocket;
  }

  @Override
  public void answered(Map<String, String> headers) {
    heard.add("answered " + headers);
  }

  @Override
  public void opened() {
    heard.add("opened");
  }

  @Override
  public void message(byte[] message, boolean binary) {
    heard.add(binary ? message.length + " bytes" : new String(message, StandardCharsets.UTF_8));
  }

  @Override
  public void burstEnded() {
    heard.add(".");
  }

  @Override
  public void writabilityChanged() {
    heard.add("writable " + (webSocket.queuedBytes() == 0));
  }

  @Override
  public void pong() {
    heard.add("pong");
  }

  @Override
  public void closed(MemoryWebSocket.Closure why) {
    heard.add("closed " + why.kind() + " " + why.code() + " " + why.text());
  }
}
