package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does not read: what waits to be sent is bounded, and flows when it reads again. */
@Timeout(60)
class OutboundQueueTest {
  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: (\\S+)");
  private static final String TEXT = "x".repeat(50_000);

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final CountDownLatch reads = new CountDownLatch(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicLong received = new AtomicLong();
  private ServerSocket listening;
  private volatile Socket accepted;
  private SocketIoClient client;

  @BeforeEach
  void serveOneClient() throws IOException {
    listening = new ServerSocket();
    listening.setReceiveBufferSize(65_536);
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread thread =
        new Thread(
            () -> {
              try {
                accepted = listening.accept();
                serve(accepted);
              } catch (IOException | InterruptedException | NoSuchAlgorithmException e) {
                ended.completeExceptionally(e);
              } finally {
                ended.complete(null);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void tearDown() throws IOException {
    reads.countDown();
    accepted.shutdownOutput();
    client.close();
    Stage.join(ended);
    accepted.close();
    listening.close();
  }

  private void serve(Socket socket)
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    InputStream in = socket.getInputStream();
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      request.append((char) in.read());
    }
    Matcher key = KEY.matcher(request);
    assertThat(key.find()).isTrue();
    socket
        .getOutputStream()
        .write(
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: "
                    + accept(key.group(1))
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    send(socket, "0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":60000,\"pingTimeout\":60000}");
    assertThat(in.readNBytes(2 + 4 + 2)).as("header, mask, CONNECT").hasSize(8);
    send(socket, "40{\"sid\":\"a\"}");
    reads.await();
    byte[] buffer = new byte[65_536];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      received.addAndGet(count);
    }
  }

  private static String accept(String key) throws NoSuchAlgorithmException {
    byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
  }

  private static void send(Socket socket, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[2 + payload.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 2, payload.length);
    socket.getOutputStream().write(frame);
  }

  private static boolean isTaken(NamespaceSocket socket) {
    try {
      socket.emit("e", TEXT);
      return true;
    } catch (OverflowException full) {
      assertThat(full).hasMessageContaining("maxOutboundQueueBytes");
      return false;
    }
  }

  /** Emits until it is refused. @return how many were taken this time */
  private static int fill(NamespaceSocket socket, AtomicInteger sum) {
    int taken = 0;
    while (isTaken(socket)) {
      taken++;
    }
    sum.addAndGet(taken);
    return taken;
  }

  /** A limit above, and one below, what makes a transport tell that its queue has shrunk. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 1_024})
  void refusesEmitsAboveTheLimitAndTakesThemAgainWhenTheServerReads(int limit) {
    client =
        SocketIoClient.builder("http://127.0.0.1:" + listening.getLocalPort())
            .limits(Limits.defaults().maxOutboundQueueBytes(limit))
            .reconnect(ReconnectPolicy.never())
            .build();
    NamespaceSocket socket = client.socket();
    Stage.join(socket.connect());
    AtomicInteger taken = new AtomicInteger();

    await().during(ofMillis(200)).until(() -> fill(socket, taken) == 0);
    assertThat(taken).hasPositiveValue();
    assertThat(socket.isConnected()).isTrue();
    reads.countDown();

    // No ping comes that would make the client look after its queue.
    await().until(() -> isTaken(socket));
    await().until(() -> received.get() > (taken.get() + 1L) * TEXT.length());
  }
}
