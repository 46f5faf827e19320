package io.tenterhook.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers each connection as a script says: for servers that no library plays. */
final class Standin implements AutoCloseable {
  static final String OPEN =
      "0{\"sid\":\"standin-sid\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
          + "\"maxPayload\":100000}";

  private final ServerSocket listening;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();

  private Standin(ServerSocket listening, Script script) {
    this.listening = listening;
    this.script = script;
    start(this::accept);
  }

  /** Plays one connection. */
  interface Script {
    void play(Peer peer) throws IOException;
  }

  static Standin playing(Script script) throws IOException {
    return new Standin(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  /** Answers each request with the same text. */
  static Standin answering(String answer) throws IOException {
    return playing(
        peer -> {
          peer.request();
          peer.send(answer);
        });
  }

  /** An answer with a body. */
  static String http(String status, String type, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  String url() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Peer peer = new Peer(socket, connections.getAndIncrement());
        start(() -> play(peer));
      }
    } catch (IOException closed) {
      // That is how it ends.
    }
  }

  private void play(Peer peer) {
    try (Socket socket = peer.socket) {
      script.play(peer);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException gone) {
      // The process may leave at any time.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "standin");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** One connection. */
  static final class Peer {
    private final Socket socket;
    private final int number;

    Peer(Socket socket, int number) {
      this.socket = socket;
      this.number = number;
    }

    /** How many were before it. */
    int number() {
      return number;
    }

    /** The head and the body of a request. */
    String request() throws IOException {
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the client has gone");
        }
        head.write(next);
      }
      String text = head.toString(StandardCharsets.ISO_8859_1);
      int length =
          text.contains("Content-Length: ")
              ? Integer.parseInt(text.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"))
              : 0;
      return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    /** The answer to the handshake of a WebSocket. */
    void accept(String request) throws IOException {
      String key = request.replaceFirst("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
      send(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
              + "\r\n\r\n");
    }

    private static String hash(String text) {
      try {
        return Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-1")
                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }

    /** One text message of fewer than 126 bytes. */
    void message(String text) throws IOException {
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      byte[] frame = new byte[2 + payload.length];
      frame[0] = (byte) 0x81;
      frame[1] = (byte) payload.length;
      System.arraycopy(payload, 0, frame, 2, payload.length);
      send(frame);
    }

    /** Passes all bytes on, both ways, until either side goes. */
    void relayTo(int port) throws IOException {
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        start(
            () -> {
              try {
                server.getInputStream().transferTo(socket.getOutputStream());
              } catch (IOException gone) {
                // The other direction ends with it.
              }
            });
        socket.getInputStream().transferTo(server.getOutputStream());
      }
    }

    /** Until the client goes. */
    void listen() throws IOException {
      socket.getInputStream().readAllBytes();
    }
  }
}
