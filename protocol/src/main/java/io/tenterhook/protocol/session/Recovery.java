package io.tenterhook.protocol.session;

import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonWriter;
import io.tenterhook.protocol.socketio.Packet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace needs to be given back its missed events: the private id that the server gave
 * it, and the offset of the last event. Socket.IO, "Connection state recovery"; the v5 protocol
 * page does not describe it, the reference server does.
 *
 * <pre>
 * 40{"sid":"…","pid":"P"}      the server can recover
 * 42["a",1,"O1"]               each event without an ack id ends with its offset
 * 40{"pid":"P","offset":"O1"}  we come back; the user's auth goes in the same object and wins
 * 42["b",2,"O2"]               what was missed, before the answer
 * 40{"sid":"…","pid":"P"}      the same pid: recovered
 * </pre>
 *
 * <p>Events that ask for an ack carry no offset. A volatile event carries none either, but may end
 * with a string of its own; no client can tell the difference, and recovery then fails once.
 */
final class Recovery {
  /** Those of the known servers have about 20; it is sent back as {@link EventOffset} is. */
  private static final int MAX_PID_LENGTH = 1024;

  private static final byte[] PID = "pid".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OFFSET = "offset".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private @Nullable RecoveryState state;

  @Nullable RecoveryState state() {
    return state;
  }

  /** Takes over what an earlier session left. */
  void resume(RecoveryState earlier) {
    state = earlier;
  }

  /** There is no way back: the next session starts afresh. */
  void forget() {
    state = null;
  }

  /** The server's answer to CONNECT. @return whether the earlier session goes on */
  boolean connected(@Nullable String pid) {
    RecoveryState before = state;
    if (pid == null || pid.length() > MAX_PID_LENGTH) {
      state = null;
      return false;
    }
    boolean recovered = before != null && before.pid().equals(pid);
    // The offset stays also with a new pid: it is the server's, not the session's, and all that a
    // session without events has.
    state = new RecoveryState(pid, before == null ? null : before.offset());
    return recovered;
  }

  /** An event was delivered. */
  void delivered(Packet.Event event) {
    RecoveryState before = state;
    if (before == null) {
      return;
    }
    String offset = EventOffset.of(event);
    if (offset != null) {
      state = new RecoveryState(before.pid(), offset);
    }
  }

  /** The CONNECT payload: pid and offset, and the user's auth as it is; its members win. */
  byte @Nullable [] merge(byte @Nullable [] auth) {
    RecoveryState known = state;
    if (known == null || known.offset() == null) {
      return auth;
    }
    byte[] object = auth == null ? EMPTY_OBJECT : auth;
    int open = 0;
    while (object[open] != '{') {
      open++;
    }
    int close = object.length - 1;
    while (object[close] != '}') {
      close--;
    }
    boolean empty = true;
    boolean hasPid = false;
    boolean hasOffset = false;
    JsonCursor member = JsonCursor.object(object, open, close + 1);
    while (member.next()) {
      empty = false;
      hasPid |= member.keyEquals(PID);
      hasOffset |= member.keyEquals(OFFSET);
    }
    ByteArrayOutputStream merged = new ByteArrayOutputStream();
    merged.write('{');
    if (!hasPid) {
      writeMember(merged, PID, known.pid());
    }
    if (!hasOffset) {
      writeMember(merged, OFFSET, known.offset());
    }
    if (!empty) {
      comma(merged);
    }
    merged.write(object, open + 1, close - open);
    return merged.toByteArray();
  }

  private static void writeMember(ByteArrayOutputStream merged, byte[] name, String value) {
    comma(merged);
    merged.write('"');
    merged.writeBytes(name);
    merged.write('"');
    merged.write(':');
    merged.writeBytes(JsonWriter.string(value));
  }

  /** Unless nothing is written yet but the brace. */
  private static void comma(ByteArrayOutputStream merged) {
    if (merged.size() > 1) {
      merged.write(',');
    }
  }
}
