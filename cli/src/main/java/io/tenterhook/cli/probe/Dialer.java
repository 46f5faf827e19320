package io.tenterhook.cli.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Opens lines to the address that has answered, with TLS if the URL wants it. */
final class Dialer {
  private final Target target;
  private final InetSocketAddress address;

  Dialer(Target target, InetSocketAddress address) {
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

  /** Without TLS, whatever the URL wants. */
  Line tcp(Duration limit) throws IOException {
    Socket socket = new Socket();
    Line line = new Line(socket, limit);
    try {
      socket.connect(address, Math.toIntExact(limit.toMillis()));
      socket.setTcpNoDelay(true);
      line.carry(socket);
      return line;
    } catch (IOException failed) {
      line.close();
      throw line.explained(failed);
    }
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
