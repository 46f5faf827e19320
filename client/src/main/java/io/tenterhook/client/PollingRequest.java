package io.tenterhook.client;

import io.tenterhook.client.spi.LinkRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where long-polling goes.
 *
 * @param server host, port, TLS, headers and the limit of one message
 * @param uri the complete URL of the handshake, without {@code t} and {@code sid}
 * @param maxPackets how many packets one body may have
 * @param maxBodyBytes how large one body may be
 */
record PollingRequest(LinkRequest server, URI uri, int maxPackets, int maxBodyBytes) {

  /** The URL of one request: no two are equal, so that no cache answers. */
  URI uri(@Nullable String sid, String unique) {
    String session = sid == null ? "" : "&sid=" + sid;
    return URI.create(uri + "&t=" + unique + session);
  }

  /** For messages: no path, no query. */
  String target() {
    return server.host() + ":" + server.port();
  }

  @Override
  public String toString() {
    return "PollingRequest[" + target() + "]";
  }
}
