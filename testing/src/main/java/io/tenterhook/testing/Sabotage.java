package io.tenterhook.testing;

import io.tenterhook.testing.JournalEntry.Kind;
import java.time.Duration;

/**
 * What a test, or the act of a fault, does to a connection. Each is noted in the journal.
 *
 * <p>Used by the loop of the connection alone.
 */
final class Sabotage {
  private final EngineSession session;
  private final Journal journal;

  Sabotage(EngineSession session, Journal journal) {
    this.session = session;
    this.journal = journal;
  }

  void sendBytes(byte[] bytes) {
    note("bytes (" + bytes.length + ")");
    session.wire().writeBytes(bytes);
    session.wire().flush();
  }

  void blackHole() {
    note("black hole");
    session.goSilent();
  }

  void stall(Duration time) {
    note("stall (" + time + ")");
    session.wire().stall(time);
  }

  void closeWebSocket(int code, String reason) {
    note("close frame (" + code + ")");
    session.ended(DisconnectReason.BROKEN_ON_PURPOSE);
    session.wire().close(code, reason);
  }

  void halfClose() {
    note("half close");
    session.wire().halfClose();
  }

  void finish() {
    note("end of stream");
    session.ended(DisconnectReason.BROKEN_ON_PURPOSE);
    session.wire().finish();
  }

  void cut() {
    note("reset");
    session.ended(DisconnectReason.BROKEN_ON_PURPOSE);
    session.wire().flush();
    session.wire().reset();
  }

  private void note(String what) {
    journal.note(session.sid(), Kind.FAULT, what);
  }
}
