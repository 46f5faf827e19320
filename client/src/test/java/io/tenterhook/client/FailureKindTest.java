package io.tenterhook.client;

import static io.tenterhook.client.FailureKind.PERMANENT;
import static io.tenterhook.client.FailureKind.REFRESH;
import static io.tenterhook.client.FailureKind.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of docs/guide/connecting.md. */
class FailureKindTest {

  private static FailureKind of(DisconnectReason reason) {
    return FailureKind.of(new Ending(reason, null), true, true, true, true);
  }

  @Test
  void aServerThatSendsUsAwayMeansIt() {
    assertThat(of(DisconnectReason.SERVER_DISCONNECT)).isEqualTo(PERMANENT);
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false, PERMANENT",
    "false, true, true, PERMANENT",
    "true, false, false, PERMANENT",
    "true, true, false, REFRESH",
    "true, false, true, REFRESH",
  })
  void aRefusalMeansStaleCredentialsIfTheyWereGoodOnceAndCanBeRenewed(
      boolean accepted, boolean auth, boolean endpoint, FailureKind kind) {
    Ending refused = new Ending(DisconnectReason.REFUSED, null);

    assertThat(FailureKind.of(refused, accepted, auth, endpoint, false)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "401, '', REFRESH, PERMANENT",
    "403, '', REFRESH, PERMANENT",
    "400, Forbidden, REFRESH, PERMANENT",
    "400, '{\"code\":4,\"message\":\"Forbidden\"}', REFRESH, PERMANENT",
    "404, '', PERMANENT, PERMANENT",
    "400, '{\"code\":3,\"message\":\"Bad request\"}', PERMANENT, PERMANENT",
    "400, Bad request, PERMANENT, PERMANENT",
    "400, '{ \"code\": 5, \"message\": \"Unsupported protocol version\" }', PERMANENT, PERMANENT",
    "400, Unsupported protocol version, PERMANENT, PERMANENT",
    "400, '{\"code\":1,\"message\":\"Session ID unknown\"}', TRANSIENT, TRANSIENT",
    "400, Session ID unknown, TRANSIENT, TRANSIENT",
    "400, '{\"code\":9}', TRANSIENT, TRANSIENT",
    "400, '', TRANSIENT, TRANSIENT",
    "302, '', TRANSIENT, TRANSIENT",
    "429, '', TRANSIENT, TRANSIENT",
    "503, '', TRANSIENT, TRANSIENT",
  })
  void anHttpAnswerIsReadByItsStatusAndTheCodeOfEngineIo(
      int status, String body, FailureKind renewable, FailureKind fixed) {
    Ending ending =
        new Ending(
            DisconnectReason.UNREACHABLE,
            new TransportException(TransportException.Step.HTTP, status, "HTTP", body, null));

    assertThat(FailureKind.of(ending, true, true, true, false)).isEqualTo(renewable);
    assertThat(FailureKind.of(ending, true, true, false, true)).isEqualTo(fixed);
  }

  @ParameterizedTest
  @CsvSource({
    "407, REFRESH, PERMANENT",
    "401, REFRESH, PERMANENT",
    "403, TRANSIENT, TRANSIENT",
    "502, TRANSIENT, TRANSIENT",
    "2, TRANSIENT, TRANSIENT",
    "0, TRANSIENT, TRANSIENT",
  })
  void aProxyThatWantsOtherCredentialsWantsThemAgainUnlessTheyAreSupplied(
      int code, FailureKind renewable, FailureKind fixed) {
    Ending ending =
        new Ending(
            DisconnectReason.UNREACHABLE,
            new TransportException(TransportException.Step.PROXY, code, "proxy", "", null));

    assertThat(FailureKind.of(ending, true, true, true, true)).isEqualTo(renewable);
    assertThat(FailureKind.of(ending, true, true, true, false)).isEqualTo(fixed);
  }

  @Test
  void everythingElseMayPass() {
    for (DisconnectReason reason : DisconnectReason.values()) {
      FailureKind expected =
          switch (reason) {
            case CLIENT_DISCONNECT, SERVER_DISCONNECT -> PERMANENT;
            case REFUSED -> REFRESH;
            default -> TRANSIENT;
          };
      assertThat(of(reason)).as("%s", reason).isEqualTo(expected);
    }
  }
}
