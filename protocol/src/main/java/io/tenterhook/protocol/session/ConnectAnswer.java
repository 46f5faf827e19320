package io.tenterhook.protocol.session;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Packet;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer to CONNECT: {@code 40{"sid":"…","pid":"…"}}.
 *
 * @param sid the id of this namespace's socket
 * @param pid the private id for recovery; null if the server does not recover
 */
record ConnectAnswer(String sid, @Nullable String pid) {
  private static final byte[] SID = "sid".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PID = "pid".getBytes(StandardCharsets.US_ASCII);

  /** Reads it. A Socket.IO 2 server sends no sid; a pid that is no text is as good as none. */
  static ConnectAnswer of(Packet.Connect connect) {
    JsonRange payload = connect.payload();
    String sid = payload == null ? null : text(payload, SID);
    if (payload == null || sid == null) {
      throw new ProtocolException(
          ProtocolRule.CONNECT_WITHOUT_SID,
          "expected a sid in the server's CONNECT for "
              + connect.namespace()
              + ", found none: so does Socket.IO 2; this client needs a server of version 3 or 4");
    }
    return new ConnectAnswer(sid, text(payload, PID));
  }

  /**
   * Looks at a CONNECT that answers none of ours. Socket.IO 2 sends one, without sid, before it is
   * asked, and would leave ours unanswered: better to end now than to wait for that.
   */
  static void checkUnasked(Packet.Connect connect) {
    of(connect);
  }

  private static @Nullable String text(JsonRange object, byte[] name) {
    JsonCursor member = JsonCursor.object(object.array(), object.start(), object.end());
    while (member.next()) {
      if (member.keyEquals(name) && object.array()[member.start()] == '"') {
        return JsonScanner.readString(object.array(), member.start(), member.end());
      }
    }
    return null;
  }
}
