package io.tenterhook.client;

import io.tenterhook.client.spi.LinkClosure;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the handshake of one transport is, after the redirects that were followed (RFC 9110, 15.4).
 * They may lead to the same origin, from {@code http} to {@code https} of the same host, both on
 * their default ports, and to origins that the user has named; never from TLS to plain text, never
 * in a circle. Outside the first origin nothing is known of the user's headers and query. Lives on
 * the loop.
 */
final class Redirects {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  /** RFC 3986, appendix B. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#.*)?", Pattern.DOTALL);

  private static final int MAX_AUTHORITY_CHARS = 260;

  private final Endpoint start;
  private final Set<String> named;
  private final int max;

  /** A page that sets a cookie and sends back to itself is no circle. */
  private final List<Visit> visits = new ArrayList<>(1);

  private Endpoint here;
  private RoadCookies cookies;
  private boolean atHome = true;
  private int followed;

  private record Visit(Endpoint endpoint, List<Map.Entry<String, String>> cookies) {}

  /**
   * @param named the origins that {@link #origin} gave
   * @param max how many are followed
   */
  Redirects(Endpoint start, RoadCookies cookies, Set<String> named, int max) {
    this.start = start;
    this.named = named;
    this.max = max;
    this.here = start;
    this.cookies = cookies;
    visits.add(new Visit(start, cookies.headers()));
  }

  /** What {@link #Redirects} may be given as named. */
  static String origin(String url) {
    Address address = Address.parse(url);
    if (!address.query().isEmpty()) {
      throw new IllegalArgumentException(
          address + " is given with a query, but an origin is a scheme, a host and a port");
    }
    return originOf(address);
  }

  private static String originOf(Address address) {
    return address.toString().toLowerCase(Locale.ROOT);
  }

  /** Whether the server wants us to go elsewhere. */
  static boolean isOne(LinkClosure closure) {
    return closure.kind() == LinkClosure.Kind.HTTP && STATUSES.contains(closure.code());
  }

  Endpoint here() {
    return here;
  }

  /** Those of {@link #here}. */
  RoadCookies cookies() {
    return cookies;
  }

  /** Whether what the user has given for the first origin may be sent here. */
  boolean isAtHome() {
    return atHome;
  }

  /**
   * Goes on to another place.
   *
   * @param location as the answer has it
   * @return null, or where to and why not: the end of a sentence, without path and query, which may
   *     hold secrets
   */
  @Nullable String follow(@Nullable String location) {
    if (location == null) {
      return "without a Location";
    }
    Address to;
    try {
      to = resolved(location);
    } catch (IllegalArgumentException unusable) {
      return "to an address " + unusable.getMessage();
    }
    String refusal = refusal(to);
    if (refusal != null) {
      return "to " + to + ": " + refusal;
    }
    boolean stays = atHome && isSameOrRaised(to);
    Endpoint next = stays ? start.at(withQueryOf(start.address(), to)) : start.at(to, List.of());
    RoadCookies carried = cookies.at(next, stays);
    Visit visit = new Visit(next, carried.headers());
    if (visits.contains(visit)) {
      return "to " + to + ": a circle";
    }
    visits.add(visit);
    followed++;
    atHome = stays;
    here = next;
    cookies = carried;
    return null;
  }

  private @Nullable String refusal(Address to) {
    if (here.isSecure() && !to.secure()) {
      return "from TLS to plain text, which is never followed";
    }
    if (followed == max) {
      return max == 0
          ? "not followed, for maxRedirects is 0; give that address"
          : "not followed, for it is one more than maxRedirects, " + max;
    }
    String origin = originOf(to);
    if (!isSameOrRaised(to)
        && !origin.equals(originOf(start.address()))
        && !named.contains(origin)) {
      return "another origin, not followed; give that address, or allow it by redirectsTo(\""
          + to
          + "\")";
    }
    return null;
  }

  /** The same origin, or the same host by TLS where there was none. */
  private boolean isSameOrRaised(Address to) {
    Address from = here.address();
    return originOf(to).equals(originOf(from))
        || (to.host().equalsIgnoreCase(from.host())
            && !from.secure()
            && from.port() == 80
            && to.secure()
            && to.port() == 443);
  }

  // ---- reading a Location

  /** The exceptions say what is wrong, and nothing of the text but its scheme. */
  private Address resolved(String location) {
    Matcher parts = REFERENCE.matcher(location.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("that is no URL");
    }
    String path = parts.group(3);
    String query = parts.group(4) == null ? "" : parts.group(4);
    if (!Address.isUri("http://h/" + path + "?" + query)) {
      throw new IllegalArgumentException("with characters that must be encoded");
    }
    Address origin = here.address();
    if (parts.group(1) != null || parts.group(2) != null) {
      origin = origin(parts.group(1), parts.group(2));
      path = path.isEmpty() ? "/" : path;
    } else if (path.isEmpty()) {
      path = origin.path();
    } else {
      path = URI.create("http://h" + origin.path()).resolve(URI.create(path)).getRawPath();
    }
    Address to =
        new Address(
            origin.secure(),
            origin.host(),
            origin.port(),
            path,
            query.isEmpty() ? "" : "&" + query);
    for (String ours : Address.RESERVED) {
      to = to.withoutQuery(ours);
    }
    return to;
  }

  private Address origin(@Nullable String scheme, @Nullable String authority) {
    String spoken = here.isSecure() ? "https" : "http";
    String wanted = scheme == null ? spoken : scheme.toLowerCase(Locale.ROOT);
    if (!Set.of("http", "https", "ws", "wss").contains(wanted)) {
      throw new IllegalArgumentException("with the scheme " + Excerpts.of(wanted));
    }
    if (authority == null || authority.isEmpty()) {
      throw new IllegalArgumentException("without a host");
    }
    if (authority.contains("@")) {
      throw new IllegalArgumentException("with user-info");
    }
    // A host has 253 characters at most; ours go into messages.
    if (authority.length() > MAX_AUTHORITY_CHARS) {
      throw new IllegalArgumentException("whose host is too long");
    }
    try {
      return Address.parse(wanted + "://" + authority);
    } catch (IllegalArgumentException quotesTheText) {
      throw new IllegalArgumentException("whose host or port cannot be read", quotesTheText);
    }
  }

  /** With the user's parameters that the server has not repeated. */
  private static Address withQueryOf(Address first, Address to) {
    Set<String> repeated = new HashSet<>();
    for (String pair : to.query().split("&", -1)) {
      repeated.add(name(pair));
    }
    StringBuilder query = new StringBuilder(to.query());
    for (String pair : first.query().split("&", -1)) {
      if (!pair.isEmpty() && !repeated.contains(name(pair))) {
        query.append('&').append(pair);
      }
    }
    return new Address(to.secure(), to.host(), to.port(), to.path(), query.toString());
  }

  private static String name(String pair) {
    return URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8);
  }
}
