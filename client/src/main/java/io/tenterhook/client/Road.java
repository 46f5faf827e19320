package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way from a client to its server, by the first of the transports that opens. Once the client
 * has moved on, what its link still says is not heard any more. Lives on the loop.
 */
final class Road implements UpgradingLink.Listener {
  /** Answers that another transport would get too. */
  private static final Set<Integer> SAME_FOR_ALL = Set.of(401, 403, 404, 407, 429);

  private final Client client;
  private final Endpoint endpoint;
  private final RoadCookies cookies;
  private final List<Transport> order;
  private int tried = -1;
  private @Nullable Link link;
  private @Nullable LinkClosure firstFailure;
  private EventLoop.@Nullable Timer patience;
  private boolean impatient;
  private boolean opened;
  private boolean left;
  private boolean closed;

  Road(Client client, Endpoint endpoint, RoadCookies cookies, List<Transport> order) {
    this.client = client;
    this.endpoint = endpoint;
    this.cookies = cookies;
    this.order = order;
  }

  void open() {
    tried++;
    impatient = false;
    Settings settings = client.settings();
    if (!isLastTransport()) {
      // What swallows the request of a WebSocket must not use up the time of the others.
      long share = settings.session().connectTimeoutNanos() / (order.size() - tried);
      patience = client.loop().schedule(share, this::lookElsewhere);
    }
    if (transport() == Transport.WEBSOCKET) {
      link = client.loop().open(cookies.carriedBy(settings.link(endpoint)), this);
    } else {
      UpgradingLink polling =
          new UpgradingLink(
              client.loop(),
              settings.polling(endpoint, cookies),
              settings.upgrades()
                  ? sid -> cookies.carriedBy(settings.upgrade(endpoint, sid))
                  : null,
              settings.session().connectTimeoutNanos(),
              this);
      link = polling;
      polling.open();
    }
  }

  private Transport transport() {
    return order.get(tried);
  }

  private boolean isLastTransport() {
    return tried == order.size() - 1;
  }

  private void lookElsewhere() {
    if (!opened && !left && !closed) {
      impatient = true;
      link().abort();
    }
  }

  /** The link; there is one from the moment the loop has been asked for it. */
  Link link() {
    Link known = link;
    if (known == null) {
      throw new IllegalStateException("no link yet");
    }
    return known;
  }

  /** From now on nothing is heard but that the link is gone. */
  void leave() {
    left = true;
    stopTimer();
  }

  private void stopTimer() {
    if (patience != null) {
      patience.cancel();
      patience = null;
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Also when the client has moved on: what was set is set. */
  @Override
  public void answered(List<Map.Entry<String, String>> headers) {
    cookies.answered(headers);
  }

  @Override
  public void opened() {
    stopTimer();
    opened = true;
    if (!left) {
      client.roads().goesBy(transport(), false);
      client.session().transportOpened();
      client.settle();
    }
  }

  @Override
  public void text(byte[] message) {
    if (!left) {
      client.received(message, false);
    }
  }

  @Override
  public void binary(byte[] message) {
    if (!left) {
      client.received(message, true);
    }
  }

  @Override
  public void readComplete() {
    if (!left) {
      client.settle();
    }
  }

  @Override
  public void controlPong() {
    if (!left) {
      client.pong();
    }
  }

  @Override
  public void writabilityChanged() {
    if (!left) {
      client.roads().measure();
    }
  }

  @Override
  public void upgraded() {
    if (!left) {
      client.roads().goesBy(Transport.WEBSOCKET, true);
      client.settle();
    }
  }

  @Override
  public void upgradeFailed(String why) {
    if (!left) {
      client.notice(() -> client.observe(observer -> observer.onUpgradeFailed(why)));
      client.settle();
    }
  }

  @Override
  public void closed(LinkClosure closure) {
    stopTimer();
    if (!left && !opened && !isLastTransport() && anotherMayOpen(closure)) {
      firstFailure = impatient ? noAnswer() : closure;
      open();
      return;
    }
    closed = true;
    if (!left) {
      client.session().transportLost(whole(closure), client.now());
    }
    client.roadClosed();
  }

  private boolean anotherMayOpen(LinkClosure closure) {
    return switch (closure.kind()) {
      case HTTP -> !SAME_FOR_ALL.contains(closure.code());
      case HANDSHAKE, END_OF_STREAM, IO, FRAME, MESSAGE_TOO_LARGE, CLOSE_FRAME -> true;
      case LOCAL -> impatient;
      case DNS, CONNECT, PROXY, TLS -> false;
    };
  }

  private LinkClosure noAnswer() {
    return new LinkClosure(
        LinkClosure.Kind.HANDSHAKE,
        0,
        endpoint.hostAndPort() + " did not answer the " + transport().text() + " handshake in time",
        "",
        null);
  }

  /** What the transport of the user's first choice met is told first. */
  private LinkClosure whole(LinkClosure last) {
    LinkClosure first = firstFailure;
    return first == null || opened
        ? last
        : new LinkClosure(
            first.kind(),
            first.code(),
            first.message() + "; by " + transport().text() + ": " + last.message(),
            first.body(),
            first.cause());
  }
}
