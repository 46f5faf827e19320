package io.tenterhook.testing.assertj;

import io.tenterhook.testing.ReceivedEvents;
import io.tenterhook.testing.ServerSocketPeer;
import java.time.Duration;

/**
 * An assertion about events that is not finished: {@link #once}, {@link #times}, {@link #never} or
 * {@link #inOrder} finish it and lead back to the server.
 *
 * <pre>{@code
 * import static io.tenterhook.testing.assertj.TenterhookAssertions.assertThat;
 *
 * assertThat(server)
 *     .received("order").withArgs("{\"id\":1}").within(ofSeconds(5)).once();
 * }</pre>
 */
public final class EventsAssert {
  private final ReceivedEvents events;
  private final ServerAssert server;

  EventsAssert(ReceivedEvents events, ServerAssert server) {
    this.events = events;
    this.server = server;
  }

  private EventsAssert with(ReceivedEvents narrower) {
    return new EventsAssert(narrower, server);
  }

  /**
   * Those with these arguments: {@link ReceivedEvents#withArgs}.
   *
   * @param jsonArgs all arguments as JSON texts
   * @return the narrower assertion
   */
  public EventsAssert withArgs(String... jsonArgs) {
    return with(events.withArgs(jsonArgs));
  }

  /**
   * Those of one client.
   *
   * @param peer who has sent them
   * @return the narrower assertion
   */
  public EventsAssert from(ServerSocketPeer peer) {
    return with(events.from(peer));
  }

  /**
   * Those of one namespace.
   *
   * @param namespace its name
   * @return the narrower assertion
   */
  public EventsAssert inNamespace(String namespace) {
    return with(events.inNamespace(namespace));
  }

  /**
   * Gives them time to come: {@link ReceivedEvents#within}.
   *
   * @param limit how long to wait
   * @return the more patient assertion
   */
  public EventsAssert within(Duration limit) {
    return with(events.within(limit));
  }

  /**
   * There is exactly one.
   *
   * @return the server's assertion, to go on
   */
  public ServerAssert once() {
    return times(1);
  }

  /**
   * There are so many.
   *
   * @param count 1 or more
   * @return the server's assertion, to go on
   */
  public ServerAssert times(int count) {
    return server.check(() -> events.times(count));
  }

  /**
   * There is none.
   *
   * @return the server's assertion, to go on
   */
  public ServerAssert never() {
    return server.check(events::never);
  }

  /**
   * They came one after another; others may have come between them.
   *
   * @param names the names, in order
   * @return the server's assertion, to go on
   */
  public ServerAssert inOrder(String... names) {
    return server.check(() -> events.inOrder(names));
  }
}
