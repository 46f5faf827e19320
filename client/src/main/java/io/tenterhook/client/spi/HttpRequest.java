package io.tenterhook.client.spi;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * One request of long-polling.
 *
 * @param uri {@code http} or {@code https} with the complete path and query; sent as it is. The
 *     query may hold secrets: never put it into a message.
 * @param headers extra request headers in order, besides those of the {@link LinkRequest}
 * @param body the body of a POST, sent as {@code text/plain;charset=UTF-8}; an empty one makes it a
 *     GET
 * @param maxBodyBytes limit for the answer's body, enforced while reading
 */
@SuppressWarnings("ArrayRecordComponent") // given away: the transport sends it and forgets it
public record HttpRequest(
    URI uri, List<Map.Entry<String, String>> headers, byte[] body, int maxBodyBytes) {

  /**
   * Copies the headers.
   *
   * @param uri {@code http} or {@code https} with the complete path and query; sent as it is. The
   *     query may hold secrets: never put it into a message.
   * @param headers extra request headers in order, besides those of the {@link LinkRequest}
   * @param body the body of a POST, sent as {@code text/plain;charset=UTF-8}; an empty one makes it
   *     a GET
   * @param maxBodyBytes limit for the answer's body, enforced while reading
   */
  public HttpRequest {
    headers = List.copyOf(headers);
  }

  /**
   * The request's method.
   *
   * @return GET or POST
   */
  public String method() {
    return body.length == 0 ? "GET" : "POST";
  }

  /** The method alone: everything else may hold secrets. */
  @Override
  public String toString() {
    return "HttpRequest[" + method() + "]";
  }
}
