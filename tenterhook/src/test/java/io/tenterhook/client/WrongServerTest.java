package io.tenterhook.client;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.testing.Fault;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Complaints 14 and 30: whoever talks to the wrong server is told what to look at next. */
@Timeout(60)
class WrongServerTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private record Wrong(String server, Fault fault, String nextStep) {
    @Override
    public String toString() {
      return server;
    }
  }

  private static Fault engineError(int code, String message) {
    return Fault.http(400, "{\"code\":" + code + ",\"message\":\"" + message + "\"}");
  }

  static Stream<Wrong> wrongServers() {
    return Stream.of(
        new Wrong("wrong path", Fault.http(404, "Cannot GET"), "path(…) right"),
        new Wrong("web page", Fault.http(200, "<html>"), "a web page?"),
        new Wrong("no access", Fault.http(403, ""), "other credentials"),
        new Wrong("proxy alone", Fault.http(502, "Bad Gateway"), "behind the proxy"),
        new Wrong(
            "redirect",
            Fault.redirect("https://new.example/"),
            "allow it by redirectsTo(\"https://new.example:443\")"),
        new Wrong("polling alone", engineError(0, "Transport unknown"), "allow this transport"),
        new Wrong("not sticky", engineError(1, "Session ID unknown"), "sticky"),
        new Wrong("odd proxy", engineError(3, "Bad request"), "a proxy change"),
        new Wrong("allowRequest", engineError(4, "Forbidden"), "allowRequest"),
        new Wrong("old server", engineError(5, "Unsupported protocol version"), "Socket.IO 2"),
        new Wrong("Engine.IO 3", Fault.insteadOfOpen("96:0{\"sid\":\"s\"}"), "3 or newer"),
        new Wrong("plain WebSocket", Fault.insteadOfOpen("hello"), "plain WebSocket"));
  }

  @ParameterizedTest
  @MethodSource("wrongServers")
  void saysWhatToLookAtNext(Wrong wrong) {
    stage.server.nextConnection(wrong.fault());

    Ending ending = Stage.join(Stage.run(stage.build(stage.client()).socket()));

    assertThat(ending.toString()).contains(wrong.nextStep());
    assertNamesTheHostOnce(ending);
  }

  @Test
  void saysThatASilentWebSocketMayBeAnotherKindOfServer() {
    stage.server.nextConnection(Fault.noOpen());

    Ending ending =
        Stage.join(Stage.run(stage.build(stage.client().connectTimeout(ofSeconds(2))).socket()));

    assertThat(ending.toString()).contains("is this a Socket.IO server, and the path right?");
    assertNamesTheHostOnce(ending);
  }

  @Test
  void namesTheHostOnceWhereNothingAnswersAtAll() {
    stage.server.stop();
    assertNamesTheHostOnce(Stage.join(Stage.run(stage.build(stage.client()).socket())));
  }

  private void assertNamesTheHostOnce(Ending ending) {
    assertThat(ending.toString()).containsOnlyOnce("127.0.0.1:" + stage.server.port());
  }

  @Test
  void tellsANamespaceFromAPath() {
    assertThatThrownBy(() -> stage.client(stage.server.uri() + "/chat"))
        .hasMessageContaining("give a namespace to socket(\"/chat\"), an HTTP path to path(…)");
    assertThat(Stage.failure(stage.build(stage.client()).socket("/socket.io/").connect()))
        .hasMessageContaining("Invalid namespace")
        .hasMessageContaining("the HTTP path is set by path(), not here");
  }

  @Test
  void namesABrokenRuleOnce() {
    stage.server.nextConnection(Fault.insteadOfOpen("0{"));

    Ending ending = Stage.join(Stage.run(stage.build(stage.client()).socket()));

    assertThat(ending.toString()).containsOnlyOnce("INVALID_JSON").containsOnlyOnce("RFC 8259");
  }
}
