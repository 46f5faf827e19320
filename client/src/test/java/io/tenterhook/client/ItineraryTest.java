package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.socketio.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItineraryTest {
  private static final SessionEnd LOST = new SessionEnd.TransportLost("gone");

  private final Itinerary itinerary =
      new Itinerary(List.of(Endpoint.of("ws://a"), Endpoint.of("ws://b"), Endpoint.of("ws://c")));

  private String attempt(SessionEnd end) {
    String host = itinerary.begin().host();
    itinerary.leave(end);
    return host;
  }

  private String connection(SessionEnd end) {
    String host = itinerary.begin().host();
    itinerary.answered();
    itinerary.leave(end);
    return host;
  }

  @Test
  void movesOnAfterEachAttemptWithoutAnAnswer() {
    assertThat(List.of(attempt(LOST), attempt(LOST), attempt(LOST), attempt(LOST)))
        .containsExactly("a", "b", "c", "a");
  }

  @Test
  void comesBackFirstToWhatWorked() {
    assertThat(List.of(attempt(LOST), connection(LOST), attempt(LOST), attempt(LOST)))
        .containsExactly("a", "b", "b", "c");
  }

  @Test
  void staysWhereAnAnswerCameOrTheUserLeft() {
    SessionEnd refused = new SessionEnd.Refused(Namespace.ROOT, null);
    SessionEnd noAuth = new SessionEnd.TimedOut(SessionEnd.Phase.AUTH, 1);

    assertThat(
            List.of(
                attempt(refused),
                attempt(new SessionEnd.Unused()),
                attempt(new SessionEnd.AuthFailed("none")),
                attempt(noAuth),
                attempt(LOST)))
        .containsOnly("a");
    assertThat(itinerary.begin().host()).isEqualTo("b");
  }

  @Test
  void givesUpWhenEveryEndpointIsHopelessInItsTurn() {
    attempt(LOST);
    assertThat(itinerary.judge(FailureKind.PERMANENT)).isEqualTo(FailureKind.TRANSIENT);
    attempt(LOST);
    assertThat(itinerary.judge(FailureKind.TRANSIENT)).isEqualTo(FailureKind.TRANSIENT);
    attempt(LOST);
    assertThat(itinerary.failedEverywhere()).isTrue();
    assertThat(itinerary.judge(FailureKind.PERMANENT)).as("b may").isEqualTo(FailureKind.TRANSIENT);
    attempt(LOST);
    assertThat(itinerary.judge(FailureKind.PERMANENT)).isEqualTo(FailureKind.TRANSIENT);
    attempt(LOST);
    assertThat(itinerary.judge(FailureKind.PERMANENT)).isEqualTo(FailureKind.PERMANENT);
  }

  @Test
  void aServerThatAnsweredIsTakenAtItsWord() {
    connection(new SessionEnd.ServerDisconnected());

    assertThat(itinerary.judge(FailureKind.PERMANENT)).isEqualTo(FailureKind.PERMANENT);
    assertThat(itinerary.failedEverywhere()).isFalse();
  }

  @Test
  void missingCredentialsWouldBeMissingEverywhere() {
    attempt(new SessionEnd.AuthFailed("none"));

    assertThat(itinerary.failedEverywhere()).isTrue();
    attempt(LOST);
    assertThat(itinerary.failedEverywhere()).isFalse();
  }

  @Test
  void anAnswerCountsForItsOwnAttemptOnly() {
    itinerary.begin();
    int ticket = itinerary.ask();
    assertThat(itinerary.awaits(ticket)).isTrue();
    itinerary.leave(LOST);
    assertThat(itinerary.awaits(ticket)).isFalse();

    itinerary.begin();
    int next = itinerary.ask();
    assertThat(itinerary.awaits(ticket)).isFalse();
    itinerary.take(Endpoint.of("ws://elsewhere"));
    assertThat(itinerary.awaits(next)).as("answered").isFalse();
    assertThat(itinerary.taken().host()).isEqualTo("elsewhere");
  }
}
