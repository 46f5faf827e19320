package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's answer to the upgrade, right and wrong. */
@ExtendWith(NoLeaks.class)
class UpgradeTest {

  private final RecordingListener listener = new RecordingListener();

  private LinkClosure closureAfter(RawServer.Script script) throws Exception {
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  script.play(peer);
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      LinkClosure closure = listener.closure();
      assertThat(listener.rest()).containsExactly("closed:" + closure.kind());
      return closure;
    }
  }

  @Test
  void losesNoFrameThatComesInOnePieceWithTheAnswer() throws Exception {
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  peer.sendAndHold(
                      Frames.join(
                          Frames.utf8(peer.goodAnswer()), Frames.text("0{}"), Frames.text("40")));
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.next()).isEqualTo("text:0{}");
      assertThat(listener.next()).isEqualTo("text:40");
      assertThat(listener.next()).isEqualTo("readComplete");
    }
  }

  @Test
  void tellsTheHeadersOfA101BeforeItOpens() throws Exception {
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  peer.send("HTTP/1.1 103 Early Hints\r\nSet-Cookie: early=1\r\n\r\n");
                  peer.send(peer.goodAnswer("Set-Cookie: a=1", "set-cookie: b=2"));
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.answers()).hasSize(1);
      assertThat(listener.answers().get(0))
          .contains(Map.entry("Set-Cookie", "a=1"), Map.entry("set-cookie", "b=2"))
          .doesNotContain(Map.entry("Set-Cookie", "early=1"));
    }
  }

  @Test
  void tellsTheHeadersOfARefusal() throws Exception {
    LinkClosure closure =
        closureAfter(peer -> peer.respond("403 Forbidden", "no", "Set-Cookie: route=a"));
    assertThat(closure.code()).isEqualTo(403);
    assertThat(closure.toString()).doesNotContain("route");
    assertThat(listener.answers()).hasSize(1);
    assertThat(listener.answers().get(0)).contains(Map.entry("Set-Cookie", "route=a"));
  }

  @Test
  void understandsAnswerThatComesByteByByte() throws Exception {
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  for (byte b : Frames.join(Frames.utf8(peer.goodAnswer()), Frames.text("2"))) {
                    peer.send(new byte[] {b});
                  }
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.next()).isEqualTo("text:2");
    }
  }

  @Test
  void skipsInformationalAnswers() throws Exception {
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  peer.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + peer.goodAnswer());
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
    }
  }

  @Test
  void reportsStatusAndBodyOfRefusal() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.respond(
                  "400 Bad Request",
                  "{\"code\":5,\"message\":\"Unsupported proto\"}",
                  "Content-Length: 40");
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.HTTP);
    assertThat(closure.code()).isEqualTo(400);
    assertThat(closure.body()).isEqualTo("{\"code\":5,\"message\":\"Unsupported proto\"}");
    assertThat(closure.message()).contains("HTTP 400 Bad Request").doesNotContain("EIO");
  }

  @Test
  void reportsRefusalWithoutBody() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
              peer.awaitEnd();
            });
    assertThat(closure.code()).isEqualTo(401);
    assertThat(closure.body()).isEmpty();
  }

  @Test
  void reportsRefusalWhoseBodyEndsWithTheConnection() throws Exception {
    LinkClosure closure =
        closureAfter(peer -> peer.send("HTTP/1.1 502 Bad Gateway\r\n\r\nupstream is down"));
    assertThat(closure.code()).isEqualTo(502);
    assertThat(closure.body()).isEqualTo("upstream is down");
  }

  @Test
  void cutsEndlessChunkedBodyTo1024Chars() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n");
              String chunk = "400\r\n" + "x".repeat(0x400) + "\r\n";
              for (int i = 0; i < 4; i++) {
                peer.send(chunk);
              }
              peer.awaitEnd();
            });
    assertThat(closure.code()).isEqualTo(404);
    assertThat(closure.body()).isEqualTo("x".repeat(1_024));
  }

  @Test
  void doesNotCutTheBodyInsideACharacter() throws Exception {
    String clef = "\uD834\uDD1E";
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send("HTTP/1.1 500 Oops\r\nContent-Length: 5000\r\n\r\n");
              peer.send(Frames.utf8("x" + clef.repeat(1_200)));
              peer.awaitEnd();
            });
    assertThat(closure.body()).isEqualTo("x" + clef.repeat(511));
  }

  @Test
  void reportsRefusalThoughItsBodyNeverEnds() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nso far");
              peer.awaitEnd();
            });
    assertThat(closure.code()).isEqualTo(503);
    assertThat(closure.body()).isEqualTo("so far");
  }

  @Test
  void reportsRefusalThoughTheServerResets() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\n");
              peer.reset();
            });
    // A reset may overtake what was sent before; then nothing but the reset is known.
    assertThat(closure.kind()).isIn(Kind.HTTP, Kind.IO);
  }

  @Test
  void leavesRedirectsToTheClientAndTheirTargetOutOfTheMessage() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.respond(
                  "302 Found",
                  "",
                  "Content-Length: 0",
                  "Location: https://user:pw@login.example:8443/in?token=canary");
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.HTTP);
    assertThat(closure.code()).isEqualTo(302);
    assertThat(closure.message()).endsWith("302 Found");
    assertThat(listener.answers().get(0))
        .contains(Map.entry("Location", "https://user:pw@login.example:8443/in?token=canary"));
  }

  @Test
  void takesPlainOkForARefusal() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.HTTP);
    assertThat(closure.code()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "-ERR unknown command\r\n",
        "x",
        "\0\0\0\0",
        "HTTX/1.1"
      })
  void refusesWhatIsNotHttpAtOnce(String greeting) throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send(greeting);
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
    assertThat(closure.message()).contains("Expected an HTTP answer");
  }

  @Test
  void saysThatThePortSpeaksTls() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send(new byte[] {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0A});
            });
    assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
    assertThat(closure.message()).contains("speaks TLS").contains("https");
  }

  @Test
  void refusesWrongAcceptHeader() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send(peer.goodAnswer().replaceAll("(?<=Accept: ).{4}", "AAAA"));
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
    assertThat(closure.message()).contains("Sec-WebSocket-Accept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket\r\n",
        "Connection: Upgrade\r\n",
        "Sec-WebSocket-Accept: .*?\r\n"
      })
  void refusesAnswerWithoutNeededHeader(String header) throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send(peer.goodAnswer().replaceAll(header, ""));
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
    assertThat(closure.message()).contains(header.substring(0, 7)).contains("came nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Extensions: permessage-deflate",
        "Sec-WebSocket-Protocol: never-offered"
      })
  void refusesWhatWasNotOffered(String header) throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send(peer.goodAnswer(header));
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
    assertThat(closure.message()).contains(header.substring(0, header.indexOf(':')));
  }

  @Test
  void acceptsSubprotocolThatTheUserOffered() throws Exception {
    try (RawServer server =
            RawServer.playing(
                peer -> {
                  peer.readRequest();
                  peer.send(peer.goodAnswer("Sec-WebSocket-Protocol: b"));
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      LinkRequest request =
          OneLoop.withHeaders(
              OneLoop.to(server.port()), List.of(Map.entry("Sec-WebSocket-Protocol", "a, b")));
      loop.open(request, listener);
      assertThat(listener.next()).isEqualTo("opened");
    }
  }

  @Test
  void limitsTheHeadersOfTheAnswer() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send("HTTP/1.1 101 Switching Protocols\r\n");
              for (int i = 0; i < 9; i++) {
                peer.send("X-Fill-" + i + ": " + "y".repeat(8_000) + "\r\n");
              }
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
    assertThat(closure.message()).contains("65,536");
  }

  @Test
  void limitsTheStatusLine() throws Exception {
    LinkClosure closure =
        closureAfter(
            peer -> {
              peer.send("HTTP/1.1 101 " + "z".repeat(10_000) + "\r\n\r\n");
              peer.awaitEnd();
            });
    assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
  }

  @Test
  void reportsConnectionThatEndsWithoutAnswer() throws Exception {
    LinkClosure closure = closureAfter(peer -> {});
    assertThat(closure.kind()).isEqualTo(Kind.END_OF_STREAM);
    assertThat(closure.message()).contains("without answering");
  }

  @Test
  void reportsResetBeforeTheAnswer() throws Exception {
    LinkClosure closure = closureAfter(RawServer.Peer::reset);
    assertThat(closure.kind()).isEqualTo(Kind.IO);
  }

  @Test
  void closesTcpAfterARefusal() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    closureAfter(
        peer -> {
          peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
          peer.awaitEnd();
          gone.countDown();
        });
    assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void refusesHeaderWithLineBreakWithoutThrowing() throws Exception {
    try (RawServer server = RawServer.playing(RawServer.Peer::awaitEnd);
        OneLoop loop = new OneLoop()) {
      LinkRequest request =
          OneLoop.withHeaders(
              OneLoop.to(server.port()), List.of(Map.entry("X-Token", "canary\r\nX-Evil: 1")));
      loop.open(request, listener);
      LinkClosure closure = listener.closure();
      assertThat(closure.kind()).isEqualTo(Kind.HANDSHAKE);
      assertThat(closure.toString()).doesNotContain("canary");
    }
  }
}
