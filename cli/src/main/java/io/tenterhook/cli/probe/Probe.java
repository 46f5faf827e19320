package io.tenterhook.cli.probe;

import io.tenterhook.client.spi.ProxyTunnel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps in order, as far as each makes the next one possible. Ends within a minute, or
 * what {@code watch} adds to it: what there is no time for is skipped.
 */
public final class Probe {
  private static final Duration WHOLE = Duration.ofSeconds(50);

  private final Target target;
  private final Consumer<Step> told;
  private final List<Step> steps = new ArrayList<>();
  private final long endNanos;

  /**
   * @param told hears of each step as soon as it is over
   */
  public Probe(Target target, Consumer<Step> told) {
    this.target = target;
    this.told = told;
    this.endNanos = System.nanoTime() + WHOLE.plus(target.watch()).toNanos();
  }

  /** Takes all steps. */
  public Verdict run() throws InterruptedException {
    List<SocketAddress> addresses = addresses();
    if (!addresses.isEmpty()) {
      TcpStep tcp = new TcpStep(target, addresses);
      Step connected = tcp.take();
      Optional<SocketAddress> answering = tcp.answering();
      if (took(connected) && answering.isPresent()) {
        Dialer dialer = new Dialer(target, answering.get());
        ProxyTunnel proxy = target.way().proxy();
        if (proxy == null || took(new ProxyStep(target, proxy, dialer).take())) {
          talk(dialer);
        }
      }
    }
    return Verdict.of(target, steps);
  }

  /** Where a connection begins; empty if that is not known. */
  private List<SocketAddress> addresses() throws InterruptedException {
    Path file = target.way().unixSocket();
    if (file != null) {
      took(Step.skipped(Step.Kind.DNS, "a Unix socket needs none"));
      return List.of(UnixDomainSocketAddress.of(file));
    }
    DnsStep dns = new DnsStep(target);
    took(dns.take());
    ProxyTunnel proxy = target.way().proxy();
    int port = proxy == null ? target.port() : proxy.port();
    return dns.addresses().stream()
        .<SocketAddress>map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  private void talk(Dialer dialer) throws InterruptedException {
    Step tls =
        target.secure()
            ? new TlsStep(target, dialer).take()
            : Step.skipped(Step.Kind.TLS, "the URL asks for none");
    if (!took(tls)) {
      return;
    }
    Requests requests = new Requests(target, dialer);
    PollingStep polling = new PollingStep(target, dialer);
    if (target.tries("polling")) {
      took(polling.take(target.tries("websocket")));
    } else {
      took(Step.skipped(Step.Kind.POLLING, "left out by -t"));
    }
    Handshake.@Nullable Open byPolling = polling.handshake().open();
    WebSocketStep webSocket = new WebSocketStep(target, requests);
    if (!target.tries("websocket")) {
      took(Step.skipped(Step.Kind.WEBSOCKET, "left out by -t"));
    } else if (isHopeless(polling.handshake().finding())) {
      took(Step.skipped(Step.Kind.WEBSOCKET, "this port does not speak HTTP"));
    } else {
      took(webSocket.take(byPolling != null));
    }
    Handshake.@Nullable Open byWebSocket = webSocket.handshake().open();
    Handshake.@Nullable Open open = byWebSocket == null ? byPolling : byWebSocket;
    if (open != null) {
      use(dialer, requests, open, byPolling != null, byWebSocket != null);
    } else if (mayBeElsewhere(polling.handshake()) && mayBeElsewhere(webSocket.handshake())) {
      took(new PathStep(target, requests).take(false));
    }
  }

  private static boolean isHopeless(@Nullable Finding finding) {
    return finding == Finding.TLS_WANTED || finding == Finding.NOT_HTTP;
  }

  /** Whatever has answered was no server of Socket.IO. */
  private static boolean mayBeElsewhere(Handshake handshake) {
    return !handshake.isEngineIo() && !isHopeless(handshake.finding());
  }

  private void use(
      Dialer dialer, Requests requests, Handshake.Open open, boolean polling, boolean webSocket)
      throws InterruptedException {
    step(
        Step.Kind.UPGRADE,
        polling && webSocket ? "" : "needs both transports",
        () -> new UpgradeStep(target, requests).take());
    step(Step.Kind.PING, "", () -> new PingStep(target, requests, open, webSocket).take());
    join(requests, webSocket);
    step(
        Step.Kind.STICKY,
        polling ? "" : "only polling needs it",
        () -> new StickyStep(target, requests).take());
    step(Step.Kind.RTT, "", () -> new RttStep(target, dialer).take(webSocket));
  }

  private void join(Requests requests, boolean webSocket) throws InterruptedException {
    boolean named = target.urlPath().isEmpty() || !target.namespace().equals("/");
    String namespace = named ? target.namespace() : target.urlPath();
    Step joined = new NamespaceStep(target, namespace).take();
    took(joined);
    if (!joined.isOk() && !target.urlPath().isEmpty()) {
      took(new PathStep(target, requests).take(true));
    }
    String own = target.msgpack() ? "msgpack" : "json";
    if (joined.isOk() || joined.finding() == Finding.CONNECT_ERROR) {
      took(new Step.Taking(Step.Kind.PARSER).ok(own));
    } else {
      step(
          Step.Kind.PARSER,
          webSocket ? "" : "another than " + own + " is tried by WebSocket alone",
          () -> new ParserStep(target, requests).take());
    }
  }

  /**
   * @param obstacle why it cannot be taken; empty if it can
   */
  private void step(Step.Kind kind, String obstacle, Supplier<Step> taking) {
    if (!obstacle.isEmpty()) {
      took(Step.skipped(kind, obstacle));
    } else if (System.nanoTime() > endNanos) {
      took(Step.skipped(kind, "no time is left"));
    } else {
      took(taking.get());
    }
  }

  /** Tells of a step. @return whether the next one is possible */
  private boolean took(Step step) {
    steps.add(step);
    told.accept(step);
    return step.status() != Step.Status.FAILED;
  }
}
