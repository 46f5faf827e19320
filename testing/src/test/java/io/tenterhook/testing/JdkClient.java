package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's WebSocket, so that no code of ours judges the server. */
final class JdkClient implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long PATIENCE_SECONDS = 10;

  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private WebSocket socket;

  private JdkClient() {}

  static JdkClient open(SocketIoServer server) {
    return open(server, "/socket.io/?EIO=4&transport=websocket");
  }

  static JdkClient open(SocketIoServer server, String target) {
    JdkClient client = new JdkClient();
    URI uri = URI.create("ws://127.0.0.1:" + server.port() + target);
    client.socket = HTTP.newWebSocketBuilder().buildAsync(uri, client).join();
    return client;
  }

  /** Opens a connection and joins a namespace with {@code 40} or for instance {@code 40/a,}. */
  static JdkClient joined(SocketIoServer server, String connect) {
    JdkClient client = open(server);
    assertThat(client.next()).startsWith("0{");
    client.send(connect);
    assertThat(client.next()).startsWith(connect + "{\"sid\":\"");
    return client;
  }

  void send(String packet) {
    socket.sendText(packet, true).join();
  }

  void send(byte... attachment) {
    socket.sendBinary(ByteBuffer.wrap(attachment), true).join();
  }

  WebSocket socket() {
    return socket;
  }

  /** The next text message. */
  String next() {
    String next = poll(texts);
    assertThat(next).as("a text message in time; close: %s", closeCode).isNotNull();
    return next;
  }

  byte[] nextBinary() {
    byte[] next = poll(binaries);
    assertThat(next).as("a binary message in time").isNotNull();
    return next;
  }

  private static <T> T poll(BlockingQueue<T> queue) {
    try {
      return queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  boolean hasNothing() {
    return texts.isEmpty() && binaries.isEmpty();
  }

  /** Fails if TCP ended without a close frame: then the future holds the error. */
  CompletableFuture<Integer> closeCode() {
    return closeCode;
  }

  int awaitCloseCode() {
    return closeCode.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      texts.add(text.toString());
      text.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    binary.writeBytes(part);
    if (last) {
      binaries.add(binary.toByteArray());
      binary.reset();
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closeCode.complete(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closeCode.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
