package io.tenterhook.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Speaks TLS in front of a server that does not, as a reverse proxy does. */
public final class TlsRelay implements AutoCloseable {
  private final SSLServerSocket listening;
  private final int target;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  /**
   * @param demanding whether clients must show a certificate
   */
  public TlsRelay(SSLContext context, int target, boolean demanding) throws IOException {
    this.target = target;
    listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.setNeedClientAuth(demanding);
    start(this::accept);
  }

  public String url() {
    return "https://localhost:" + listening.getLocalPort();
  }

  public int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        SSLSocket client = (SSLSocket) listening.accept();
        open.add(client);
        start(() -> relay(client));
      }
    } catch (IOException closed) {
      // That is how it ends.
    }
  }

  private void relay(SSLSocket client) {
    try {
      client.startHandshake();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      start(() -> copy(server, client));
      copy(client, server);
    } catch (IOException refused) {
      // One of the two trusts the other not, and may be gone already: what is wanted.
      quietly(client);
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException ended) {
      quietly(from);
      quietly(to);
    }
  }

  private static void quietly(Closeable what) {
    try {
      what.close();
    } catch (IOException gone) {
      // Gone is what it shall be.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "tls-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    quietly(listening);
    open.forEach(TlsRelay::quietly);
  }
}
