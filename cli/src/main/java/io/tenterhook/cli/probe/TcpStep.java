package io.tenterhook.cli.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of the addresses answer. All are tried, within one limit for all. */
final class TcpStep {
  private static final int MAX_ADDRESSES = 8;

  private final Target target;
  private final List<InetAddress> addresses;
  private Optional<InetSocketAddress> answering = Optional.empty();

  TcpStep(Target target, List<InetAddress> addresses) {
    this.target = target;
    this.addresses = addresses;
  }

  Optional<InetSocketAddress> answering() {
    return answering;
  }

  Step take() {
    Step.Taking taking = new Step.Taking(Step.Kind.TCP);
    long end = System.nanoTime() + target.limit().toNanos();
    List<InetAddress> tried = addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size()));
    List<String> told = new ArrayList<>();
    Finding finding = Finding.PORT_CLOSED;
    for (int i = 0; i < tried.size(); i++) {
      InetSocketAddress address = new InetSocketAddress(tried.get(i), target.port());
      // The first that hangs must leave time for the others.
      long left = Math.max(1, (end - System.nanoTime()) / 1_000_000 / (tried.size() - i));
      try (Socket socket = new Socket()) {
        socket.connect(address, Math.toIntExact(left));
        told.add(text(address) + " answers");
        answering = answering.isPresent() ? answering : Optional.of(address);
      } catch (IOException failed) {
        told.add(text(address) + ": " + Text.of(failed));
        finding = finding(failed);
      }
    }
    taking.note("tried", told);
    if (answering.isEmpty()) {
      return taking.failed(finding, String.join(", ", told));
    }
    taking.note("address", text(answering.get()));
    return taking.ok(String.join(", ", told));
  }

  private static Finding finding(IOException failed) {
    if (failed instanceof SocketTimeoutException) {
      return Finding.NO_TCP_ANSWER;
    }
    return failed instanceof ConnectException && Text.of(failed).contains("refused")
        ? Finding.PORT_CLOSED
        : Finding.UNREACHABLE;
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
