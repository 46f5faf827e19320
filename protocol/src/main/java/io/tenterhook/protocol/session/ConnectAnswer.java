package io.tenterhook.protocol.session;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Packet;
import java.nio.charset.StandardCharsets;

/** Reads the server's answer to CONNECT: {@code 40{"sid":"…"}}. */
final class ConnectAnswer {
  private static final byte[] SID = "sid".getBytes(StandardCharsets.US_ASCII);

  private ConnectAnswer() {}

  /** The socket's id. A Socket.IO 2 server sends none. */
  static String sid(Packet.Connect connect) {
    JsonRange payload = connect.payload();
    if (payload != null) {
      JsonCursor member = JsonCursor.object(payload.array(), payload.start(), payload.end());
      while (member.next()) {
        if (member.keyEquals(SID) && payload.array()[member.start()] == '"') {
          return JsonScanner.readString(payload.array(), member.start(), member.end());
        }
      }
    }
    throw new ProtocolException(
        ProtocolRule.CONNECT_WITHOUT_SID,
        "the answer to CONNECT for "
            + connect.namespace()
            + " has no sid: the server may be Socket.IO 2");
  }
}
