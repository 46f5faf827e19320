package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection state recovery: a namespace comes back where it was, and says whether it did. */
class RecoveryTest {
  private static final String ANSWER = "40{\"sid\":\"s\",\"pid\":\"P\"}";
  private static final RecoveryState STATE = new RecoveryState("P", "O1");

  private SessionDriver driver = new SessionDriver();

  /** Connected to a server that recovers. */
  private void connect() {
    driver.open("/");
    driver.establish();
    answer(ANSWER);
    driver.take();
  }

  private void answer(String connectAnswer) {
    driver.authenticate("/", null);
    driver.receive(connectAnswer);
  }

  /** Connected, and the last event that came has the offset O1. */
  private void connectAndReceive() {
    connect();
    driver.receive("42[\"a\",1,\"O1\"]");
    driver.take();
  }

  /** The CONNECT of the next connection. */
  private String nextConnect(@Nullable String auth) {
    driver.cut();
    driver.take();
    driver.authenticate("/", auth);
    return driver.take().get(0);
  }

  // ---- the way it goes

  @Test
  void asksForNothingTheFirstTime() {
    driver.open("/");
    driver.establish();
    driver.take();

    answer(ANSWER);

    assertThat(driver.take()).containsExactly("send 40", "connected / s");
    assertThat(driver.recoveryState("/")).isEqualTo(new RecoveryState("P", null));
  }

  @Test
  void bringsBackWhatWasMissedOnceAndBeforeConnected() {
    connectAndReceive();
    assertThat(nextConnect(null)).isEqualTo("send 40{\"pid\":\"P\",\"offset\":\"O1\"}");

    driver.receive("42[\"b\",2,\"O2\"]");
    driver.receive("42[\"c\",3,\"O3\"]");
    driver.receive(ANSWER);
    driver.receive("42[\"d\",4,\"O4\"]");

    assertThat(driver.take())
        .containsExactly(
            "event / [\"b\",2,\"O2\"]",
            "event / [\"c\",3,\"O3\"]",
            "connected / s recovered",
            "event / [\"d\",4,\"O4\"]");
    assertThat(driver.recoveryState("/")).isEqualTo(new RecoveryState("P", "O4"));
  }

  @Test
  void worksFiveTimesInARow() {
    connectAndReceive();

    for (int i = 1; i <= 5; i++) {
      assertThat(nextConnect(null)).isEqualTo("send 40{\"pid\":\"P\",\"offset\":\"O" + i + "\"}");
      driver.receive("42[\"missed\",\"O" + (i + 1) + "\"]");
      driver.receive(ANSWER);
      assertThat(driver.take())
          .containsExactly("event / [\"missed\",\"O" + (i + 1) + "\"]", "connected / s recovered");
    }
  }

  @Test
  void worksAlsoWhenNothingWasMissed() {
    connectAndReceive();
    nextConnect(null);

    driver.receive(ANSWER);

    assertThat(driver.take()).containsExactly("connected / s recovered");
    assertThat(nextConnect(null)).isEqualTo("send 40{\"pid\":\"P\",\"offset\":\"O1\"}");
  }

  @Test
  void hasFailedWhenTheServerGivesAnotherPid() {
    connectAndReceive();
    nextConnect(null);

    driver.receive("40{\"sid\":\"s\",\"pid\":\"Q\"}");

    assertThat(driver.take()).containsExactly("connected / s");
    assertThat(nextConnect(null))
        .as("the offset is the server's, not the session's")
        .isEqualTo("send 40{\"pid\":\"Q\",\"offset\":\"O1\"}");
  }

  @Test
  void isNotAskedForWithoutAnyEventAndSaysThatItDidNotHappen() {
    connect();

    assertThat(nextConnect(null)).isEqualTo("send 40");
    driver.receive("40{\"sid\":\"s\",\"pid\":\"Q\"}");

    assertThat(driver.take()).containsExactly("connected / s");
  }

