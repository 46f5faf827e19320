package io.tenterhook.cli.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of the addresses answer: of the server, of its proxy, or its Unix socket. All are tried,
 * within one limit for all.
 */
final class TcpStep {
  private static final int MAX_ADDRESSES = 8;

  private final Target target;
  private final List<SocketAddress> addresses;
  private Optional<SocketAddress> answering = Optional.empty();

  TcpStep(Target target, List<SocketAddress> addresses) {
    this.target = target;
    this.addresses = addresses;
  }

  Optional<SocketAddress> answering() {
    return answering;
  }

  Step take() {
    Step.Taking taking = new Step.Taking(Step.Kind.TCP);
    long end = System.nanoTime() + target.limit().toNanos();
    List<SocketAddress> tried = addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size()));
    List<String> told = new ArrayList<>();
    Finding finding = Finding.PORT_CLOSED;
    for (int i = 0; i < tried.size(); i++) {
      SocketAddress address = tried.get(i);
      // The first that hangs must leave time for the others.
      long left = Math.max(1, (end - System.nanoTime()) / 1_000_000 / (tried.size() - i));
      try (Socket socket = Dialer.socket(address)) {
        socket.connect(address, Math.toIntExact(left));
        told.add(text(address) + " answers");
        answering = answering.isPresent() ? answering : Optional.of(address);
      } catch (IOException failed) {
        told.add(text(address) + ": " + why(failed));
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

  private Finding finding(IOException failed) {
    if (target.way().unixSocket() != null) {
      return Finding.UNIX_SOCKET_CLOSED;
    }
    if (target.way().proxy() != null) {
      return Finding.PROXY_UNREACHABLE;
    }
    if (failed instanceof SocketTimeoutException) {
      return Finding.NO_TCP_ANSWER;
    }
    return failed instanceof ConnectException && Text.of(failed).contains("refused")
        ? Finding.PORT_CLOSED
        : Finding.UNREACHABLE;
  }

  /** The JDK has no words for a path that is none. */
  private String why(IOException failed) {
    Path file = target.way().unixSocket();
    return file != null && Files.notExists(file) ? "there is no such file" : Text.of(failed);
  }

  private static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress internet) {
      String host = internet.getAddress().getHostAddress();
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + internet.getPort();
    }
    return "the Unix socket " + address;
  }
}
