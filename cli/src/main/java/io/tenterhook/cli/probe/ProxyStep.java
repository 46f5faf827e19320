package io.tenterhook.cli.probe;

import io.tenterhook.client.spi.ProxyTunnel;
import java.io.IOException;
import java.util.Locale;

/** Whether the proxy makes a tunnel to the server. All later steps go through one. */
final class ProxyStep {
  private final Target target;
  private final ProxyTunnel proxy;
  private final Dialer dialer;

  ProxyStep(Target target, ProxyTunnel proxy, Dialer dialer) {
    this.target = target;
    this.proxy = proxy;
    this.dialer = dialer;
  }

  Step take() {
    Step.Taking taking = new Step.Taking(Step.Kind.PROXY);
    boolean http = proxy.protocol() == ProxyTunnel.Protocol.HTTP;
    taking.note("proxy", proxy.hostAndPort());
    taking.note("protocol", proxy.protocol().name().toLowerCase(Locale.ROOT));
    taking.note("credentials", proxy.credentials() != null);
    try {
      dialer.tcp(target.limit()).close();
      return taking.ok(
          "a tunnel to "
              + target.host()
              + ":"
              + target.port()
              + (http ? " by CONNECT" : " by SOCKS5")
              + (proxy.credentials() == null ? "" : ", with credentials"));
    } catch (ProxyRefusal refusal) {
      return taking.failed(refusal.finding(), Text.of(refusal));
    } catch (IOException failed) {
      return taking.failed(Finding.PROXY_NOT_SPOKEN, Text.of(failed));
    }
  }
}
