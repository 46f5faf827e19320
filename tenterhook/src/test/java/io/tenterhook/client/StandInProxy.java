package io.tenterhook.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP and SOCKS5 proxy for whom all names lead to one port of this machine. It can play the TLS
 * of that server too: what goes through its tunnels is then TLS, and plain behind it.
 */
final class StandInProxy implements AutoCloseable {
  private static final String WANTS_CREDENTIALS =
      String.join(
          "\r\n",
          "HTTP/1.1 407 Proxy Authentication Required",
          "Proxy-Authenticate: Basic realm=\"office\"",
          "Content-Length: 0",
          "",
          "");

  private final ServerSocket listener;
  private final int serverPort;
  private final @Nullable SSLContext tlsOfServer;

  /** What was asked for: {@code CONNECT server.invalid:443}. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** {@code user:password}; anybody may come if it is empty. */
  volatile String credentials = "";

  /** In place of a tunnel, as text; not even that if it is empty. */
  volatile @Nullable String answer;

  StandInProxy(int serverPort) {
    this(serverPort, null);
  }

  StandInProxy(int serverPort, @Nullable SSLContext tlsOfServer) {
    this.serverPort = serverPort;
    this.tlsOfServer = tlsOfServer;
    try {
      listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    daemon("stand-in-proxy", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        open.add(client);
        daemon("stand-in-proxy-tunnel", () -> serve(client));
      }
    } catch (IOException closed) {
      open.forEach(StandInProxy::close);
    }
  }

  private void serve(Socket client) {
    try {
      client.setTcpNoDelay(true);
      InputStream in = client.getInputStream();
      int first = in.read();
      boolean good = first == 5 ? socks(in, client.getOutputStream()) : http(first, in, client);
      if (good) {
        carry(client);
      } else if (answer != null) {
        // Holds the connection until the client has had enough.
        in.readAllBytes();
      }
    } catch (IOException gone) {
      // the client has gone, or the test is over
    }
    close(client);
  }

  private boolean http(int first, InputStream in, Socket client) throws IOException {
    StringBuilder head = new StringBuilder().append((char) first);
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    asked.add(head.substring(0, head.indexOf(" HTTP/1.1")));
    String shown =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    String wanted = answer;
    if (wanted == null && !credentials.isEmpty() && head.indexOf(shown) < 0) {
      wanted = WANTS_CREDENTIALS;
    }
    String reply = wanted == null ? "HTTP/1.1 200 Connection established\r\n\r\n" : wanted;
    client.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
    return wanted == null;
  }

  private boolean socks(InputStream in, OutputStream out) throws IOException {
    String methods = new String(in.readNBytes(in.read()), StandardCharsets.ISO_8859_1);
    boolean password = !credentials.isEmpty();
    if (password && methods.indexOf(2) < 0) {
      out.write(new byte[] {5, -1});
      return false;
    }
    out.write(new byte[] {5, (byte) (password ? 2 : 0)});
    if (password) {
      in.read();
      String user = new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
      String shown = user + ":" + new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
      boolean good = credentials.equals(shown);
      out.write(new byte[] {1, (byte) (good ? 0 : 1)});
      if (!good) {
        return false;
      }
    }
    // Version, CONNECT, reserved.
    in.readNBytes(3);
    boolean byName = in.read() == 3;
    byte[] host = in.readNBytes(byName ? in.read() : 4);
    String text =
        byName
            ? new String(host, StandardCharsets.US_ASCII)
            : InetAddress.getByAddress(host).getHostAddress();
    asked.add("SOCKS5 " + text + ":" + (in.read() << 8 | in.read()));
    out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    return true;
  }

  private void carry(Socket client) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      server.setTcpNoDelay(true);
      open.add(server);
      Socket inside = client;
      if (tlsOfServer != null) {
        SSLSocket tls =
            (SSLSocket) tlsOfServer.getSocketFactory().createSocket(client, null, port(), true);
        tls.setUseClientMode(false);
        inside = tls;
      }
      Socket near = inside;
      daemon("stand-in-proxy-down", () -> copy(server, near));
      copy(inside, server);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // one side has gone, and so does the other
    }
    close(from);
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
