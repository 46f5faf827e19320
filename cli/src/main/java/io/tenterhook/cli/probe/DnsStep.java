package io.tenterhook.cli.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Which addresses the host has. */
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
    String host = target.host();
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
      return taking.failed(Finding.HOST_UNKNOWN, why);
    } catch (TimeoutException late) {
      return taking.failed(Finding.HOST_UNKNOWN, "DNS does not answer for " + host);
    }
    List<String> texts = addresses.stream().map(InetAddress::getHostAddress).toList();
    taking.note("addresses", texts);
    String only = texts.get(0);
    return taking.ok(
        texts.size() == 1 && only.equals(host)
            ? host + " is an address"
            : host + " is " + String.join(", ", texts));
  }
}
