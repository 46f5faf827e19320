package io.tenterhook.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Long-polling and WebSocket of one session, played by hand byte by byte: each GET gets the next
 * body that the test has put in, POSTs get {@code ok}, and a WebSocket gets what the test wants.
 */
final class UpgradingServer implements AutoCloseable {
  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  static final String OPEN = PollingServer.OPEN.replace("[]", "[\"websocket\"]");

  /** What becomes of a WebSocket. */
  interface Script {
    void play(WebSocket peer) throws IOException;
  }

  private final ServerSocket listening;
  private final Script script;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  final List<String> posted = new CopyOnWriteArrayList<>();

  UpgradingServer(Script script) {
    this.script = script;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    threads.execute(this::serve);
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
        if (!header(head, "Upgrade").isEmpty()) {
          script.play(new WebSocket(head, in, out, answers));
          return;
        }
        String body = "ok";
        if (head.get(0).startsWith("POST")) {
          int length = Integer.parseInt(header(head, "Content-Length"));
          posted.add(new String(in.readNBytes(length), UTF_8));
        } else {
          body = answers.take();
        }
        byte[] bytes = body.getBytes(UTF_8);
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        out.write(answer.getBytes(ISO_8859_1));
        out.write(bytes);
        out.flush();
      }
    } catch (IOException gone) {
      // The client's to decide.
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** The lines of the next request; none when the client has gone. */
  private static List<String> head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return List.of();
      }
      head.append((char) next);
    }
    return head.toString().strip().lines().toList();
  }

  private static String header(List<String> head, String name) {
    return head.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    threads.shutdownNow();
  }

  /** The server's side of a WebSocket. */
  static final class WebSocket {
    private static final int CLOSE = 0x88;
    private static final int MASK_BYTES = 4;

    private final List<String> head;
    private final InputStream in;
    private final OutputStream out;

    /** Those to the polls of the same session. */
    final BlockingQueue<String> answers;

    WebSocket(List<String> head, InputStream in, OutputStream out, BlockingQueue<String> answers) {
      this.answers = answers;
      this.head = head;
      this.in = in;
      this.out = out;
    }

    String header(String name) {
      return UpgradingServer.header(head, name);
    }

    void refuse(String status) throws IOException {
      out.write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(ISO_8859_1));
      out.flush();
    }

    void accept(String... moreHeaders) throws IOException {
      StringBuilder answer =
          new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
              .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
              .append(accepting(header("Sec-WebSocket-Key")))
              .append("\r\n");
      for (String more : moreHeaders) {
        answer.append(more).append("\r\n");
      }
      out.write(answer.append("\r\n").toString().getBytes(ISO_8859_1));
      out.flush();
    }

    private static String accepting(String key) {
      try {
        byte[] all = (key + ACCEPT_SUFFIX).getBytes(ISO_8859_1);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(all));
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /** One frame, whole; its first byte is 0x81 for text, 0x82 for binary, 0x88 for close. */
    void send(int first, String payload) throws IOException {
      byte[] bytes = payload.getBytes(UTF_8);
      out.write(first);
      if (bytes.length < 126) {
        out.write(bytes.length);
      } else {
        out.write(new byte[] {126, (byte) (bytes.length >> 8), (byte) bytes.length});
      }
      out.write(bytes);
      out.flush();
    }

    void text(String payload) throws IOException {
      send(0x81, payload);
    }

    /** Reads one frame of less than 126 bytes. @return its first byte, or -1 at the end */
    int frame() throws IOException {
      int first = in.read();
      if (first >= 0) {
        in.readNBytes((in.read() & 0x7f) + MASK_BYTES);
      }
      return first;
    }

    /** Waits until the client has gone, and answers its goodbye. */
    void hold() throws IOException {
      int first = frame();
      while (first >= 0 && first != CLOSE) {
        first = frame();
      }
      if (first == CLOSE) {
        send(CLOSE, "");
      }
    }
  }
}
