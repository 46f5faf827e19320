package io.tenterhook.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults as they are written on a command line. */
class FaultNamesTest {
  @ParameterizedTest
  @CsvSource({
    "http=502, http 502",
    "http-on-request=3:502, http 502 on request 3",
    "redirect=http://a@b/?c=d, http 302",
    "silence, silence",
    "no-open, no open",
    "bad-open, instead of open",
    "wrong-sid, wrong sid",
    "refuse-upgrade=403, refuse upgrade 403",
    "ignore-probe, ignore probe",
    "never-ping, never ping",
    "late-ping=2s, late ping",
    "ignore-pongs, ignore pongs",
    "never-answer-connect, never answer connect",
    "delay-connect=1m, delay connect",
    "refuse-connect=not you @ all, refuse connect",
    "never-ack, never ack",
    "duplicate-ack, duplicate ack",
    "wrong-namespace-ack=/other, ack for /other",
    "swap-events=1, swap events",
    "missing-attachment, missing attachment",
    "extra-attachment, extra attachment",
    "latency=50ms, delay",
    "delay=50..200ms, delay",
    "delay=50ms..2s, delay",
    "bandwidth=1000, bandwidth",
    "trickle=10/5ms, trickle",
    "drop-after=20, after 20 sent",
    "cut@handshake, at handshake",
    "finish@connect, after connect",
    "half-close@ack, on ack",
    "black-hole@attachment, before the attachment",
    "stall=2s@frame-3, in frame 3",
    "oversize=100000@sent-5, after 5 sent",
    "kick-out@received-2, after 2 received",
  })
  void readsEachForm(String text, String name) {
    assertThat(Fault.parse(text)).hasToString(name);
  }

  @Test
  void readsAllThatItLists() {
    for (String form : Fault.names()) {
      String text =
          form.replace("N:STATUS", "1:502")
              .replace("STATUS", "502")
              .replace("FROM..TO", "1..2ms")
              .replace("BYTES/TIME", "1/2ms")
              .replace("TIME", "1s")
              .replace("BYTES", "1000")
              .replace("NAMESPACE", "/a")
              .replace("MESSAGE", "no")
              .replace("MOMENT", "connect")
              .replace("=N", "=7");
      assertThat(Fault.parse(text)).as(form).isNotNull();
    }
  }

  @Test
  void readsAListInItsOrder() {
    assertThat(Fault.parseAll("drop-after=20, latency=5ms,cut@ack"))
        .extracting(Fault::toString)
        .containsExactly("after 20 sent", "delay", "on ack");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "drop-aftr=20", "=5", "@sent-1", "no open", "latency=1ms,,silence"})
  void tellsTheNamesThatThereAre(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fault.parseAll(text))
        .withMessageContaining("is none of http=STATUS, ")
        .withMessageContaining("drop-after=N")
        .withMessageContaining("cut@MOMENT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "silence=1 | \"silence=1\" is not of the form silence",
        "http | is not of the form http=STATUS",
        "http=x | \"x\" is no number",
        "http=99 | status 99 is not from 200 to 599",
        "latency=5 | \"5\" is no time such as 200ms, 2s or 1m",
        "delay=5ms | has no \"..\"",
        "delay=9s..1s | the least delay PT9S is above the most PT1S",
        "drop-after=0 | must be 1 or more, not 0",
        "bandwidth=99999999999 | is no number",
        "cut | lacks its moment: add @ and one of handshake, connect",
        "cut@ | has no moment of handshake, connect",
        "cut@lunch-5 | has no moment of handshake, connect",
        "stall@connect | is not of the form stall=TIME",
        "oversize=1@connect | 1 bytes is not from 100 bytes to 64 MiB",
      })
  void tellsWhatIsWrong(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fault.parse(text))
        .withMessageStartingWith("fault \"")
        .withMessageContaining(message);
  }
}
