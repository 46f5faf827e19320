package io.tenterhook.cli.probe;

import io.tenterhook.client.spi.ProxyTunnel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Which addresses the host has, or the proxy: that looks the host up itself. */
final class DnsStep {
  private final Target target;
  private List<InetAddress> addresses = List.of();

  DnsStep(Target target) {
    this.target = target;
  }

  List<InetAddress> addresses() {
    return addresses;
  }

  Step take() throws InterruptedException {
    Step.Taking taking = new Step.Taking(Step.Kind.DNS);
    ProxyTunnel proxy = target.way().proxy();
    String host = proxy == null ? target.host() : proxy.host();
    Finding finding = proxy == null ? Finding.HOST_UNKNOWN : Finding.PROXY_UNREACHABLE;
    // The JDK's look-up cannot be given a limit.
    FutureTask<List<InetAddress>> lookUp =
        new FutureTask<>(() -> Arrays.asList(InetAddress.getAllByName(host)));
    Thread thread = new Thread(lookUp, "tenter-probe-dns");
    thread.setDaemon(true);
    thread.start();
    try {
      addresses = lookUp.get(target.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      String why =
          failed.getCause() instanceof UnknownHostException
              ? "no address is known for " + host
              : "looking up " + host + " failed: " + failed.getCause();
      return taking.failed(finding, why);
    } catch (TimeoutException late) {
      return taking.failed(finding, "DNS does not answer for " + host);
    }
    List<String> texts = addresses.stream().map(InetAddress::getHostAddress).toList();
    taking.note("addresses", texts);
    String only = texts.get(0);
    return taking.ok(
        (proxy == null ? "" : "the proxy: ")
            + (texts.size() == 1 && only.equals(host)
                ? host + " is an address"
                : host + " is " + String.join(", ", texts)));
  }
}
