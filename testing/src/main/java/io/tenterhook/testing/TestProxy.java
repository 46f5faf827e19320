package io.tenterhook.testing;

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
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a proxy, HTTP CONNECT (RFC 9110, 9.3.6) and SOCKS5 (RFC 1928) on one port: whatever
 * host is asked for, all tunnels lead to one server.
 *
 * <pre>{@code
 * try (SocketIoServer server = SocketIoServer.start();
 *     TestProxy proxy = TestProxy.to(server)) {
 *   proxy.requireCredentials("robot", "secret");
 *   // now the code under test goes to http://any.example by the proxy 127.0.0.1:proxy.port()
 *   List<String> asked = proxy.asked();   // CONNECT any.example:80
 * }
 * }</pre>
 *
 * <p>All methods can be called from any thread. Its threads are daemons and end with it.
 */
public final class TestProxy implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final int MAX_HEAD_CHARS = 64 << 10;
  private static final int MAX_ASKED = 10_000;
  private static final int SOCKS5 = 5;
  private static final int BY_PASSWORD = 2;
  private static final int BY_NAME = 3;

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
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** {@code user:password}; anybody may come if it is empty. */
  private volatile String credentials = "";

  private volatile @Nullable String answer;

  private TestProxy(int serverPort) {
    this.serverPort = serverPort;
    try {
      listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    daemon("tenterhook-proxy", this::accept);
  }

  /**
   * Starts a proxy on a free port of the loopback interface.
   *
   * @param server where all tunnels lead to
   * @return the proxy
   */
  public static TestProxy to(SocketIoServer server) {
    return new TestProxy(server.port());
  }

  /**
   * The proxy's port.
   *
   * @return the port, on {@code 127.0.0.1}
   */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * What tunnels were asked for, by whom the proxy knows or not.
   *
   * @return for instance {@code CONNECT any.example:443} or {@code SOCKS5 any.example:443}, at most
   *     10,000
   */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /**
   * Wants credentials: without them HTTP is answered 407, and SOCKS5 refused.
   *
   * @param user for HTTP without a colon
   * @param password any
   */
  public void requireCredentials(String user, String password) {
    credentials = user + ":" + password;
  }

  /**
   * Answers HTTP with this in place of a tunnel, and holds the connection.
   *
   * @param text for instance {@code "HTTP/1.1 502 Bad Gateway\r\n\r\n"}, nonsense, or the empty
   *     text for silence
   */
  public void answerWith(String text) {
    answer = text;
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
        open.removeIf(Socket::isClosed);
        open.add(client);
        daemon("tenterhook-proxy-tunnel", () -> serve(client));
      }
    } catch (IOException closed) {
      open.forEach(TestProxy::close);
    }
  }

  private void serve(Socket client) {
    try {
      client.setTcpNoDelay(true);
      InputStream in = client.getInputStream();
      int first = in.read();
      boolean good =
          first == SOCKS5 ? socks(in, client.getOutputStream()) : http(first, in, client);
      if (good) {
        carry(client);
      } else if (answer != null) {
        // Until the client has had enough.
        in.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException gone) {
      // The client has gone, or the proxy is closed.
    }
    close(client);
  }

  private void note(String request) {
    if (asked.size() < MAX_ASKED) {
      asked.add(request);
    }
  }

  private boolean http(int first, InputStream in, Socket client) throws IOException {
    StringBuilder head = new StringBuilder().append((char) first);
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0 || head.length() > MAX_HEAD_CHARS) {
        return false;
      }
      head.append((char) next);
    }
    int end = head.indexOf(" HTTP/1.1");
    note(end < 0 ? head.toString() : head.substring(0, end));
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
    if (password && methods.indexOf(BY_PASSWORD) < 0) {
      out.write(new byte[] {SOCKS5, -1});
      return false;
    }
    out.write(new byte[] {SOCKS5, (byte) (password ? BY_PASSWORD : 0)});
    if (password && !isKnown(in, out)) {
      return false;
    }
    // Version, CONNECT, reserved.
    in.readNBytes(3);
    boolean byName = in.read() == BY_NAME;
    byte[] host = in.readNBytes(byName ? in.read() : 4);
    String text =
        byName
            ? new String(host, StandardCharsets.US_ASCII)
            : InetAddress.getByAddress(host).getHostAddress();
    note("SOCKS5 " + text + ":" + (in.read() << 8 | in.read()));
    out.write(new byte[] {SOCKS5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    return true;
  }

  /** RFC 1929. */
  private boolean isKnown(InputStream in, OutputStream out) throws IOException {
    in.read();
    String user = new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
    String shown = user + ":" + new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
    boolean known = credentials.equals(shown);
    out.write(new byte[] {1, (byte) (known ? 0 : 1)});
    return known;
  }

  private void carry(Socket client) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      server.setTcpNoDelay(true);
      open.add(server);
      daemon("tenterhook-proxy-down", () -> copy(server, client));
      copy(client, server);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // One side has gone, and so does the other.
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

  /** Ends the proxy and all its tunnels. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
