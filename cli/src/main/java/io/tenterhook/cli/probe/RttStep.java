package io.tenterhook.cli.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How long a message and its answer take: pings of a WebSocket, else connects of TCP. */
final class RttStep {
  static final int ROUNDS = 20;
  private static final Duration FIRST_PONG = Duration.ofSeconds(2);

  private final Target target;
  private final Dialer dialer;

  RttStep(Target target, Dialer dialer) {
    this.target = target;
    this.dialer = dialer;
  }

  Step take(boolean webSocket) {
    Step.Taking taking = new Step.Taking(Step.Kind.RTT);
    try {
      List<Long> pings = webSocket ? pings() : List.of();
      return pings.isEmpty()
          ? percentiles(taking, connects(), "TCP connects")
          : percentiles(taking, pings, "WebSocket pings");
    } catch (IOException failed) {
      return taking.warning(Finding.NO_ANSWERS, Text.of(failed));
    }
  }

  /** Empty if the server does not answer such pings. */
  private List<Long> pings() {
    List<Long> nanos = new ArrayList<>();
    Duration limit = target.limit().compareTo(FIRST_PONG) < 0 ? target.limit() : FIRST_PONG;
    try (Talk talk = new Requests(target, dialer).webSocket("", limit)) {
      while (talk.isOpen() && nanos.size() < ROUNDS) {
        byte[] number = {(byte) nanos.size()};
        long start = System.nanoTime();
        talk.send(Talk.PING, number);
        Talk.Message answer = talk.any();
        while (answer.opcode() != Talk.PONG && answer.opcode() != Talk.CLOSE) {
          answer = talk.any();
        }
        if (answer.opcode() == Talk.CLOSE) {
          break;
        }
        nanos.add(System.nanoTime() - start);
      }
    } catch (IOException ended) {
      target.trace().accept("pings of the WebSocket: " + Text.line(Text.of(ended)));
    }
    return nanos;
  }

  private List<Long> connects() throws IOException {
    List<Long> nanos = new ArrayList<>();
    long end = System.nanoTime() + target.limit().toNanos();
    while (nanos.size() < ROUNDS && System.nanoTime() < end) {
      long start = System.nanoTime();
      dialer.tcp(target.limit()).close();
      nanos.add(System.nanoTime() - start);
    }
    return nanos;
  }

  private static Step percentiles(Step.Taking taking, List<Long> nanos, String what) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    taking.note("of", what);
    taking.note("n", sorted.size());
    StringBuilder says = new StringBuilder();
    for (int percent : new int[] {50, 90, 99}) {
      Duration value = Duration.ofNanos(percentile(sorted, percent));
      taking.note("p" + percent + "Ms", Math.round(value.toNanos() / 1e4) / 100.0);
      says.append(String.format(Locale.ROOT, "p%d %s, ", percent, Text.of(value)));
    }
    return taking.ok(says + "of " + sorted.size() + " " + what);
  }

  /** By the nearest rank: a value that was measured. */
  static long percentile(List<Long> sorted, int percent) {
    return sorted.get((percent * sorted.size() + 99) / 100 - 1);
  }
}
