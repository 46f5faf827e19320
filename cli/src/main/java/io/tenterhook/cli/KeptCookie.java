package io.tenterhook.cli;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One cookie as a line of a cookie jar in Netscape's format, which curl reads and writes too:
 *
 * <pre>
 * DOMAIN  SUBDOMAINS  PATH  SECURE  EXPIRES     NAME   VALUE      (a tab between each two)
 * h.ex    FALSE       /     TRUE    1767225600  route  a1         0: until the session ends
 * #HttpOnly_h.ex      …                                           not for scripts
 * </pre>
 */
record KeptCookie(
    boolean httpOnly,
    String domain,
    boolean subdomains,
    String path,
    boolean secure,
    long expires,
    String name,
    String value) {
  private static final String HTTP_ONLY = "#HttpOnly_";
  private static final int COLUMNS = 7;
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
  private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F\\t]");
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          DateTimeFormatter.ofPattern("EEE, dd-MMM-yyyy HH:mm:ss zzz", Locale.ROOT));

  /** Null for a comment. */
  static @Nullable KeptCookie ofLine(String line) {
    boolean httpOnly = line.startsWith(HTTP_ONLY);
    if (line.isBlank() || (line.startsWith("#") && !httpOnly)) {
      return null;
    }
    String[] columns = (httpOnly ? line.substring(HTTP_ONLY.length()) : line).split("\t", -1);
    if (columns.length != COLUMNS || !columns[4].matches("\\d{1,18}")) {
      throw new IllegalArgumentException("no cookie of seven columns");
    }
    String domain = columns[0].startsWith(".") ? columns[0].substring(1) : columns[0];
    return new KeptCookie(
        httpOnly,
        domain.toLowerCase(Locale.ROOT),
        columns[1].equals("TRUE"),
        columns[2],
        columns[3].equals("TRUE"),
        Long.parseLong(columns[4]),
        columns[5],
        columns[6]);
  }

  String line() {
    return String.join(
        "\t",
        (httpOnly ? HTTP_ONLY : "") + (subdomains ? "." : "") + domain,
        subdomains ? "TRUE" : "FALSE",
        path,
        secure ? "TRUE" : "FALSE",
        Long.toString(expires),
        name,
        value);
  }

  /**
   * A header {@code Set-Cookie} (RFC 6265, 5.2). Null if that server may not set it.
   *
   * @param host the server's, in lower case
   */
  static @Nullable KeptCookie ofHeader(
      String header, String host, String requestPath, boolean overTls, Instant now) {
    String[] parts = header.split(";", -1);
    int equals = parts[0].indexOf('=');
    if (equals < 1 || CONTROLS.matcher(header).find()) {
      return null;
    }
    int lastSlash = requestPath.lastIndexOf('/');
    String path = lastSlash <= 0 ? "/" : requestPath.substring(0, lastSlash);
    String domain = "";
    boolean secure = false;
    boolean httpOnly = false;
    long byDate = 0;
    long byAge = 0;
    for (int i = 1; i < parts.length; i++) {
      String[] attribute = parts[i].strip().split("\\s*=\\s*", 2);
      String text = attribute.length == 2 ? attribute[1].strip() : "";
      switch (attribute[0].toLowerCase(Locale.ROOT)) {
        case "path" -> path = text.startsWith("/") ? text : path;
        case "domain" -> domain = text.replaceFirst("^\\.", "").toLowerCase(Locale.ROOT);
        case "secure" -> secure = true;
        case "httponly" -> httpOnly = true;
        case "expires" -> byDate = seconds(text);
        case "max-age" -> byAge = age(text, now);
        default -> {
          // SameSite and the like are about pages of a browser.
        }
      }
    }
    boolean subdomains = domain.contains(".") && !domain.equals(host);
    if ((!domain.isEmpty() && !domainMatches(host, domain)) || (secure && !overTls)) {
      return null;
    }
    return new KeptCookie(
        httpOnly,
        subdomains ? domain : host,
        subdomains,
        path,
        secure,
        byAge != 0 ? byAge : byDate,
        parts[0].substring(0, equals).strip(),
        parts[0].substring(equals + 1).strip());
  }

  private static long age(String text, Instant now) {
    if (!text.matches("-?\\d{1,12}")) {
      return 0;
    }
    long age = Long.parseLong(text);
    return age <= 0 ? 1 : now.getEpochSecond() + age;
  }

  /** An unreadable date is none: the cookie then lives as long as a session. */
  private static long seconds(String date) {
    for (DateTimeFormatter format : DATES) {
      try {
        return Math.max(1, Instant.from(format.parse(date)).getEpochSecond());
      } catch (DateTimeParseException another) {
        // The next format, or none.
      }
    }
    return 0;
  }

  private static boolean domainMatches(String host, String domain) {
    return host.equals(domain)
        || (domain.contains(".")
            && host.endsWith("." + domain)
            && !IP_ADDRESS.matcher(host).matches());
  }

  boolean isFor(String host, String requested, boolean overTls) {
    boolean rightPath =
        requested.equals(path)
            || (requested.startsWith(path)
                && (path.endsWith("/") || requested.charAt(path.length()) == '/'));
    return (subdomains ? domainMatches(host, domain) : host.equals(domain))
        && rightPath
        && (overTls || !secure);
  }

  boolean isExpired(Instant now) {
    return expires != 0 && expires <= now.getEpochSecond();
  }

  boolean isSameAs(KeptCookie other) {
    return name.equals(other.name) && domain.equals(other.domain) && path.equals(other.path);
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "KeptCookie[***]";
  }
}
