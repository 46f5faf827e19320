package io.tenterhook.testing.assertj;

import io.tenterhook.testing.DisconnectReason;
import io.tenterhook.testing.ReceivedEvents;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.Verification;
import java.time.Duration;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about a server.
 *
 * <pre>{@code
 * import static io.tenterhook.testing.assertj.TenterhookAssertions.assertThat;
 *
 * assertThat(server)
 *     .as("after the purchase")
 *     .received("order").inNamespace("/shop").times(2)
 *     .received().inOrder("login", "order", "order")
 *     .hasNoMoreEvents();
 * }</pre>
 */
public final class ServerAssert extends AbstractAssert<ServerAssert, SocketIoServer> {
  private Duration patience = Duration.ZERO;

  ServerAssert(SocketIoServer actual) {
    super(actual, ServerAssert.class);
  }

  /**
   * Gives what is asserted next time to come true.
   *
   * @param limit how long to wait
   * @return this
   */
  public ServerAssert within(Duration limit) {
    patience = limit;
    return this;
  }

  /**
   * Asserts something about an event.
   *
   * @param event the name
   * @return an assertion to be narrowed down and finished
   */
  public EventsAssert received(String event) {
    return events(verification().received(event));
  }

  /**
   * Asserts something about all events.
   *
   * @return an assertion to be narrowed down and finished
   */
  public EventsAssert received() {
    return events(verification().received());
  }

  private EventsAssert events(ReceivedEvents events) {
    return new EventsAssert(events, this);
  }

  /**
   * A client is connected.
   *
   * @return this
   */
  public ServerAssert connected() {
    return check(Verification::connected);
  }

  /**
   * A client's connection, or its place in a namespace, has ended for a reason.
   *
   * @param reason the reason
   * @return this
   */
  public ServerAssert disconnectedWith(DisconnectReason reason) {
    return check(verification -> verification.disconnectedWith(reason));
  }

  /**
   * Every event was taken, or met by an assertion.
   *
   * @return this
   */
  public ServerAssert hasNoMoreEvents() {
    return check(Verification::noMore);
  }

  /**
   * Nothing went wrong.
   *
   * @return this
   */
  public ServerAssert hasNoErrors() {
    return check(Verification::noErrors);
  }

  private Verification verification() {
    isNotNull();
    return actual.verify().within(patience);
  }

  private ServerAssert check(Consumer<Verification> step) {
    Verification verification = verification();
    return check(() -> step.accept(verification));
  }

  /** Gives a failure the description that the user may have given. */
  ServerAssert check(Runnable step) {
    try {
      step.run();
      return this;
    } catch (AssertionError e) {
      AssertionError described = failure("%s", e.getMessage());
      for (Throwable suppressed : e.getSuppressed()) {
        described.addSuppressed(suppressed);
      }
      throw described;
    }
  }
}
