package io.tenterhook.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.cli.probe.Step.Kind;
import io.tenterhook.cli.probe.Step.Status;
import io.tenterhook.cli.probe.Verdict.Outcome;
import io.tenterhook.client.Endpoint;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** From what the steps have found to the mistake. */
class VerdictTest {
  private final List<Step> steps = new ArrayList<>();

  private static Target target(String urlPath) throws Exception {
    CookieHandler cookies = new CookieManager();
    SSLContext tls = SSLContext.getDefault();
    return new Target(
        Endpoint.of("http://fabric.example:3000"),
        "",
        urlPath,
        "/socket.io/",
        List.of(),
        List.of(),
        "/",
        Set.of("websocket", "polling"),
        false,
        tls,
        tls,
        false,
        cookies,
        Duration.ofSeconds(1),
        Duration.ZERO,
        Way.DIRECT,
        name -> new Target.Joined(true, false, "", ""),
        line -> {});
  }

  private VerdictTest ok(Kind... kinds) {
    for (Kind kind : kinds) {
      steps.add(new Step(kind, Status.OK, Duration.ZERO, "well", Map.of(), null));
    }
    return this;
  }

  private VerdictTest failed(Kind kind, Finding finding, String... detail) {
    return seen(Status.FAILED, kind, finding, detail);
  }

  private VerdictTest warned(Kind kind, Finding finding, String... detail) {
    return seen(Status.WARNING, kind, finding, detail);
  }

  private VerdictTest seen(Status status, Kind kind, Finding finding, String... detail) {
    Map<String, Object> details = detail.length == 0 ? Map.of() : Map.of(detail[0], detail[1]);
    steps.add(new Step(kind, status, Duration.ZERO, "what was seen", details, finding));
    return this;
  }

  private Verdict verdict() throws Exception {
    return verdict("");
  }

  private Verdict verdict(String urlPath) throws Exception {
    Verdict verdict = Verdict.of(target(urlPath), steps);
    assertThat(verdict.says()).endsWith(".").hasSizeLessThan(200);
    return verdict;
  }

