package io.tenterhook.client;

import io.tenterhook.client.spi.LinkRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that one attempt, and the connection that comes of it, carries on every request, in
 * one header: those of the user's own header Cookie, those that the user's handler gave, and those
 * of the jar, which the answers fill. Lives on the loop.
 */
final class RoadCookies {
  private static final String COOKIE = "Cookie";
  private static final String SET_COOKIE = "Set-Cookie";

  private final Endpoint endpoint;
  private final @Nullable CookieJar jar;
  private Map<String, String> given;
  private final BiConsumer<URI, List<String>> told;

  /**
   * @param jar null to keep nothing
   * @param given cookies for this endpoint by name, until the server sets them anew
   * @param told hears where from and what, of all that the server sets
   */
  RoadCookies(
      Endpoint endpoint,
      @Nullable CookieJar jar,
      Map<String, String> given,
      BiConsumer<URI, List<String>> told) {
    this.endpoint = endpoint;
    this.jar = jar;
    this.given = given;
    this.told = told;
  }

  /** The names and values of a header Cookie; of RFC 2965, which is dead, nothing is taken. */
  static Map<String, String> pairs(String header) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : header.split(";", -1)) {
      int equals = pair.indexOf('=');
      String name = pair.substring(0, Math.max(equals, 0)).strip();
      if (!name.isEmpty() && !name.startsWith("$")) {
        pairs.putIfAbsent(name, pair.substring(equals + 1).strip());
      }
    }
    return pairs;
  }

  /**
   * Those of the place that a redirect leads to.
   *
   * @param stays whether it is still the one that {@code given} was given for
   */
  RoadCookies at(Endpoint next, boolean stays) {
    return new RoadCookies(next, jar, stays ? given : Map.of(), told);
  }

  /** The request without the user's header Cookie, which {@link #headers()} has. */
  LinkRequest takenOff(LinkRequest request) {
    return with(request, List.of());
  }

  /** The request with the cookies of this moment. */
  LinkRequest carriedBy(LinkRequest request) {
    return with(request, headers());
  }

  private static LinkRequest with(LinkRequest request, List<Map.Entry<String, String>> cookies) {
    if (cookies.isEmpty() && Headers.first(request.headers(), COOKIE) == null) {
      return request;
    }
    List<Map.Entry<String, String>> headers = new ArrayList<>(request.headers());
    headers.removeIf(header -> header.getKey().equalsIgnoreCase(COOKIE));
    headers.addAll(cookies);
    return request.withHeaders(headers);
  }

  /** One header, or none. The user's own cookies win over others of the same name. */
  List<Map.Entry<String, String>> headers() {
    if ((jar == null || jar.isEmpty()) && given.isEmpty() && !endpoint.hasHeader(COOKIE)) {
      return List.of();
    }
    String own = String.join("; ", endpoint.headers(COOKIE));
    Set<String> taken = pairs(own).keySet();
    List<String> all = new ArrayList<>();
    if (!own.isEmpty()) {
      all.add(own);
    }
    given.forEach((name, value) -> add(all, taken, name, value));
    if (jar != null) {
      for (Cookie cookie : jar.cookiesFor(endpoint.cookieTarget())) {
        add(all, taken, cookie.name(), cookie.value());
      }
    }
    return all.isEmpty() ? List.of() : List.of(Map.entry(COOKIE, String.join("; ", all)));
  }

  private static void add(List<String> all, Set<String> taken, String name, String value) {
    if (!taken.contains(name)) {
      all.add(name + "=" + value);
    }
  }

  /** The server has answered a request. */
  void answered(List<Map.Entry<String, String>> headers) {
    if (jar == null || Headers.first(headers, SET_COOKIE) == null) {
      return;
    }
    List<String> set =
        headers.stream()
            .filter(header -> header.getKey().equalsIgnoreCase(SET_COOKIE))
            .map(Map.Entry::getValue)
            .collect(Collectors.toList());
    for (String setCookie : set) {
      String name = jar.store(setCookie, endpoint.cookieTarget());
      if (name != null && given.containsKey(name)) {
        given = new LinkedHashMap<>(given);
        given.remove(name);
      }
    }
    told.accept(endpoint.uri(), set);
  }
}
