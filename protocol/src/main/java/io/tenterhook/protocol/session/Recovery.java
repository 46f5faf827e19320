package io.tenterhook.protocol.session;

import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.json.JsonWriter;
import io.tenterhook.protocol.socketio.Packet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
  private static final byte[] PID = "pid".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OFFSET = "offset".getBytes(StandardCharsets.US_ASCII);

  private @Nullable RecoveryState state;

  @Nullable RecoveryState state() {
    return state;
  }

  /** Takes over what an earlier session left. */
  void resume(RecoveryState earlier) {
    state = earlier;
  }

  /** The user has left: the server keeps nothing for those who say goodbye. */
  void forget() {
    state = null;
  }

  /** The server's answer to CONNECT. @return whether the earlier session goes on */
  boolean connected(@Nullable String pid) {
    RecoveryState before = state;
    if (pid == null) {
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
    if (before == null || event.ackId() >= 0) {
      return;
    }
    String offset = lastString(event);
    if (offset != null) {
      state = new RecoveryState(before.pid(), offset);
    }
  }

  /** The last argument if it is a string; looked for from the end, without walking the rest. */
  private static @Nullable String lastString(Packet.Event event) {
    byte[] json = event.array();
    int last = event.argsEnd() - 2;
    while (json[last] <= ' ') {
      last--;
    }
    if (json[last] != '"' || last < event.nameEnd()) {
      return null;
    }
    int first = last - 1;
    while (json[first] != '"' || isEscaped(json, first)) {
      first--;
    }
    return JsonScanner.readString(json, first, last + 1);
  }

  private static boolean isEscaped(byte[] json, int quote) {
    int backslashes = 0;
    while (json[quote - 1 - backslashes] == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /** The CONNECT payload: pid and offset under the user's auth. */
  byte @Nullable [] merge(byte @Nullable [] auth) {
    RecoveryState known = state;
    if (known == null || known.offset() == null) {
      return auth;
    }
    ByteArrayOutputStream merged = new ByteArrayOutputStream();
    merged.write('{');
    write(merged, auth, PID, known.pid());
    write(merged, auth, OFFSET, known.offset());
    if (auth != null) {
      writeMembers(merged, auth);
    }
    merged.write('}');
    return merged.toByteArray();
  }

  private static void write(
      ByteArrayOutputStream merged, byte @Nullable [] auth, byte[] name, String value) {
    if (auth != null && has(auth, name)) {
      return;
    }
    comma(merged);
    merged.write('"');
    merged.writeBytes(name);
    merged.writeBytes("\":".getBytes(StandardCharsets.US_ASCII));
    merged.writeBytes(JsonWriter.string(value));
  }

  private static void writeMembers(ByteArrayOutputStream merged, byte[] auth) {
    JsonCursor member = object(auth);
    while (member.next()) {
      comma(merged);
      merged.writeBytes(JsonWriter.string(member.key()));
      merged.write(':');
      merged.writeBytes(Arrays.copyOfRange(auth, member.start(), member.end()));
    }
  }

  private static void comma(ByteArrayOutputStream merged) {
    if (merged.size() > 1) {
      merged.write(',');
    }
  }

  private static boolean has(byte[] auth, byte[] name) {
    JsonCursor member = object(auth);
    while (member.next()) {
      if (member.keyEquals(name)) {
        return true;
      }
    }
    return false;
  }

  private static JsonCursor object(byte[] auth) {
    int start = 0;
    while (auth[start] != '{') {
      start++;
    }
    int end = auth.length;
    while (auth[end - 1] != '}') {
      end--;
    }
    return JsonCursor.object(auth, start, end);
  }
}
