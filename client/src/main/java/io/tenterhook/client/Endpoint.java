package io.tenterhook.client;

import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.ProxyTunnel;
import io.tenterhook.client.spi.Route;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt goes, and what its handshake carries: host, port, path, query and headers.
 * Immutable.
 *
 * <pre>{@code
 * builder.endpoint((configured, attempt) ->
 *     configured.withHeader("Authorization", "Bearer " + vault.freshToken()));
 * builder.endpoint((configured, attempt) ->
 *     Endpoint.of("https://b.example").withPath("/realtime/").withQuery("room", "7"));
 * }</pre>
 *
 * <p>{@link #toString()} shows host and port alone: path, query and headers may hold secrets.
 */
public final class Endpoint {
  private final Address address;
  private final List<Map.Entry<String, String>> headers;

  /** Of one attempt: users never see an endpoint with one. */
  private final @Nullable ProxyTunnel tunnel;

  private Endpoint(Address address, List<Map.Entry<String, String>> headers) {
    this(address, headers, null);
  }

  private Endpoint(
      Address address, List<Map.Entry<String, String>> headers, @Nullable ProxyTunnel tunnel) {
    this.address = address;
    this.headers = List.copyOf(headers);
    this.tunnel = tunnel;
  }

  /**
   * An endpoint with the usual path and no headers.
   *
   * @param url as {@link SocketIoClient#builder} takes it
   * @return the endpoint
   * @throws IllegalArgumentException if the URL cannot be used; says why and what to do
   */
  public static Endpoint of(String url) {
    return new Endpoint(Address.parse(url), List.of());
  }

  /**
   * The same with another HTTP path.
   *
   * @param path starts with a slash
   * @return such an endpoint
   */
  public Endpoint withPath(String path) {
    return new Endpoint(address.withPath(path), headers);
  }

  /**
   * The same with this query parameter, in the place of all of that name.
   *
   * @param name not one that Engine.IO reserves: EIO, transport, sid, t, b64, j
   * @param value any text
   * @return such an endpoint
   */
  public Endpoint withQuery(String name, String value) {
    return new Endpoint(address.withoutQuery(name).withQuery(name, value), headers);
  }

  /**
   * The same with this header, in the place of all of that name.
   *
   * @param name not one that the WebSocket handshake sets itself; upper and lower case are one
   * @param value visible ASCII, blanks and tabs
   * @return such an endpoint
   */
  public Endpoint withHeader(String name, String value) {
    List<Map.Entry<String, String>> changed = new ArrayList<>(headers);
    changed.removeIf(header -> header.getKey().equalsIgnoreCase(name));
    changed.add(Address.header(name, value));
    return new Endpoint(address, changed);
  }

  /** One more parameter, perhaps of a name that is there already. */
  Endpoint plusQuery(String name, String value) {
    return new Endpoint(address.withQuery(name, value), headers);
  }

  /** One more header, perhaps of a name that is there already. */
  Endpoint plusHeader(String name, String value) {
    List<Map.Entry<String, String>> changed = new ArrayList<>(headers);
    changed.add(Address.header(name, value));
    return new Endpoint(address, changed);
  }

  /**
   * The host.
   *
   * @return a name, an IPv4 address, or an IPv6 address without brackets
   */
  public String host() {
    return address.host();
  }

  /**
   * The port.
   *
   * @return 1 to 65,535
   */
  public int port() {
    return address.port();
  }

  /**
   * Whether TLS is spoken.
   *
   * @return true for {@code https} and {@code wss}
   */
  public boolean isSecure() {
    return address.secure();
  }

  /** The same through a proxy, or, with null, without one. */
  Endpoint through(@Nullable ProxyTunnel proxy) {
    return new Endpoint(address, headers, proxy);
  }

  /** The proxy that leads there. */
  @Nullable ProxyTunnel tunnel() {
    return tunnel;
  }

  Address address() {
    return address;
  }

  /** Another place with the same headers. */
  Endpoint at(Address other) {
    return at(other, headers);
  }

  /** Another place, by the same proxy. */
  Endpoint at(Address other, List<Map.Entry<String, String>> otherHeaders) {
    return new Endpoint(other, otherHeaders, tunnel);
  }

  String hostAndPort() {
    return address.hostAndPort();
  }

  boolean hasHeader(String name) {
    return Headers.first(headers, name) != null;
  }

  /** The values of all headers of a name. */
  List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** What a cookie handler is asked about. Without the query, which may hold secrets. */
  URI uri() {
    return URI.create(address + address.path());
  }

  Cookie.Target cookieTarget() {
    return new Cookie.Target(address.secure(), address.host(), address.path());
  }

  LinkRequest webSocket(@Nullable SSLContext sslContext, int maxMessageBytes) {
    return request(address.webSocket(), sslContext, maxMessageBytes);
  }

  LinkRequest polling(@Nullable SSLContext sslContext, int maxMessageBytes) {
    return request(address.polling(), sslContext, maxMessageBytes);
  }

  private LinkRequest request(URI uri, @Nullable SSLContext sslContext, int maxMessageBytes) {
    return new LinkRequest(
        uri,
        address.host(),
        address.port(),
        headers,
        sslContext,
        maxMessageBytes,
        null,
        Route.DIRECT.through(tunnel));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint that
        && address.equals(that.address)
        && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return address.hashCode() * 31 + headers.hashCode();
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