  @Test
  void isOnePerNamespace() {
    driver = SessionDriver.connected("/");
    driver.open("/a");
    driver.authenticate("/a", null);
    driver.receive("40/a,{\"sid\":\"s\",\"pid\":\"A\"}");
    driver.receive("42/a,[\"a\",\"OA\"]");
    driver.receive("42[\"a\",\"O\"]");
    driver.cut();
    driver.take();

    driver.authenticate("/", null);
    driver.authenticate("/a", null);
    driver.receive("40/a,{\"sid\":\"s\",\"pid\":\"A\"}");

    assertThat(driver.take())
        .containsExactly(
            "send 40", "send 40/a,{\"pid\":\"A\",\"offset\":\"OA\"}", "connected /a s recovered");
  }

  // ---- servers that do not recover

  @Test
  void isNothingToAServerThatGivesNoPid() {
    driver = SessionDriver.connected("/");
    driver.receive("42[\"a\",\"text\"]");

    assertThat(driver.recoveryState("/")).isNull();
    assertThat(nextConnect(null)).isEqualTo("send 40");
  }

  @Test
  void isOverWhenTheServerGivesNoPidAnyMore() {
    connectAndReceive();
    nextConnect(null);

    driver.receive("40{\"sid\":\"s\"}");

    assertThat(driver.take()).containsExactly("connected / s");
    assertThat(driver.recoveryState("/")).isNull();
    assertThat(nextConnect(null)).isEqualTo("send 40");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "true", "{}", "[\"P\"]", "{\"pid\":\"P\"}"})
  void takesAPidThatIsNoTextForNone(String pid) {
    connectAndReceive();
    nextConnect(null);

    driver.receive("40{\"sid\":\"s\",\"pid\":" + pid + "}");

    assertThat(driver.take()).containsExactly("connected / s");
    assertThat(driver.recoveryState("/")).isNull();
  }

  // ---- the offset

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "['e','O']                    | O",
        "['e',1,'O']                  | O",
        "['e','first','O']            | O",
        "[ 'e' , 'O' ]                | O",
        "[7,'O']                      | O",
        "['e',{'a':'x'},'O']          | O",
        "['e','[1]']                  | [1]",
        "['e',',']                    | ,",
        "['e\\\"','O']                | O",
        "['e','\\u004f']              | O",
        "['e','\\\\']                 | \\",
        "['e','\\\"']                 | \"",
        "['e','a\\\"b']               | a\"b",
        "['e','\\\\\\\"']             | \\\"",
        "['e','\\\\\\\\','O']         | O",
        "['e','日本😀']               | 日本😀",
      })
  void isTheLastArgumentIfThatIsText(String args, String offset) {
    connect();

    driver.receive("42" + args.replace('\'', '"'));

    assertThat(driver.recoveryState("/")).isEqualTo(new RecoveryState("P", offset));
  }

  @Test
  void mayBeEmpty() {
    connect();

    driver.receive("42[\"e\",\"\"]");

    assertThat(nextConnect(null)).isEqualTo("send 40{\"pid\":\"P\",\"offset\":\"\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['O']",
        "[ 'O' ]",
        "['O\\\"']",
        "[1]",
        "['e',1]",
        "['e','O',1]",
        "['e',true]",
        "['e',null]",
        "['e',['O']]",
        "['e',{'a':'O'}]",
        "['e',[]]",
        "['e',{}]",
        "['e',1e5 ]",
      })
  void staysWithAnyOtherLastArgument(String args) {
    connectAndReceive();

    driver.receive("42" + args.replace('\'', '"'));

    assertThat(driver.recoveryState("/")).isEqualTo(STATE);
  }

  @Test
  void staysWithAnEventThatAsksForAnAck() {
    connectAndReceive();

    driver.receive("427[\"ask\",\"text\"]");

    assertThat(driver.recoveryState("/")).isEqualTo(STATE);
  }

  @Test
  void comesWithBinaryEventsToo() {
    connect();

    driver.receive("451-[\"f\",{\"_placeholder\":true,\"num\":0},\"O1\"]");
    assertThat(driver.recoveryState("/")).isEqualTo(new RecoveryState("P", null));
    driver.receiveBinary(1);

    assertThat(driver.recoveryState("/")).isEqualTo(STATE);
  }

  @Test
  void isSentAsItCameWhateverIsInIt() {
    connect();
    driver.receive("42[\"e\",\"\\\"\\\\\\u0001\\n\u00e9\"]");

    assertThat(nextConnect(null))
        .isEqualTo("send 40{\"pid\":\"P\",\"offset\":\"\\\"\\\\\\u0001\\n\u00e9\"}");
  }

  @Test
  void movesAfterTheDeliveryOfItsEvent() {
    List<@Nullable RecoveryState> duringDelivery = new ArrayList<>();
    driver =
        new SessionDriver(
            new RecordingOutput() {
              @Override
              public void event(Packet.Event event) {
                duringDelivery.add(driver.recoveryState("/"));
              }
            });
    connectAndReceive();
    nextConnect(null);
    driver.receive("42[\"b\",\"O2\"]");
    driver.receive("42[\"c\",\"O3\"]");
    assertThat(driver.recoveryState("/")).as("while events are held").isEqualTo(STATE);

    driver.receive(ANSWER);

    assertThat(duringDelivery)
        .containsExactly(new RecoveryState("P", null), STATE, new RecoveryState("P", "O2"));
  }

  @Test
  void staysWhenHeldEventsAreLostSoThatTheyComeAgain() {
    connectAndReceive();
    nextConnect(null);
    driver.receive("42[\"b\",\"O2\"]");

    assertThat(nextConnect(null)).isEqualTo("send 40{\"pid\":\"P\",\"offset\":\"O1\"}");
    driver.receive("42[\"b\",\"O2\"]");
    driver.receive(ANSWER);

    assertThat(driver.take()).containsExactly("event / [\"b\",\"O2\"]", "connected / s recovered");
  }

  @Test
  void isNotALongText() {
    connectAndReceive();

    driver.receive("42[\"volatile\",\"" + "x".repeat(1024) + "\"]");
    assertThat(driver.recoveryState("/")).isEqualTo(new RecoveryState("P", "x".repeat(1024)));
    driver.receive("42[\"volatile\",\"" + "y".repeat(1025) + "\"]");

    assertThat(driver.recoveryState("/")).isEqualTo(new RecoveryState("P", "x".repeat(1024)));
  }

  @Test
  void takesALongPidForNone() {
    driver.open("/");
    driver.establish();
    answer("40{\"sid\":\"s\",\"pid\":\"" + "p".repeat(1024) + "\"}");
    assertThat(driver.recoveryState("/")).isEqualTo(new RecoveryState("p".repeat(1024), null));
    driver.cut();

    answer("40{\"sid\":\"s\",\"pid\":\"" + "p".repeat(1025) + "\"}");

    assertThat(driver.recoveryState("/")).isNull();
  }

  @Test
  void isGivenUpWhenMoreWasMissedThanMayBeHeld() {
    connectAndReceive();
    nextConnect(null);
    driver.receive("42[\"" + "x".repeat(SessionDriver.MAX_EARLY_EVENT_BYTES) + "\"]");
    assertThat(driver.take())
        .first()
        .isEqualTo("closeTransport ProtocolViolated(EARLY_EVENTS_TOO_LARGE)");
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.establish();
    driver.take();

    answer("40{\"sid\":\"s\",\"pid\":\"Q\"}");

    assertThat(driver.take())
        .as("the same question would bring the same answer for ever")
        .containsExactly("send 40", "connected / s");
  }

  // ---- under the user's auth

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "{}                         | {'pid':'P','offset':'O1'}",
        "{ }                        | {'pid':'P','offset':'O1' }",
        "{'t':'x'}                  | {'pid':'P','offset':'O1','t':'x'}",
        "{'t':[1,{'a':'}'}],'u':{}} | {'pid':'P','offset':'O1','t':[1,{'a':'}'}],'u':{}}",
        "{'pid':'mine'}             | {'offset':'O1','pid':'mine'}",
        "{'t':1,'offset':null}      | {'pid':'P','t':1,'offset':null}",
        "{'offset':1,'pid':2}       | {'offset':1,'pid':2}",
        "{'p\\u0069d':7}            | {'offset':'O1','p\\u0069d':7}",
        "{'a':{'pid':1}}            | {'pid':'P','offset':'O1','a':{'pid':1}}",
        "{'a':'pid'}                | {'pid':'P','offset':'O1','a':'pid'}",
        "{'p\\\"d\\u00e9':'\\/'}    | {'pid':'P','offset':'O1','p\\\"d\\u00e9':'\\/'}",
      })
  void leavesEachMemberOfTheAuthAsItIs(String auth, String sent) {
    connectAndReceive();

    assertThat(nextConnect(auth.replace('\'', '"'))).isEqualTo("send 40" + sent.replace('\'', '"'));
  }

  @Test
  void leavesEachMemberOfTheAuthAsItIsAlsoWithWhiteSpaceAllOverIt() {
    connectAndReceive();

    assertThat(nextConnect(" \n{ \"t\" : [ 1 ] ,\t\"pid\" : \"mine\" } \r\n"))
        .isEqualTo("send 40{\"offset\":\"O1\", \"t\" : [ 1 ] ,\t\"pid\" : \"mine\" }");
  }

  // ---- when it ends

  @Test
  void isForgottenWhenTheUserLeaves() {
    connectAndReceive();
    driver.leave("/");
    assertThat(driver.recoveryState("/")).isNull();
    driver.open("/");
    driver.establish();
    driver.take();

    answer(ANSWER);

    assertThat(driver.take()).containsExactly("send 40", "connected / s");
  }

  @Test
  void isForgottenWhenTheSessionIsClosed() {
    connectAndReceive();

    driver.close();

    assertThat(driver.recoveryState("/")).isNull();
  }

  @Test
  void isForgottenWhenTheSessionIsClosedAlsoWhereTheNamespaceHadEndedBefore() {
    connectAndReceive();
    driver.lose("cut");
    driver.giveUp();

    driver.close();

    assertThat(driver.recoveryState("/")).isNull();
  }

  @Test
  void isForgottenWhenTheServerSendsTheNamespaceAway() {
    connectAndReceive();
    driver.receive("41");
    assertThat(driver.recoveryState("/")).isNull();
    driver.retryAfter(Duration.ZERO);
    driver.advance(Duration.ZERO);
    driver.establish();
    driver.take();

    answer(ANSWER);

    assertThat(driver.take()).containsExactly("send 40", "connected / s");
  }

  @Test
  void isKeptOverGivingUpForTheNextOpen() {
    connectAndReceive();
    driver.lose("cut");
    driver.giveUp();
    driver.open("/other");
    assertThat(driver.recoveryState("/")).isEqualTo(STATE);
    driver.open("/");
    driver.establish();
    driver.take();

    answer(ANSWER);

    assertThat(driver.take())
        .containsExactly("send 40{\"pid\":\"P\",\"offset\":\"O1\"}", "connected / s recovered");
  }

  // ---- from an earlier session

  private boolean resume(RecoveryState earlier) {
    return driver.session.resume(Namespace.ROOT, earlier, driver.now());
  }

  @Test
  void goesOnWhereAnEarlierSessionWas() {
    assertThat(resume(STATE)).isTrue();
    driver.open("/");
    driver.establish();
    driver.take();

    answer(ANSWER);

    assertThat(driver.take())
        .containsExactly("send 40{\"pid\":\"P\",\"offset\":\"O1\"}", "connected / s recovered");
  }

  @Test
  void goesOnFromAnEarlierSessionThatHadNoEvent() {
    resume(new RecoveryState("P", null));
    driver.open("/");
    driver.establish();
    driver.take();

    answer("40{\"sid\":\"s\",\"pid\":\"Q\"}");

    assertThat(driver.take()).containsExactly("send 40", "connected / s");
  }

  @Test
  void canBeTakenOverUntilConnectIsSent() {
    driver.open("/");
    assertThat(resume(STATE)).isTrue();
    driver.establish();
    assertThat(resume(STATE)).isTrue();
    driver.authenticate("/", null);
    assertThat(resume(new RecoveryState("late", "O"))).as("connecting").isFalse();
    driver.receive(ANSWER);
    assertThat(resume(new RecoveryState("late", "O"))).as("connected").isFalse();

    assertThat(driver.recoveryState("/")).isEqualTo(STATE);
  }

  @Test
  void cannotBeTakenOverByAClosedSession() {
    driver.close();

    assertThat(resume(STATE)).isFalse();
    assertThat(driver.recoveryState("/")).isNull();
  }

  @Test
  void isASecret() {
    assertThat(STATE).hasToString("RecoveryState[***]");
  }

  @Test
  void ofAnUnknownNamespaceIsNone() {
    assertThat(driver.recoveryState("/unknown")).isNull();
  }
}
