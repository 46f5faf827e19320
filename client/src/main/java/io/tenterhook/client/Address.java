package io.tenterhook.client;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is. Parsed by hand, because {@code java.net.URI} knows no host with an underscore:
 * the official client then silently goes to localhost.
 *
 * <p>The handshake's URL is {@code ws(s)://host:port/path/?EIO=4&transport=websocket} and the
 * user's query (Engine.IO v4, "Handshake").
 */
record Address(boolean secure, String host, int port, String path, String query) {
  static final Set<String> RESERVED = Set.of("EIO", "transport", "sid", "t", "b64", "j");
  private static final Pattern URL =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#.*)?");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.%A-Za-z0-9_-]+]|[^:\\[\\]@]+)(?::([0-9]{1,5}))?");
  private static final Pattern QUERY_OR_FRAGMENT = Pattern.compile("[?#]");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern ASCII_NAME =
      Pattern.compile("(?:[A-Za-z0-9_-]{1,63}\\.)*[A-Za-z0-9_-]{1,63}");
  private static final Pattern HOST_NAME = Pattern.compile("[\\p{L}\\p{N}._-]+");

  static Address parse(String url) {
    Matcher matcher = URL.matcher(url.strip());
    if (!matcher.matches()) {
      throw refuse(url, "it has no scheme", "write http://" + shown(url) + " or https://…");
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https") || scheme.equals("wss");
    if (!secure && !scheme.equals("http") && !scheme.equals("ws")) {
      throw refuse(url, "its scheme is " + scheme, "use http, https, ws or wss");
    }
    String authority = matcher.group(2);
    if (authority.contains("@")) {
      throw refuse(
          url, "it holds user-info", "send credentials by auth(…) or header(\"Authorization\", …)");
    }
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw refuse(url, "its host or port cannot be read", "write scheme://host:port");
    }
    String host = parts.group(1);
    boolean literal = host.startsWith("[");
    if (literal && !isIpv6(host.substring(1, host.length() - 1))) {
      throw refuse(url, "there is no IPv6 address in its brackets", "write scheme://host:port");
    }
    if (!literal && !HOST_NAME.matcher(host).matches()) {
      throw refuse(url, "its host has characters that no host has", "write scheme://host:port");
    }
    String path = matcher.group(3);
    if (!path.isEmpty() && !path.equals("/")) {
      throw refuse(
          url,
          "it has the path " + shown(path),
          "give a namespace to socket(\"" + shown(path) + "\"), an HTTP path to path(…)");
    }
    return new Address(
        secure,
        literal ? host.substring(1, host.length() - 1) : ascii(url, host),
        port(url, parts.group(2), secure),
        "/socket.io/",
        checkedQuery(url, matcher.group(4)));
  }

  /** A zone names a network interface of the machine; whether it is there shows when connecting. */
  private static boolean isIpv6(String literal) {
    String address = literal.split("%", 2)[0];
    if (!address.contains(":")) {
      return false;
    }
    try {
      // In brackets the JDK takes it for a literal or for nothing: it never asks DNS.
      InetAddress.getByName("[" + address + "]");
      return true;
    } catch (UnknownHostException invalid) {
      return false;
    }
  }

  /** An internationalised host as DNS knows it. */
  private static String ascii(String url, String host) {
    // What IDN would leave as it is, without loading its tables.
    if (ASCII_NAME.matcher(host).matches()) {
      return host;
    }
    try {
      return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException invalid) {
      throw refuse(url, "its host is no name", "write scheme://host:port");
    }
  }

  private static int port(String url, @Nullable String digits, boolean secure) {
    if (digits == null) {
      return secure ? 443 : 80;
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw refuse(url, "its port is " + port, "use 1 to 65535");
    }
    return port;
  }

  private static String checkedQuery(String url, @Nullable String query) {
    if (query == null || query.isEmpty()) {
      return "";
    }
    if (!isUri("/?" + query)) {
      throw refuse(
          url, "its query has characters that must be encoded", "use query(name, value) instead");
    }
    for (String pair : query.split("&", -1)) {
      checkName(URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8));
    }
    return "&" + query;
  }

  /** The exception is left behind on purpose: it quotes what may be secret. */
  static boolean isUri(String text) {
    try {
      return new URI(text).toASCIIString().equals(text);
    } catch (URISyntaxException quotesTheText) {
      return false;
    }
  }

  private static void checkName(String name) {
    if (RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          "query parameter \"" + name + "\" is reserved by Engine.IO; choose another name");
    }
  }

  Address withPath(String given) {
    if (!given.startsWith("/") || !given.matches("[!-~&&[^?#]]+") || !isUri("http://h" + given)) {
      throw new IllegalArgumentException(
          "path is "
              + Excerpts.of(given)
              + " but must start with / and hold nothing that a URL has to encode");
    }
    String whole = given.endsWith("/") ? given : given + "/";
    return new Address(secure, host, port, whole, query);
  }

  Address withQuery(String name, String value) {
    checkName(name);
    String pair =
        URLEncoder.encode(name, StandardCharsets.UTF_8)
            + "="
            + URLEncoder.encode(value, StandardCharsets.UTF_8);
    return new Address(secure, host, port, path, query + "&" + pair);
  }

  /** Without the parameters of that name. */
  Address withoutQuery(String name) {
    StringBuilder rest = new StringBuilder();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()
          && !URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8).equals(name)) {
        rest.append('&').append(pair);
      }
    }
    return new Address(secure, host, port, path, rest.toString());
  }

  /** The URL of a WebSocket handshake. Its query may hold secrets. */
  URI webSocket() {
    return handshake(secure ? "wss" : "ws", Transport.WEBSOCKET);
  }

  /** The URL of a polling handshake. Its query may hold secrets. */
  URI polling() {
    return handshake(secure ? "https" : "http", Transport.POLLING);
  }

  private URI handshake(String scheme, Transport transport) {
    String fixed = "?EIO=4&transport=" + transport.text();
    return URI.create(scheme + "://" + hostAndPort() + path + fixed + query);
  }

  /** For messages: no path, no query. */
  String hostAndPort() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + hostAndPort();
  }

  private static IllegalArgumentException refuse(String url, String why, String next) {
    return new IllegalArgumentException(
        "cannot use the URL " + Excerpts.of(shown(url)) + ": " + why + "; " + next);
  }

  /** Without user-info, query and fragment, which may hold secrets. */
  private static String shown(String url) {
    if (url.contains("@")) {
      return "(not shown)";
    }
    Matcher rest = QUERY_OR_FRAGMENT.matcher(url);
    return rest.find() ? url.substring(0, rest.start()) + rest.group() + "…" : url;
  }

  /** Refuses what HTTP does not take for a token; it may be a secret. */
  static void token(String subprotocol) {
    if (!TOKEN.matcher(subprotocol).matches()) {
      throw new IllegalArgumentException(
          "a subprotocol is empty or has characters that HTTP does not allow in a token");
    }
  }

  static Map.Entry<String, String> header(String name, String value) {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "header name " + Excerpts.of(name) + " has characters that HTTP does not allow");
    }
    if (!value.matches("[\\t -~\\x80-\\xff]*")) {
      throw new IllegalArgumentException(
          "the value of header " + name + " has characters that HTTP does not allow");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("sec-websocket-")
        || Set.of("host", "connection", "upgrade", "content-length", "transfer-encoding")
            .contains(lower)) {
      throw new IllegalArgumentException("header " + name + " is set by the WebSocket handshake");
    }
    return Map.entry(name, value);
  }
}
