package io.tenterhook.testing.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.Arguments;
import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoTimeoutException;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.Verdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A double of the client, for tests of code like this. */
@Timeout(60)
class FakeSocketTest {
  /** Someone's code: it answers every message, and counts the answers that were taken. */
  private static final class ChatService {
    final List<String> taken = new CopyOnWriteArrayList<>();
    final List<Throwable> failed = new CopyOnWriteArrayList<>();
    private final NamespaceSocket socket;

    ChatService(NamespaceSocket socket) {
      this.socket = socket;
      socket.on("message", event -> post("re: " + event.args().raw(0)));
    }

    void post(String text) {
      var unused =
          socket
              .call("post", text)
              .within(ofSeconds(5))
              .args()
              .whenComplete(
                  (answer, error) -> {
                    if (error == null) {
                      taken.add(text + " " + answer.raw(0));
                    } else {
                      failed.add(error);
                    }
                  });
    }
  }

  @Test
  void playsTheServerForCodeThatIsGivenASocket() {
    try (FakeSocket fake = FakeSocket.connected("/chat")) {
      ChatService service = new ChatService(fake.socket());

      fake.receive("message", "1");
      fake.receive("message", "2");

      assertThat(fake.emitted("post"))
          .extracting(ReceivedEvent::args)
          .containsExactly(List.of("\"re: 1\""), List.of("\"re: 2\""));
      fake.answer("post", "\"ok\"");
      assertThat(service.taken).containsExactly("re: 1 \"ok\"");
      fake.answer("post", "true");
      assertThat(service.taken).containsExactly("re: 1 \"ok\"", "re: 2 true");
      assertThatThrownBy(() -> fake.answer("post"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("no \"post\" waits for an answer");
    }
  }

  @Test
  void letsAcksComeTooLate() {
    try (FakeSocket fake = FakeSocket.connected("/chat")) {
      ChatService service = new ChatService(fake.socket());
      service.post("hi");

      fake.time().advance(ofSeconds(5).minusMillis(1));
      assertThat(service.failed).isEmpty();
      fake.time().advance(ofMillis(1));

      assertThat(service.failed).singleElement().isInstanceOf(SocketIoTimeoutException.class);
    }
  }

  @Test
  void losesTheConnectionAndFindsItAgain() {
    try (FakeSocket fake =
        FakeSocket.connected(
            "/chat",
            client ->
                client.reconnect(
                    ReconnectPolicy.exponential(ofSeconds(1), ofSeconds(1)).withJitter(0)))) {
      fake.server().stop();
      fake.time().settle();
      assertThat(fake.socket().isConnected()).isFalse();
      assertThatThrownBy(fake::peer)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("/chat is not connected");
      fake.server().startAgain();

      fake.time().advance(ofSeconds(1));
      assertThat(fake.socket().isConnected()).isTrue();
      fake.cut();
      assertThat(fake.socket().isConnected()).isFalse();
      fake.time().advance(ofSeconds(1));

      assertThat(fake.socket().isConnected()).isTrue();
    }
  }

  @Test
  void isSentAway() {
    try (FakeSocket fake = FakeSocket.connected("/chat")) {
      fake.disconnect();

      assertThat(fake.socket().isConnected()).isFalse();
    }
  }

  @Test
  void leavesConnectingToTheCodeUnderTest() {
    try (FakeSocket fake = FakeSocket.disconnected("/chat")) {
      fake.server().namespace("/chat").authorize(request -> Verdict.reject("no"));
      CompletableFuture<Void> refused = fake.socket().connect();
      assertThatThrownBy(refused::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(ConnectRefusedException.class);

      fake.server()
          .namespace("/chat")
          .authorize(request -> Verdict.accept())
          .on("ask", event -> event.ack("42"));
      fake.socket().connect().join();

      Arguments answer = fake.socket().call("ask").args().join();
      assertThat(answer.raw(0)).hasToString("42");
    }
  }
}
