package io.tenterhook.testing;

import io.tenterhook.testing.JournalEntry.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Assertions about a server, for any test framework. The same with AssertJ: {@code
 * io.tenterhook.testing.assertj}.
 *
 * <pre>{@code
 * server.verify().within(ofSeconds(5)).received("order").withArgs("{\"id\":1}").once();
 * server.verify().within(ofSeconds(5)).disconnectedWith(DisconnectReason.PING_TIMEOUT);
 * server.verify().noErrors();
 * server.verify().noMore();
 * }</pre>
 *
 * <p>Each throws AssertionError if it does not hold. It is about what has happened since the server
 * was started or reset, and now; {@link #within} waits for it.
 */
public final class Verification {
  private final SocketIoServer server;
  private final Duration patience;

  Verification(SocketIoServer server, Duration patience) {
    this.server = server;
    this.patience = patience;
  }

  /**
   * Gives it time to come true.
   *
   * @param limit how long to wait
   * @return the same, but patient
   */
  public Verification within(Duration limit) {
    return new Verification(server, limit);
  }

  /**
   * Asks about an event.
   *
   * @param event the name
   * @return the question, to be narrowed down and answered
   */
  public ReceivedEvents received(String event) {
    return received(new EventPattern(event, null, null, null));
  }

  /**
   * Asks about all events.
   *
   * @return the question, to be narrowed down and answered
   */
  public ReceivedEvents received() {
    return received(EventPattern.ANY);
  }

  private ReceivedEvents received(EventPattern pattern) {
    return new ReceivedEvents(log(), pattern, patience);
  }

  /** Asserts that a client is connected. */
  public void connected() {
    await(any -> !server.connections().isEmpty(), "a client to be connected");
  }

  /**
   * Asserts that a client's connection, or its place in a namespace, has ended for a reason.
   *
   * @param reason the reason
   */
  public void disconnectedWith(DisconnectReason reason) {
    await(
        entries -> reasons(entries).anyMatch(reason.text()::equals),
        "a client to be disconnected by \"" + reason.text() + "\"");
  }

  private static Stream<String> reasons(List<JournalEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.kind() == Kind.LEFT || entry.kind() == Kind.CLOSED)
        .map(entry -> entry.text().substring(entry.text().lastIndexOf(": ") + 1).strip());
  }

  private void await(Predicate<List<JournalEntry>> isTrue, String what) {
    log();
    List<JournalEntry> entries = server.journal().log().await(isTrue, patience);
    if (!isTrue.test(entries)) {
      throw new AssertionError(
          "expected %s%s; the journal:%s"
              .formatted(
                  what,
                  patience.isZero() ? "" : " within " + patience,
                  entries.isEmpty() ? " nothing" : Excerpt.lines(entries)));
    }
  }

  /**
   * Asserts that every event was looked at: taken, or met by an assertion that asked for events.
   * What a handler has answered counts as not looked at.
   */
  public void noMore() {
    List<ReceivedEvent> unseen =
        log().entries().stream().filter(event -> !event.isLookedAt()).toList();
    if (!unseen.isEmpty()) {
      throw new AssertionError("nobody has looked at these events:" + Excerpt.lines(unseen));
    }
  }

  /** Asserts that nothing went wrong: {@link SocketIoServer#verifyNoErrors}. */
  public void noErrors() {
    server.verifyNoErrors();
  }

  private Bounded<ReceivedEvent> log() {
    if (!server.options().journal()) {
      throw new IllegalStateException("the server keeps no events to verify: withoutJournal()");
    }
    return server.receivedEvents();
  }
}
