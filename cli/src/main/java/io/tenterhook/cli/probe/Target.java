package io.tenterhook.cli.probe;

import io.tenterhook.client.Endpoint;
import java.net.CookieHandler;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * What is probed, and how.
 *
 * @param urlQuery the query of the URL, as it stands there; may be empty
 * @param urlPath the path of the URL, which clients do not take; mostly empty
 * @param path where Socket.IO is thought to be; starts with a slash
 * @param namespace the namespace to join
 * @param transports which of {@code polling} and {@code websocket} to try
 * @param msgpack whether packets are in MessagePack, else in JSON
 * @param trusting the TLS of a client
 * @param looking the same, but taking any certificate, to look at it
 * @param insecure whether {@code trusting} takes any certificate too
 * @param limit how long each step may take
 * @param watch how long to wait for the first ping; zero for a short while
 * @param way how connections get to the server
 * @param joining joins a namespace as the client does
 * @param trace hears of every request
 */
public record Target(
    Endpoint endpoint,
    String urlQuery,
    String urlPath,
    String path,
    List<Map.Entry<String, String>> query,
    List<Map.Entry<String, String>> headers,
    String namespace,
    Set<String> transports,
    boolean msgpack,
    SSLContext trusting,
    SSLContext looking,
    boolean insecure,
    CookieHandler cookies,
    Duration limit,
    Duration watch,
    Way way,
    Joining joining,
    Consumer<String> trace) {

  /** The client's own way into a namespace. */
  public interface Joining {
    /** Tells how it went. */
    Joined join(String namespace);
  }

  /**
   * How joining a namespace went.
   *
   * @param accepted whether it is joined
   * @param refused whether the server has answered that it may not be
   * @param next what to do if it is not joined; may be empty
   */
  public record Joined(boolean accepted, boolean refused, String says, String next) {}

  String host() {
    return endpoint.host();
  }

  int port() {
    return endpoint.port();
  }

  boolean secure() {
    return endpoint.isSecure();
  }

  /** The header Host: without the port where that is the usual one. */
  String authority() {
    String host = host().contains(":") ? "[" + host() + "]" : host();
    return port() == (secure() ? 443 : 80) ? host : host + ":" + port();
  }

  /** For what cookies are kept. */
  URI uri(String at) {
    return URI.create((secure() ? "https://" : "http://") + authority() + at);
  }

  /** Path and query of a request. */
  String request(String at, String transport, String sid) {
    StringBuilder text = new StringBuilder(at).append("?EIO=4&transport=").append(transport);
    if (!urlQuery.isEmpty()) {
      text.append('&').append(urlQuery);
    }
    for (Map.Entry<String, String> pair : query) {
      text.append('&').append(encoded(pair.getKey())).append('=').append(encoded(pair.getValue()));
    }
    if (!sid.isEmpty()) {
      text.append("&sid=").append(encoded(sid));
    }
    return text.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  boolean tries(String transport) {
    return transports.contains(transport);
  }

  /** Never query, headers or cookies: they may be secrets. */
  @Override
  public String toString() {
    return "Target[" + endpoint + "]";
  }
}
