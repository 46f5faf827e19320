package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO server by WebSocket, plain or by TLS, that reads no further than CONNECT before the
 * test says so. It announces pings that are far away.
 */
final class DeafServer implements AutoCloseable {
  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: (\\S+)");

  private final ServerSocket listening;
  private final @Nullable SSLContext tls;
  private final CountDownLatch reads = new CountDownLatch(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicLong received = new AtomicLong();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();

  DeafServer(@Nullable SSLContext tls) {
    this.tls = tls;
    try {
      listening = new ServerSocket();
      listening.setReceiveBufferSize(65_536);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    start(this::serveAll);
  }

  String url() {
    return (tls == null ? "http" : "https") + "://localhost:" + listening.getLocalPort();
  }

  int connections() {
    return accepted.size();
  }

  /** Bytes that were read behind CONNECT. */
  long received() {
    return received.get();
  }

  /** Reads from now on. */
  void read() {
    reads.countDown();
  }

  private void serveAll() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        accepted.add(socket);
        start(() -> serveOne(socket));
      } catch (IOException closed) {
        // The test is over.
      }
    }
    ended.complete(null);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "deaf-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serveOne(Socket socket) {
    try {
      serve(tls == null ? socket : tls.getSocketFactory().createSocket(socket, null, true));
    } catch (IOException gone) {
      // The client has left, or the test is over.
    } catch (InterruptedException | NoSuchAlgorithmException | AssertionError broken) {
      ended.completeExceptionally(broken);
    }
  }

  private void serve(Socket socket)
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    InputStream in = socket.getInputStream();
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the client left within its request");
      }
      request.append((char) next);
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

  /** Ends all connections, and takes no more. */
  void hangUp() {
    reads.countDown();
    try {
      listening.close();
      for (Socket socket : accepted) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    hangUp();
    Stage.join(ended);
  }
}
