package io.tenterhook.client;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenterhook.client.TransportException.Step;
import io.tenterhook.testing.Fault;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.TestCertificates;
import io.tenterhook.testing.TestProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Complaint 27: clients behind proxies. Their servers have names that only the proxy knows. */
@Timeout(60)
class ProxiesTest {
  private static final String HOST = "server.invalid";

  @RegisterExtension final CleanSlate slate = new CleanSlate();

  private final Stage stage = new Stage();
  private final TestProxy proxy = TestProxy.to(stage.server);

  @AfterEach
  void tearDown() {
    stage.close();
    proxy.close();
  }

  private Proxy http() {
    return Proxy.http("127.0.0.1", proxy.port());
  }

  private SocketIoClientBuilder client() {
    return stage.client("http://" + HOST + ":3000");
  }

  private TransportException refusal(SocketIoClientBuilder builder) {
    Throwable failure = Stage.failure(stage.build(builder).socket().connect());
    assertThat(failure).isInstanceOf(TransportException.class);
    TransportException refusal = (TransportException) failure;
    assertThat(refusal.step()).isEqualTo(Step.PROXY);
    assertThat(refusal).hasMessageContaining("127.0.0.1:" + proxy.port());
    assertThat(refusal).hasMessageContaining(HOST + ":3000");
    return refusal;
  }

  // ---- one SSLContext and one proxy serve both transports

  private SocketIoClientBuilder trusting(
      TestCertificates certificates, TestProxy through, Path folder, Transport transport) {
    return stage
        .client("https://" + HOST)
        .transports(transport)
        .tls(Tls.trusting(certificates.writeTo(folder).authority()))
        .proxy(Proxy.http("127.0.0.1", through.port()));
  }

