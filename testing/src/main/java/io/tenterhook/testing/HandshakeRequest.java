package io.tenterhook.testing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request that opened a connection.
 *
 * @param target path and query as they were sent
 * @param query the decoded parameters
 * @param headers the headers; looked up without regard to case
 */
public record HandshakeRequest(
    String target, Map<String, List<String>> query, Map<String, List<String>> headers) {
  /**
   * The first value of a query parameter.
   *
   * @param name the parameter
   * @return its value, or null if there is none
   */
  public @Nullable String query(String name) {
    return first(query.get(name));
  }

  /**
   * The first value of a header.
   *
   * @param name the header, in any case
   * @return its value, or null if there is none
   */
  public @Nullable String header(String name) {
    return first(headers.get(name));
  }

  private static @Nullable String first(@Nullable List<String> values) {
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}