  @Test
  void allIsWellWhenEachStepIs() throws Exception {
    Verdict verdict = ok(Kind.values()).verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.WELL);
    assertThat(verdict.mistake()).isEqualTo("none");
    assertThat(verdict.next()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DNS, HOST_UNKNOWN",
    "TCP, PORT_CLOSED",
    "TCP, NO_TCP_ANSWER",
    "TCP, UNREACHABLE",
    "TLS, TLS_NOT_SPOKEN",
    "TLS, CERTIFICATE_EXPIRED",
    "TLS, CERTIFICATE_NOT_YET_VALID",
    "TLS, CERTIFICATE_OF_ANOTHER_HOST",
    "TLS, CERTIFICATE_UNTRUSTED",
    "TLS, CLIENT_CERTIFICATE_WANTED",
    "TLS, TLS_FAILED"
  })
  void theNetworksFailureIsTheMistake(Kind kind, Finding finding) throws Exception {
    Verdict verdict = failed(kind, finding).verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNREACHABLE);
    assertThat(verdict.mistake()).isEqualTo(finding.word());
    assertThat(verdict.next()).isNotEmpty();
  }

  /** Whatever was found at the handshakes is named, with something to do. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {
        "NO_HTTP_ANSWER",
        "NOT_HTTP",
        "NOT_FOUND",
        "HTML_PAGE",
        "REDIRECT",
        "HTTP_FORBIDDEN",
        "GATEWAY_ERROR",
        "NOT_ENGINE_IO",
        "OLD_ENGINE_IO",
        "PLAIN_WEBSOCKET",
        "TRANSPORT_NOT_ALLOWED",
        "SESSION_UNKNOWN",
        "HANDSHAKE_FORBIDDEN",
        "BAD_REQUEST",
        "TLS_WANTED"
      })
  void whatAnsweredInsteadIsTheMistake(Finding finding) throws Exception {
    Verdict verdict =
        ok(Kind.DNS, Kind.TCP)
            .failed(Kind.POLLING, finding)
            .failed(Kind.WEBSOCKET, Finding.NO_WEBSOCKET)
            .verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNREACHABLE);
    assertThat(verdict.mistake()).isEqualTo(finding.word());
    assertThat(verdict.next()).isNotEmpty();
  }

  @Test
  void whatExplainsMoreGoesBeforeWhatCameFirst() throws Exception {
    assertThat(
            failed(Kind.POLLING, Finding.NOT_FOUND)
                .failed(Kind.WEBSOCKET, Finding.PLAIN_WEBSOCKET)
                .failed(Kind.PATH, Finding.NOT_FOUND)
                .verdict()
                .mistake())
        .isEqualTo("plain-websocket");
  }

  @Test
  void aCertificateThatIsNotCheckedIsNotWhyNothingAnswers() throws Exception {
    assertThat(
            warned(Kind.TLS, Finding.CERTIFICATE_UNCHECKED)
                .failed(Kind.POLLING, Finding.HTML_PAGE)
                .verdict()
                .mistake())
        .isEqualTo("html-page");
  }

  @Test
  void socketIoAtAnotherPathIsNamed() throws Exception {
    Verdict verdict =
        failed(Kind.POLLING, Finding.HTML_PAGE)
            .failed(Kind.WEBSOCKET, Finding.NOT_FOUND)
            .warned(Kind.PATH, Finding.FOUND_ELSEWHERE, "path", "/ws/")
            .verdict();
    assertThat(verdict.mistake()).isEqualTo("found-elsewhere");
    assertThat(verdict.next()).contains("--path /ws/", "path(\"/ws/\")");
  }

  @Test
  void aRefusedNamespaceIsARefusal() throws Exception {
    Verdict verdict =
        ok(Kind.POLLING, Kind.WEBSOCKET)
            .failed(Kind.NAMESPACE, Finding.CONNECT_ERROR, "next", "does --auth hold it?")
            .ok(Kind.PARSER)
            .verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(verdict.next()).isEqualTo("does --auth hold it?");
  }

  @Test
  void anotherParserExplainsWhyConnectIsNotAnswered() throws Exception {
    Verdict verdict =
        ok(Kind.WEBSOCKET)
            .failed(Kind.NAMESPACE, Finding.CONNECT_FAILED)
            .failed(Kind.PARSER, Finding.OTHER_PARSER, "parser", "msgpack")
            .verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNREACHABLE);
    assertThat(verdict.says()).contains("msgpack");
  }

  @Test
  void sessionsThatAreNotStickyAreADefectIfAWebSocketWorks() throws Exception {
    Verdict verdict =
        ok(Kind.POLLING, Kind.WEBSOCKET, Kind.NAMESPACE)
            .failed(Kind.STICKY, Finding.NOT_STICKY)
            .verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.DEFECTIVE);
    assertThat(verdict.next()).contains("-t websocket");
  }

  @Test
  void sessionsThatAreNotStickyExplainWhyPollingDoesNotConnect() throws Exception {
    Verdict verdict =
        ok(Kind.POLLING)
            .failed(Kind.NAMESPACE, Finding.CONNECT_FAILED)
            .failed(Kind.STICKY, Finding.NOT_STICKY)
            .verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNREACHABLE);
    assertThat(verdict.mistake()).isEqualTo("not-sticky");
    assertThat(verdict.next()).doesNotContain("-t websocket");
  }

  @Test
  void aNamespaceInTheUrlIsMisuse() throws Exception {
    Verdict verdict =
        ok(Kind.WEBSOCKET).seen(Status.OK, Kind.NAMESPACE, null, "nsp", "/admin").verdict("/admin");
    assertThat(verdict.outcome()).isEqualTo(Outcome.MISUSED);
    assertThat(verdict.next()).contains("-n /admin");
  }

  @ParameterizedTest
  @CsvSource({
    "POLLING, TRANSPORT_NOT_ALLOWED, by WebSocket alone",
    "POLLING, GATEWAY_ERROR, not by polling",
    "WEBSOCKET, TRANSPORT_NOT_ALLOWED, by polling alone",
    "WEBSOCKET, NO_WEBSOCKET, no WebSocket gets through",
    "TLS, CERTIFICATE_EXPIRES_SOON, what was seen",
    "PING, RARE_PINGS, what was seen",
    "UPGRADE, NO_UPGRADE_OFFERED, what was seen",
    "UPGRADE, NO_PROBE_ANSWER, what was seen",
    "RTT, NO_ANSWERS, what was seen"
  })
  void warningsAreNamedAndHarmless(Kind kind, Finding finding, String part) throws Exception {
    Kind other = kind == Kind.WEBSOCKET ? Kind.POLLING : Kind.WEBSOCKET;
    Verdict verdict = ok(other, Kind.NAMESPACE).warned(kind, finding).verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.WELL);
    assertThat(verdict.mistake()).isEqualTo(finding.word());
    assertThat(verdict.says()).contains(part);
    assertThat(verdict.next()).isNotEmpty();
  }
}
