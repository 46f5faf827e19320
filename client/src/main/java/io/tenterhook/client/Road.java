package io.tenterhook.client;

import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkListener;
import org.jspecify.annotations.Nullable;

/**
 * One link between a client and its server. Once the client has moved on, what the link still says
 * is not heard any more. Lives on the loop.
 */
final class Road implements LinkListener {
  private final Client client;
  private @Nullable Link link;
  private boolean left;
  private boolean closed;

  Road(Client client) {
    this.client = client;
  }

  void take(Link opened) {
    link = opened;
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
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void opened() {
    if (!left) {
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
  public void closed(LinkClosure closure) {
    closed = true;
    if (!left) {
      client.session().transportLost(closure, client.now());
    }
    client.roadClosed();
  }
}