  @ParameterizedTest
  @EnumSource
  void oneContextAndOneProxyServeBothTransports(Transport transport, @TempDir Path folder) {
    TestCertificates certificates = TestCertificates.create().forHosts(HOST);
    try (SocketIoServer server = SocketIoServer.builder().tls(certificates).start();
        TestProxy secure = TestProxy.to(server)) {
      SocketIoClient client = stage.build(trusting(certificates, secure, folder, transport));
      Stage.join(client.socket().connect());

      assertThat(client.transport()).contains(transport);
      assertThat(secure.asked()).isNotEmpty().containsOnly("CONNECT " + HOST + ":443");
      client.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theServersNameIsVerifiedByBothTransports(Transport transport, @TempDir Path folder) {
    TestCertificates certificates = TestCertificates.create().forHosts("127.0.0.1");
    try (SocketIoServer server = SocketIoServer.builder().tls(certificates).start();
        TestProxy secure = TestProxy.to(server)) {
      SocketIoClient client = stage.build(trusting(certificates, secure, folder, transport));

      assertThat(Stage.failure(client.socket().connect()))
          .isInstanceOfSatisfying(
              TransportException.class, tls -> assertThat(tls.step()).isEqualTo(Step.TLS))
          .hasMessageContaining("is for another host");
    }
  }

  // ---- which proxy

  @ParameterizedTest
  @ValueSource(strings = {"/socket.io/?shard=2", "http://other.invalid:4000/socket.io/"})
  void redirectsAreFollowedThroughTheProxy(String location) {
    stage.server.nextConnection(Fault.redirect(location));

    stage.connected(client().proxy(http()).redirectsTo("http://other.invalid:4000"), "/");

    String next = location.startsWith("/") ? HOST + ":3000" : "other.invalid:4000";
    assertThat(proxy.asked()).containsExactly("CONNECT " + HOST + ":3000", "CONNECT " + next);
  }

  @Test
  void redirectsToAnExceptedHostLeadPastTheProxy() {
    String direct = stage.server.uri().toString();
    stage.server.nextConnection(Fault.redirect(direct + "/socket.io/"));

    stage.connected(client().proxy(http().except("127.0.0.1")).redirectsTo(direct), "/");

    assertThat(proxy.asked()).containsExactly("CONNECT " + HOST + ":3000");
  }

  @Test
  void looksUpNoNameButTheProxys() {
    stage.connected(client().proxy(http()), "/");
    stage.connected(client().proxy(Proxy.socks5("localhost", proxy.port())), "/");

    assertThat(proxy.asked())
        .containsExactly("CONNECT " + HOST + ":3000", "SOCKS5 " + HOST + ":3000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  void showsCredentials(String scheme) {
    proxy.requireCredentials("user", "pass w/ürd");
    String url = scheme + "://user:pass%20w%2F%C3%BCrd@127.0.0.1:" + proxy.port();
    stage.connected(client().proxy(Proxy.parse(url)), "/");

    assertThat(proxy.asked()).hasSize(1);
  }

  @Test
  void goesToExceptedServersDirectly() {
    stage.connected(stage.client().proxy(http().except("127.0.0.0/8")), "/");

    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void asksASupplierBeforeEachAttemptOnTheHandlerThreads() {
    List<String> asked = new CopyOnWriteArrayList<>();
    AtomicInteger attempts = new AtomicInteger();
    proxy.requireCredentials("user", "fresh");
    stage.connected(
        client()
            .reconnect(ReconnectPolicy.eager())
            .proxy(
                endpoint -> {
                  asked.add(endpoint + " " + Thread.currentThread().getName());
                  return http()
                      .withCredentials("user", attempts.incrementAndGet() == 1 ? "old" : "fresh");
                }),
        "/");

    // At once: that a supplier may have fresher ones makes a 407 worth another attempt.
    await().until(() -> stage.diary.retries.size() == 1);
    assertThat(stage.diary.retries.get(0).delay()).isZero();
    assertThat(asked)
        .hasSize(2)
        .allMatch(call -> call.startsWith("http://" + HOST + ":3000 tenterhook-handler-"));
  }

  private SocketIoClientBuilder supplied(@Nullable Proxy chosen) {
    return stage.client().proxy(endpoint -> chosen);
  }

  @Test
  void aSupplierMayWantNone() {
    stage.connected(supplied(null), "/");
    stage.connected(supplied(http().except("*")), "/");

    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void failsTheAttemptWhenTheSupplierThrows() {
    ProxySupplier broken =
        endpoint -> {
          throw new IllegalStateException("no list of proxies");
        };

    assertThat(Stage.failure(stage.build(client().proxy(broken)).socket().connect()))
        .isInstanceOf(EndpointFailedException.class)
        .hasMessageContaining("the proxy supplier failed")
        .hasRootCauseMessage("no list of proxies");
  }

  // ---- no tunnel; both transports are allowed, and one is tried

  @Test
  void givesUpWhenTheProxyWantsCredentials() {
    proxy.requireCredentials("user", "pass");
    TransportException refusal =
        refusal(
            client()
                .transports(Transport.WEBSOCKET, Transport.POLLING)
                .reconnect(ReconnectPolicy.eager())
                .proxy(http()));

    assertThat(refusal.code()).isEqualTo(407);
    assertThat(refusal)
        .hasMessageContaining("wants credentials")
        .hasMessageEndingWith("; give the right ones by Proxy.withCredentials(…)");
    assertThat(proxy.asked()).hasSize(1);
  }

  @Test
  void saysWhatTheProxyAnswered() {
    proxy.answerWith("HTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\n\r\nno games");
    TransportException refusal =
        refusal(client().transports(Transport.POLLING, Transport.WEBSOCKET).proxy(http()));

    assertThat(refusal.code()).isEqualTo(403);
    assertThat(refusal.body()).isEqualTo("no game");
    assertThat(refusal)
        .hasMessageEndingWith("; do its rules allow a tunnel to that host and port?");
    assertThat(proxy.asked()).hasSize(1);
  }

  @Test
  void saysThatNoProxyIsThere() {
    proxy.answerWith("SSH-2.0-OpenSSH\r\n");

    assertThat(refusal(client().transports(Transport.values()).proxy(http())))
        .hasMessageContaining("SSH-2.0-OpenSSH");
    assertThat(proxy.asked()).hasSize(1);
  }

  @Test
  void aProxyThatHangsIsNamedAndCostsOneAttemptByOneTransport() {
    proxy.answerWith("");

    assertThat(
            refusal(
                client()
                    .transports(Transport.WEBSOCKET, Transport.POLLING)
                    .connectTimeout(ofSeconds(2))
                    .proxy(http())))
        .hasMessageContaining("made no tunnel")
        .hasMessageContaining("within 900 ms; awaited: its answer");
    assertThat(proxy.asked()).hasSize(1);
  }

  @Test
  void theConnectTimeoutNamesTheProxyOnTheWay() {
    // The proxy is quick; the server behind it hangs.
    stage.server.nextConnection(Fault.silence());
    Throwable late =
        Stage.failure(
            stage.build(client().connectTimeout(ofSeconds(3)).proxy(http())).socket().connect());

    assertThat(late)
        .isInstanceOf(SocketIoTimeoutException.class)
        .hasMessageContaining("by the proxy 127.0.0.1:" + proxy.port() + " no WebSocket within");
  }
}
