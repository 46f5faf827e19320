package io.tenterhook.interop;

import static io.tenterhook.interop.Patience.LIMIT;
import static io.tenterhook.interop.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.tenterhook.testing.DisconnectReason;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Our {@code testing} server as {@code io.socket:socket.io-client} sees it, on all its roads. */
@ParameterizedClass
@ValueSource(strings = {"websocket", "polling", "polling,websocket"})
final class OfficialJavaClientTest {
  private final String transports;
  private final OkHttpClient http = new OkHttpClient();
  private SocketIoServer server;
  private Socket socket;
  private ServerSocketPeer peer;

  OfficialJavaClientTest(String transports) {
    this.transports = transports;
  }

  @BeforeEach
  void connect() {
    server = SocketIoServer.start();
    server.namespace("/realtime").echo();
    IO.Options options = new IO.Options();
    options.forceNew = true;
    options.reconnection = false;
    options.transports = transports.split(",", -1);
    options.auth = Map.of("token", "good");
    options.callFactory = http;
    options.webSocketFactory = http;
    socket = IO.socket(server.uri().resolve("/realtime"), options);
    CompletableFuture<Object[]> connected = new CompletableFuture<>();
    socket.on(Socket.EVENT_CONNECT, connected::complete);
    socket.connect();
    within(connected);
    peer = server.namespace("/realtime").takePeer(LIMIT);
    String road = transports.endsWith("websocket") ? "websocket" : "polling";
    Patience.until(() -> peer.connection().transport().equals(road));
  }

  @AfterEach
  void close() {
    socket.close();
    server.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  @Test
  void isEchoedTextAndBytes() throws Exception {
    CompletableFuture<Object[]> text = new CompletableFuture<>();
    CompletableFuture<Object[]> bytes = new CompletableFuture<>();
    socket.on("text", text::complete);
    socket.on("bytes", bytes::complete);

    socket.emit("text", "é😀", 1, new JSONObject("{\"a\":[]}"));
    socket.emit("bytes", new byte[] {1, 2}, "end");

    assertThat(within(text)[0]).isEqualTo("é😀");
    assertThat(within(text)[2]).hasToString("{\"a\":[]}");
    assertThat(within(bytes)[0]).isEqualTo(new byte[] {1, 2});
    ReceivedEvent received = server.take("bytes", LIMIT);
    assertThat(received.attachments()).containsExactly(new byte[] {1, 2});
    server.verifyNoErrors();
  }

  @Test
  void asksAndAnswers() {
    CompletableFuture<Object[]> answer = new CompletableFuture<>();
    socket.emit("ask", new Object[] {"q", 2}, answer::complete);
    assertThat(within(answer)).containsExactly("q", 2);

    socket.on("asked", args -> ((Ack) args[args.length - 1]).call("a", args[0]));
    assertThat(within(peer.emitWithAck("asked", "7")).args()).containsExactly("\"a\"", "7");
    server.verifyNoErrors();
  }

  @Test
  void leavesInOrder() {
    socket.disconnect();

    assertThat(within(peer.disconnected())).isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    server.verifyNoErrors();
  }

  @Test
  void isSentAway() {
    CompletableFuture<Object[]> gone = new CompletableFuture<>();
    socket.on(Socket.EVENT_DISCONNECT, gone::complete);

    peer.disconnect(false);

    assertThat(within(gone)).containsExactly("io server disconnect");
  }
}
