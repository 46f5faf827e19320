package io.tenterhook.transport.netty;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that does what a script says, byte by byte, so that each fault is exactly
 * the one wanted. One thread, one connection after the other; every wait has a limit.
 */
final class RawServer implements AutoCloseable {

  private static final int LIMIT_MILLIS = 10_000;

  private final ServerSocket listening;
  private final Script script;
  private final @Nullable SSLSocketFactory tls;
  private final Thread thread;
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile @Nullable Socket current;

  @FunctionalInterface
  interface Script {
    void play(Peer peer) throws Exception;
  }

  private RawServer(InetAddress address, Script script, @Nullable SSLSocketFactory tls)
      throws IOException {
    this.script = script;
    this.tls = tls;
    this.listening = new ServerSocket(0, 50, address);
    this.thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  static RawServer playing(Script script) throws IOException {
    return new RawServer(InetAddress.getLoopbackAddress(), script, null);
  }

  static RawServer playingOverTls(SSLSocketFactory tls, Script script) throws IOException {
    return new RawServer(InetAddress.getLoopbackAddress(), script, tls);
  }

  /** Plays the script after a good handshake. */
  static RawServer webSocket(Script script) throws IOException {
    return webSocketAt(InetAddress.getLoopbackAddress(), script);
  }

  /** The same at another address of this machine. */
  static RawServer webSocketAt(InetAddress address, Script script) throws IOException {
    Script afterHandshake =
        peer -> {
          if (peer.switchToWebSocket()) {
            script.play(peer);
          }
        };
    return new RawServer(address, afterHandshake, null);
  }

  int port() {
    return listening.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket accepted = listening.accept()) {
        connections.incrementAndGet();
        accepted.setSoTimeout(LIMIT_MILLIS);
        accepted.setTcpNoDelay(true);
        current = accepted;
        script.play(new Peer(accepted, tls));
      } catch (Exception | AssertionError e) {
        if (!listening.isClosed()) {
          failures.add(e);
        }
      }
    }
  }

  /** Ends the server; a failure inside the script fails the test. */
  @Override
  public void close() throws IOException {
    listening.close();
    Socket socket = current;
    // A script that has something to do is given the time to do it.
    if (!endsWithin(200) && socket != null) {
      socket.close();
      endsWithin(LIMIT_MILLIS);
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("The server's script failed", failures.get(0));
    }
  }

  private boolean endsWithin(long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /** The server's side of one connection. */
  static final class Peer {

    final Socket socket;
    private final Socket tcp;
    private final InputStream in;
    private List<String> request = List.of();

    Peer(Socket accepted, @Nullable SSLSocketFactory tls) throws IOException {
      tcp = accepted;
      if (tls == null) {
        socket = accepted;
      } else {
        SSLSocket secure = (SSLSocket) tls.createSocket(accepted, null, accepted.getPort(), true);
        secure.setUseClientMode(false);
        socket = secure;
      }
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** Reads the request's lines; none if the client went before it had sent them all. */
    List<String> readRequest() throws IOException {
      request = List.of();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int b = in.read();
        if (b < 0) {
          return request;
        }
        head.append((char) b);
      }
      request = head.toString().trim().lines().toList();
      return request;
    }

    /** All values of a header of the request that was read. */
    List<String> header(String name) {
      return request.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).trim())
          .toList();
    }

    /** The right answer to the request that was read, as text. */
    String goodAnswer(String... moreHeaders) throws Exception {
      String key = header("Sec-WebSocket-Key").get(0);
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(Frames.utf8(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
      StringBuilder answer =
          new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
              .append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
              .append("Sec-WebSocket-Accept: ")
              .append(Base64.getEncoder().encodeToString(hash))
              .append("\r\n");
      for (String header : moreHeaders) {
        answer.append(header).append("\r\n");
      }
      return answer.append("\r\n").toString();
    }

    /** False if the client went without a request. */
    boolean switchToWebSocket() throws Exception {
      if (readRequest().isEmpty()) {
        return false;
      }
      send(goodAnswer());
      return true;
    }

    /** Answers with a status, headers and the start of a body. */
    void respond(String status, String body, String... headers) throws IOException {
      send("HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body);
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[]... parts) throws IOException {
      socket.getOutputStream().write(Frames.join(parts));
      socket.getOutputStream().flush();
    }

    /** Sends and then waits until the client has gone: nothing of ours ends the connection. */
    void sendAndHold(byte[]... parts) throws IOException {
      send(parts);
      awaitEnd();
    }

    /** Sends, and ends the connection when the client has sent one frame. */
    void sendAndReadFrame(byte[]... parts) throws IOException {
      send(parts);
      readFrame();
    }

    Frames.@Nullable Received readFrame() throws IOException {
      return Frames.read(in);
    }

    /** Reads until the client ends the connection, in whatever way. */
    void awaitEnd() throws IOException {
      awaitEnd(in);
    }

    /** The same below TLS, whose handshake has failed. */
    void awaitTcpEnd() throws IOException {
      try {
        awaitEnd(tcp.getInputStream());
      } catch (SocketException e) {
        // TLS has closed it already, after its last words.
      }
    }

    private static void awaitEnd(InputStream in) throws IOException {
      try {
        byte[] rest = new byte[8_192];
        int count = 0;
        while (count >= 0) {
          count = in.read(rest);
        }
      } catch (SocketException e) {
        // The client's abort is a reset when something of ours was still unread.
      }
    }

    /** Ends the connection by TCP RST, without a word of TLS before it. */
    void reset() throws IOException {
      tcp.setSoLinger(true, 0);
      tcp.close();
    }
  }
}
