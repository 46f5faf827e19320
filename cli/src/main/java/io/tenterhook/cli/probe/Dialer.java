package io.tenterhook.cli.probe;

import io.tenterhook.client.spi.ProxyTunnel;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * Opens lines by the address that has answered, through the tunnel of a proxy if there is one, with
 * TLS if the URL wants it.
 */
final class Dialer {
  private final Target target;
  private final SocketAddress address;

  /**
   * @param address of the server, or of its proxy
   */
  Dialer(Target target, SocketAddress address) {
    this.target = target;
    this.address = address;
  }

  Line dial(Duration limit) throws IOException {
    Line line = tcp(limit);
    if (target.secure()) {
      var unused = secure(line, target.trusting(), !target.insecure());
    }
    return line;
  }

  /**
   * Without TLS, whatever the URL wants. Fails by {@link ProxyRefusal} if a proxy is in the way.
   */
  Line tcp(Duration limit) throws IOException {
    ProxyTunnel proxy = target.way().proxy();
    Socket socket = socket(address);
    Line line = new Line(socket, limit);
    try {
      socket.connect(address, Math.toIntExact(limit.toMillis()));
      socket.setTcpNoDelay(true);
      if (proxy != null) {
        Tunnelling.through(proxy, target, socket);
      }
      line.carry(socket);
      return line;
    } catch (IOException failed) {
      line.close();
      throw line.explained(failed);
    }
  }

  /** One for such an address; not connected yet. */
  static Socket socket(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress ? new UnixSocket() : new Socket();
  }

  /**
   * Speaks TLS on a line from now on.
   *
   * @param verifying whether the certificate must be for the host
   */
  SSLSession secure(Line line, SSLContext context, boolean verifying) throws IOException {
    try {
      SSLSocket tls =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(line.socket(), target.host(), target.port(), true);
      SSLParameters parameters = tls.getSSLParameters();
      if (verifying) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      sendName(parameters);
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      line.carry(tls);
      return tls.getSession();
    } catch (IOException failed) {
      line.close();
      throw line.explained(failed);
    }
  }

  /** The JDK by itself leaves names without a dot out, such as those inside a cluster. */
  private void sendName(SSLParameters parameters) {
    if (target.host().contains(":") || target.host().matches("[0-9.]+")) {
      return;
    }
    try {
      parameters.setServerNames(List.of(new SNIHostName(target.host())));
    } catch (IllegalArgumentException noName) {
      // SNI has no place for such a name, one with an underscore for example.
      parameters.setServerNames(List.of());
    }
  }
}
