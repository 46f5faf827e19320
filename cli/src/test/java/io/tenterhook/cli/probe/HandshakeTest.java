package io.tenterhook.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answers of servers, and of all that is none, are taken for. */
class HandshakeTest {
  private static final String OPEN =
      "0{\"sid\":\"secret-sid\",\"upgrades\":[\"websocket\"],\"pingInterval\":300,"
          + "\"pingTimeout\":200,\"maxPayload\":1000}";

  private static Answer read(String text) throws IOException {
    return Answer.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void anOpenPacketIsASession() throws Exception {
    Handshake handshake = Handshake.of(read("HTTP/1.1 200 OK\r\n\r\n" + OPEN));
    assertThat(handshake.finding()).isNull();
    assertThat(handshake.open())
        .isEqualTo(new Handshake.Open("secret-sid", List.of("websocket"), 300, 200, 1000));
    assertThat(handshake.says()).contains("secr…").doesNotContain("secret-sid");
  }

  @Test
  void chunksAreReadTogether() throws Exception {
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(10)
            + "\r\n"
            + OPEN.substring(0, 10)
            + "\r\n"
            + Integer.toHexString(OPEN.length() - 10)
            + ";x=y\r\n"
            + OPEN.substring(10)
            + "\r\n0\r\n\r\n";
    assertThat(Handshake.of(read(chunked)).open()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | 96:0{\"sid\":\"a\"}2:40 | OLD_ENGINE_IO",
        "400 | {\"code\":0,\"message\":\"Transport unknown\"} | TRANSPORT_NOT_ALLOWED",
        "400 | Transport unknown | TRANSPORT_NOT_ALLOWED",
        "400 | {\"code\":1,\"message\":\"Session ID unknown\"} | SESSION_UNKNOWN",
        "400 | {\"code\":3,\"message\":\"Bad request\"} | BAD_REQUEST",
        "403 | {\"code\":4,\"message\":\"Forbidden\"} | HANDSHAKE_FORBIDDEN",
        "400 | {\"code\":5,\"message\":\"Unsupported protocol version\"} | OLD_ENGINE_IO",
        "400 | {\"code\":99,\"message\":\"?\"} | NOT_ENGINE_IO",
        "400 | {\"code\":1} | NOT_ENGINE_IO",
        "200 | 0{not json | NOT_ENGINE_IO",
        "200 | <html>hello</html> | HTML_PAGE",
        "301 | moved | REDIRECT",
        "407 | who are you | HTTP_FORBIDDEN",
        "404 | nothing | NOT_FOUND",
        "426 | upgrade | PLAIN_WEBSOCKET",
        "503 | later | GATEWAY_ERROR",
        "400 | Client sent an HTTP request to an HTTPS server. | TLS_WANTED",
        "500 | oops | NOT_ENGINE_IO"
      })
  void eachAnswerIsTakenForWhatItIs(int status, String body, Finding finding) throws Exception {
    Handshake handshake = Handshake.of(read("HTTP/1.1 " + status + " x\r\n\r\n" + body));
    assertThat(handshake.finding()).isEqualTo(finding);
    assertThat(handshake.open()).isNull();
  }

  @Test
  void whatIsNoHttpIsRefusedWithAnExcerpt() {
    assertThatThrownBy(() -> read("SSH-2.0-x\r\n\r\n"))
        .isInstanceOf(Answer.NotHttp.class)
        .hasMessageContaining("SSH-2.0-x");
    assertThatThrownBy(() -> read("HTTP/1.1\r\n\r\n")).isInstanceOf(Answer.NotHttp.class);
    assertThatThrownBy(() -> read("")).hasMessageContaining("without an answer");
    assertThatThrownBy(() -> read("\u0015\u0003\u0003\0\2\2P"))
        .isInstanceOfSatisfying(
            Answer.NotHttp.class, notHttp -> assertThat(notHttp.isTls()).isTrue());
  }

  @Test
  void nothingIsReadWithoutLimit() throws Exception {
    Answer answer = read("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(200_000));
    assertThat(answer.body()).hasSize(65_536);
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: " + "x".repeat(200_000)))
        .isInstanceOf(Answer.NotHttp.class);
  }

  @Test
  void excerptsMoveNoTerminal() throws Exception {
    Handshake handshake = Handshake.of(read("HTTP/1.1 500 x\r\n\r\n\u001b[2J" + "y".repeat(500)));
    assertThat(handshake.says()).doesNotContain("\u001b").hasSizeLessThan(120);
  }

  @Test
  void percentilesAreValuesThatWereMeasured() {
    List<Long> sorted = LongStream.rangeClosed(1, 20).boxed().toList();
    assertThat(RttStep.percentile(sorted, 50)).isEqualTo(10);
    assertThat(RttStep.percentile(sorted, 90)).isEqualTo(18);
    assertThat(RttStep.percentile(sorted, 99)).isEqualTo(20);
    assertThat(RttStep.percentile(List.of(7L), 50)).isEqualTo(7);
  }

  @Test
  void theKeyOfAWebSocketIsAnsweredAsTheRfcSays() {
    assertThat(Requests.accepts("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }
}
