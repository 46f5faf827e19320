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

  /** Until a link is open; a connection of months does not keep it. */
  private @Nullable Redirects redirects;

  /** Those of where the redirects have led to. */
  private RoadCookies carried;

  private @Nullable String location;
  private @Nullable String subprotocol;
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
    this.carried = cookies;
    this.order = order;
    this.redirects = unredirected();
  }

  private Redirects unredirected() {
    Settings settings = client.settings();
    return new Redirects(
        endpoint, cookies, settings.redirectOrigins(), settings.limits().maxRedirects());
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
    knock();
  }

  /** The first request of a transport, or the next one after a redirect. */
  private void knock() {
    location = null;
    subprotocol = null;
    Settings settings = client.settings();
    // A redirect may lead to a host that the proxy is not meant for, or back.
    Redirects followed = redirects();
    Endpoint here = settings.through(settings.proxy(), followed.here());
    boolean atHome = followed.isAtHome();
    RoadCookies those = followed.cookies();
    carried = those;
    if (transport() == Transport.WEBSOCKET) {
      link = client.loop().open(those.carriedBy(settings.link(here, atHome)), this);
    } else {
      UpgradingLink polling =
          new UpgradingLink(
              client.loop(),
              settings.polling(here, those),
              settings.upgrades()
                  ? sid -> those.carriedBy(settings.upgrade(here, atHome, sid))
                  : null,
              settings.session().connectTimeoutNanos(),
              this);
      link = polling;
      polling.open();
    }
  }

  private Redirects redirects() {
    Redirects followed = redirects;
    if (followed == null) {
      throw new IllegalStateException("the link is open");
    }
    return followed;
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
    carried.answered(headers);
    if (!opened) {
      location = Headers.first(headers, "Location");
    }
    String chosen = client.settings().subprotocol(headers);
    if (chosen != null) {
      subprotocol = chosen;
    }
  }

  @Override
  public void opened() {
    stopTimer();
    opened = true;
    redirects = null;
    if (!left) {
      client
          .roads()
          .goesBy(transport(), false, transport() == Transport.WEBSOCKET ? subprotocol : null);
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
      client.roads().goesBy(Transport.WEBSOCKET, true, subprotocol);
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
  public void closed(LinkClosure last) {
    LinkClosure closure = last;
    if (!left && !opened && !impatient && Redirects.isOne(last)) {
      Redirects followed = redirects();
      Endpoint from = followed.here();
      String refusal = followed.follow(location);
      if (refusal == null) {
        redirected(from, followed.here());
        return;
      }
      closure = notFollowed(last, refusal);
    }
    stopTimer();
    if (!left && !opened && !isLastTransport() && anotherMayOpen(closure)) {
      firstFailure = impatient ? noAnswer() : closure;
      redirects = unredirected();
      open();
      return;
    }
    closed = true;
    if (!left) {
      client.session().transportLost(whole(closure), client.now());
    }
    client.roadClosed();
  }

  private void redirected(Endpoint from, Endpoint to) {
    client.notice(() -> client.observe(seen -> seen.onRedirect(from.toString(), to.toString())));
    knock();
    client.settle();
  }

  private static LinkClosure notFollowed(LinkClosure closure, String refusal) {
    return new LinkClosure(
        closure.kind(),
        closure.code(),
        closure.message() + ", a redirect " + refusal,
        closure.body(),
        closure.cause());
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
        redirects().here().hostAndPort()
            + " did not answer the "
            + transport().text()
            + " handshake in time",
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
