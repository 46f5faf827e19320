package io.tenterhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's WebSocket, packet by packet, so that no code of ours judges a server. */
final class PlainSocket implements WebSocket.Listener, AutoCloseable {
  static final String HANDSHAKE = "/socket.io/?EIO=4&transport=websocket";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private final WebSocket socket;

  private PlainSocket(URI server, String target) {
    URI uri = URI.create("ws://127.0.0.1:" + server.getPort() + target);
    socket = Patience.within(HTTP.newWebSocketBuilder().buildAsync(uri, this));
  }

  static PlainSocket open(URI server, String target) {
    return new PlainSocket(server, target);
  }

  /** Has read the OPEN packet. */
  static PlainSocket open(URI server) {
    PlainSocket client = open(server, HANDSHAKE);
    assertThat(client.next()).startsWith("0{\"sid\":\"");
    return client;
  }

  /** Joins a namespace with {@code 40} or for instance {@code 40/a,}. */
  static PlainSocket joined(URI server, String connect) {
    PlainSocket client = open(server);
    client.send(connect);
    assertThat(client.next()).startsWith(connect + "{\"sid\":\"");
    return client;
  }

  void send(String packet) {
    Patience.within(socket.sendText(packet, true));
  }

  void send(byte... attachment) {
    Patience.within(socket.sendBinary(ByteBuffer.wrap(attachment), true));
  }

  /** The next message that is no ping; a binary one as {@code b} and base64. */
  String next() {
    String next = nextWithPings();
    while (next.equals("2")) {
      next = nextWithPings();
    }
    return next;
  }

  String nextWithPings() {
    try {
      String next = packets.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("a message in time; closed: %s", closed).isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The close code, 1006 if TCP ended without one. */
  int awaitClose() {
    return Patience.within(closed);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      packets.add(text.toString());
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
      packets.add("b" + Base64.getEncoder().encodeToString(binary.toByteArray()));
      binary.reset();
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closed.complete(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete(1006);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
