package io.tenterhook.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One cookie, as its server wants it kept (RFC 6265, 5.2 and 5.3).
 *
 * <pre>
 * Set-Cookie: io=abc; Path=/; Max-Age=3600; Domain=fabric.example; Secure; HttpOnly; SameSite=Lax
 * </pre>
 *
 * <p>The value is kept as it was written, quotes too. HttpOnly and SameSite are about scripts and
 * pages of a browser, and change nothing here.
 *
 * @param hostOnly for exactly this host, else also for hosts below the domain
 * @param expires null to live as long as its jar
 */
record Cookie(
    String name,
    String value,
    String domain,
    boolean hostOnly,
    String path,
    boolean secure,
    @Nullable Instant expires) {
  private static final int MAX_CHARS = 4_096;
  private static final int MAX_ATTRIBUTE_CHARS = 1_024;

  /** As browsers have it: nothing lives longer, whatever the server says. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(400);

  private static final Pattern SECONDS = Pattern.compile("-?\\d+");
  private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F]");
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  /** Where a request goes, as far as cookies care: the port is the same to them. */
  record Target(boolean secure, String host, String path) {
    Target {
      host = host.toLowerCase(Locale.ROOT);
    }
  }

  /** Null if the server may not set such a cookie, or none can be read. */
  static @Nullable Cookie parse(String setCookie, Target from, Instant now) {
    String[] parts = setCookie.split(";", -1);
    int equals = parts[0].indexOf('=');
    if (equals < 0 || CONTROLS.matcher(setCookie).find()) {
      return null;
    }
    String name = parts[0].substring(0, equals).strip();
    String value = parts[0].substring(equals + 1).strip();
    if (name.isEmpty() || name.length() + value.length() > MAX_CHARS) {
      return null;
    }
    Attributes attributes = new Attributes(defaultPath(from.path()), now);
    for (int i = 1; i < parts.length; i++) {
      attributes.take(parts[i]);
    }
    Instant expires = attributes.maxAge == null ? attributes.expires : attributes.maxAge;
    Cookie hosts =
        new Cookie(name, value, from.host(), true, attributes.path, attributes.secure, expires);
    if (attributes.secure && !from.secure()) {
      return null;
    }
    String domain = attributes.domain;
    // A domain of one label would be for half of the world; hosts such as localhost have no other.
    if (domain.isEmpty() || (domain.equals(from.host()) && domain.indexOf('.') < 0)) {
      return hosts;
    }
    return domain.indexOf('.') > 0 && domainMatches(from.host(), domain)
        ? new Cookie(name, value, domain, false, hosts.path, hosts.secure, expires)
        : null;
  }

  /** RFC 6265, 5.1.4. */
  private static String defaultPath(String requestPath) {
    int lastSlash = requestPath.lastIndexOf('/');
    return lastSlash <= 0 ? "/" : requestPath.substring(0, lastSlash);
  }

  /** RFC 6265, 5.1.3. */
  private static boolean domainMatches(String host, String domain) {
    return host.equals(domain)
        || (host.endsWith("." + domain) && !IP_ADDRESS.matcher(host).matches());
  }

  /** Whether a request carries it. */
  boolean isFor(Target target) {
    return (hostOnly ? target.host().equals(domain) : domainMatches(target.host(), domain))
        && pathMatches(target.path())
        && (target.secure() || !secure);
  }

  private boolean pathMatches(String requested) {
    return requested.equals(path)
        || (requested.startsWith(path)
            && (path.endsWith("/") || requested.charAt(path.length()) == '/'));
  }

  boolean isExpired(Instant now) {
    return expires != null && !expires.isAfter(now);
  }

  /** Whether one takes the place of the other. */
  boolean isSameAs(Cookie other) {
    return name.equals(other.name) && domain.equals(other.domain) && path.equals(other.path);
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "Cookie[***]";
  }

  /** What stands behind the value; of those that come twice the last one counts. */
  private static final class Attributes {
    private final String defaultPath;
    private final Instant now;
    private String path;
    private String domain = "";
    private boolean secure;
    private @Nullable Instant expires;
    private @Nullable Instant maxAge;

    Attributes(String defaultPath, Instant now) {
      this.defaultPath = defaultPath;
      this.now = now;
      this.path = defaultPath;
    }

    void take(String attribute) {
      String[] pair = attribute.split("=", 2);
      String value = pair.length == 1 ? "" : pair[1].strip();
      if (value.length() > MAX_ATTRIBUTE_CHARS) {
        return;
      }
      switch (pair[0].strip().toLowerCase(Locale.ROOT)) {
        case "secure" -> secure = true;
        case "path" -> path = value.startsWith("/") ? value : defaultPath;
        case "domain" -> {
          if (!value.isEmpty()) {
            domain = (value.startsWith(".") ? value.substring(1) : value).toLowerCase(Locale.ROOT);
          }
        }
        case "expires" -> {
          Instant date = CookieDate.parse(value);
          expires = date == null ? expires : date;
        }
        case "max-age" -> maxAge = SECONDS.matcher(value).matches() ? in(value) : maxAge;
        default -> {
          // HttpOnly, SameSite, and what is not invented yet.
        }
      }
    }

    private Instant in(String seconds) {
      boolean past = seconds.startsWith("-");
      // More digits than this are more than the longest life, and perhaps no long.
      boolean huge = seconds.length() > 10;
      long most = LONGEST_LIFE.toSeconds();
      return past ? now : now.plusSeconds(huge ? most : Math.min(Long.parseLong(seconds), most));
    }
  }
}
