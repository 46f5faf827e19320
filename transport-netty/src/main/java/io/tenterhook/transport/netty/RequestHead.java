package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.tenterhook.client.spi.HttpRequest;
import io.tenterhook.client.spi.LinkRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What every HTTP request of ours begins with: target, the user's headers, Host. And what comes
 * back.
 */
final class RequestHead {

  private static final String POLLING_TYPE = "text/plain;charset=UTF-8";

  private RequestHead() {}

  /**
   * A request with the headers that are the same for all.
   *
   * @throws IllegalArgumentException if a header of the user has a forbidden character
   */
  static FullHttpRequest of(HttpMethod method, LinkRequest server, URI uri, ByteBuf body) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    String target = (path == null || path.isEmpty() ? "/" : path);
    FullHttpRequest http =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, method, query == null ? target : target + '?' + query, body);
    HttpHeaders headers = http.headers();
    for (Map.Entry<String, String> header : server.headers()) {
      headers.add(header.getKey(), header.getValue());
    }
    if (!headers.contains(HttpHeaderNames.HOST)) {
      headers.set(HttpHeaderNames.HOST, hostHeader(server));
    }
    return http;
  }

  /**
   * A request of long-polling: GET, or POST if there is a body.
   *
   * @throws IllegalArgumentException if a header of the user has a forbidden character
   */
  static FullHttpRequest polling(LinkRequest server, HttpRequest request) {
    byte[] body = request.body();
    FullHttpRequest http =
        of(
            HttpMethod.valueOf(request.method()),
            server,
            request.uri(),
            Unpooled.wrappedBuffer(body));
    HttpHeaders headers = http.headers();
    for (Map.Entry<String, String> header : request.headers()) {
      headers.add(header.getKey(), header.getValue());
    }
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING).remove(HttpHeaderNames.ACCEPT_ENCODING);
    if (body.length > 0) {
      headers
          .set(HttpHeaderNames.CONTENT_TYPE, POLLING_TYPE)
          .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    return http;
  }

  /** The headers of an answer, as the client wants them. */
  static List<Map.Entry<String, String>> headersOf(HttpResponse answer) {
    List<Map.Entry<String, String>> headers = new ArrayList<>(answer.headers().size());
    for (Map.Entry<String, String> header : answer.headers()) {
      headers.add(Map.entry(header.getKey(), header.getValue()));
    }
    return headers;
  }

  private static String hostHeader(LinkRequest server) {
    int defaultPort = server.secure() ? 443 : 80;
    return server.port() == defaultPort ? bracketed(server.host()) : target(server);
  }

  /** Host and port for people and for the Host header: {@code [::1]:3000}. */
  static String target(LinkRequest server) {
    return bracketed(server.host()) + ':' + server.port();
  }

  private static String bracketed(String host) {
    if (host.indexOf(':') < 0) {
      return host;
    }
    // The zone of an IPv6 literal means something on this machine alone.
    int zone = host.indexOf('%');
    return '[' + (zone < 0 ? host : host.substring(0, zone)) + ']';
  }
}
