package io.tenterhook.client;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cookies in memory (RFC 6265, 5.3 and 5.4). Not {@code java.net.CookieManager}: that one quotes
 * the value of a cookie with Max-Age, and takes quotes away from others, so that a balancer does
 * not know its own cookie again. Lives on the loop.
 */
final class CookieJar {
  static final int MAX_COOKIES = 300;

  private final InstantSource clock;

  /** In the order in which they were made. */
  private final List<Cookie> cookies = new ArrayList<>();

  CookieJar(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Keeps, replaces or deletes a cookie.
   *
   * @param setCookie the value of a header Set-Cookie
   * @return the cookie's name, or null if the server may not set it
   */
  @Nullable String store(String setCookie, Cookie.Target from) {
    Instant now = clock.instant();
    Cookie cookie = Cookie.parse(setCookie, from, now);
    if (cookie == null) {
      return null;
    }
    int known = indexOf(cookie);
    if (known >= 0 && cookies.get(known).secure() && !from.secure()) {
      return null;
    }
    if (known >= 0) {
      cookies.set(known, cookie);
    } else {
      cookies.add(cookie);
    }
    cookies.removeIf(kept -> kept.isExpired(now));
    if (cookies.size() > MAX_COOKIES) {
      cookies.remove(0);
    }
    return cookie.name();
  }

  private int indexOf(Cookie cookie) {
    for (int i = 0; i < cookies.size(); i++) {
      if (cookies.get(i).isSameAs(cookie)) {
        return i;
      }
    }
    return -1;
  }

  boolean isEmpty() {
    return cookies.isEmpty();
  }

  /** What a request carries: longer paths first, then older cookies. */
  List<Cookie> cookiesFor(Cookie.Target target) {
    Instant now = clock.instant();
    return cookies.stream()
        .filter(cookie -> cookie.isFor(target) && !cookie.isExpired(now))
        .sorted(Comparator.comparingInt(cookie -> -cookie.path().length()))
        .toList();
  }

  /** How many there are: their names and values may be secrets. */
  @Override
  public String toString() {
    return "CookieJar[" + cookies.size() + "]";
  }
}
