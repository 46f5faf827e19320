package io.tenterhook.client.spi;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 *     and over what is inflated
 * @param deflate the compression to offer; null for none
 * @param route how the server is reached
 */
public record LinkRequest(
    URI uri,
    String host,
    int port,
    List<Map.Entry<String, String>> headers,
    @Nullable SSLContext sslContext,
    int maxMessageBytes,
    @Nullable Deflate deflate,
    Route route) {

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
   *     fragments and over what is inflated
   * @param deflate the compression to offer; null for none
   * @param route how the server is reached
   */
  public LinkRequest {
    headers = List.copyOf(headers);
    Objects.requireNonNull(route);
  }

  /**
   * The same for another URI of the same server.
   *
   * @param other the URI
   * @return such a request
   */
  public LinkRequest withUri(URI other) {
    return new LinkRequest(other, host, port, headers, sslContext, maxMessageBytes, deflate, route);
  }

  /**
   * The same with other headers.
   *
   * @param others extra request headers in order; a name may come twice
   * @return such a request
   */
  public LinkRequest withHeaders(List<Map.Entry<String, String>> others) {
    return new LinkRequest(uri, host, port, others, sslContext, maxMessageBytes, deflate, route);
  }

  /**
   * The same with compression.
   *
   * @param offered the compression to offer; null for none
   * @return such a request
   */
  public LinkRequest withDeflate(@Nullable Deflate offered) {
    return new LinkRequest(uri, host, port, headers, sslContext, maxMessageBytes, offered, route);
  }

  /**
   * The same by another route.
   *
   * @param other how the server is reached
   * @return such a request
   */
  public LinkRequest withRoute(Route other) {
    return new LinkRequest(uri, host, port, headers, sslContext, maxMessageBytes, deflate, other);
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
