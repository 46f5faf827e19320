package io.tenterhook.client;

import io.tenterhook.client.spi.LinkRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where long-polling goes.
 *
 * @param server host, port, TLS, headers, the limit of one message, and the complete URL of the
 *     handshake
 * @param changing headers that each request takes anew
 * @param maxPackets how many packets one body may have
 * @param maxBodyBytes how large one body may be
 */
record PollingRequest(
    LinkRequest server,
    Supplier<List<Map.Entry<String, String>>> changing,
    int maxPackets,
    int maxBodyBytes) {

  /** The URL of one request: no two are equal, so that no cache answers. */
  URI uri(@Nullable String sid, String unique) {
    URI distinct = URI.create(server.uri() + "&t=" + unique);
    return sid == null ? distinct : withSession(distinct, sid);
  }

  /** The URL of a request that belongs to a session. The sid is the server's to choose. */
  static URI withSession(URI handshake, String sid) {
    return URI.create(handshake + "&sid=" + URLEncoder.encode(sid, StandardCharsets.UTF_8));
  }

  /** For messages: no path, no query. */
  String target() {
    String host = server.host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
  }

  @Override
  public String toString() {
    return "PollingRequest[" + target() + "]";
  }
}
