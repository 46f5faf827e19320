package io.tenterhook.client.spi;

import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Link} goes and how.
 *
 * @param uri {@code ws} or {@code wss}, for polling {@code http} or {@code https}, with host, port
 *     and the complete path and query; sent as it is. The query may hold secrets: never put it into
 *     a message.
 * @param host the host to look up and to verify: a name (also with underscores), an IPv4 address or
 *     an IPv6 literal without brackets
 * @param port 1 to 65,535
 * @param headers extra request headers in order; a name may come twice
 * @param sslContext for {@code wss}; null means the JDK's default trust store. The host name is
 *     verified in any case.
 * @param maxMessageBytes limit for one inbound message, enforced while reading, also over fragments
 */
public record LinkRequest(
    URI uri,
    String host,
    int port,
    List<Map.Entry<String, String>> headers,
    @Nullable SSLContext sslContext,
    int maxMessageBytes) {

  /**
   * Copies the headers.
   *
   * @param uri {@code ws} or {@code wss}, for polling {@code http} or {@code https}, with host,
   *     port and the complete path and query; sent as it is. The query may hold secrets: never put
   *     it into a message.
   * @param host the host to look up and to verify: a name (also with underscores), an IPv4 address
   *     or an IPv6 literal without brackets
   * @param port 1 to 65,535
   * @param headers extra request headers in order; a name may come twice
   * @param sslContext for {@code wss}; null means the JDK's default trust store. The host name is
   *     verified in any case.
   * @param maxMessageBytes limit for one inbound message, enforced while reading, also over
   *     fragments
   */
  public LinkRequest {
    headers = List.copyOf(headers);
  }

  /**
   * Whether TLS is spoken.
   *
   * @return true for {@code wss} and {@code https}
   */
  public boolean secure() {
    return "wss".equals(uri.getScheme()) || "https".equals(uri.getScheme());
  }

  /** Host and port alone: the query, the headers and the path may hold secrets. */
  @Override
  public String toString() {
    return "LinkRequest[" + uri.getScheme() + "://" + host + ":" + port + "]";
  }
}
