package io.tenterhook.transport.netty;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.tenterhook.client.spi.Deflate;
import io.tenterhook.client.spi.LinkRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of the opening handshake (RFC 6455, 4.1) and the judge of the server's half.
 *
 * <pre>
 * GET /socket.io/?EIO=4&amp;transport=websocket HTTP/1.1
 * (the user's headers)
 * host: example.org:3000
 * upgrade: websocket
 * connection: upgrade
 * sec-websocket-version: 13
 * sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
 * </pre>
 *
 * Not Netty's own handshaker: that one asks {@link java.net.URI#getHost()}, which is null for a
 * host with an underscore, and invents an Origin.
 */
final class UpgradeRequest {

  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final LinkRequest request;
  private final String key;
  private final @Nullable Deflation deflation;

  UpgradeRequest(LinkRequest request, byte[] nonce) {
    this.request = request;
    this.key = Base64.getEncoder().encodeToString(nonce);
    Deflate deflate = request.deflate();
    this.deflation = deflate == null ? null : new Deflation(deflate, request.maxMessageBytes());
  }

  /**
   * Builds the request.
   *
   * @throws IllegalArgumentException if a header of the user has a forbidden character
   */
  FullHttpRequest http() {
    FullHttpRequest http =
        RequestHead.of(HttpMethod.GET, request, request.uri(), Unpooled.EMPTY_BUFFER);
    HttpHeaders headers = http.headers();
    // What describes this very handshake is ours: set, so that nothing of it can come twice.
    headers
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
        .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key)
        .remove(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)
        .remove(HttpHeaderNames.CONTENT_LENGTH)
        .remove(HttpHeaderNames.TRANSFER_ENCODING);
    if (deflation != null) {
      headers.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, deflation.offer());
    }
    return http;
  }

  /**
   * What is wrong with a 101 answer.
   *
   * @return a sentence, or null if the server has switched to WebSocket as asked
   */
  @Nullable String defectOf(HttpResponse answer) {
    HttpHeaders headers = answer.headers();
    if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      return "header Upgrade: expected websocket, came "
          + shown(headers.get(HttpHeaderNames.UPGRADE));
    }
    if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
      return "header Connection: expected Upgrade, came "
          + shown(headers.get(HttpHeaderNames.CONNECTION));
    }
    String accept = headers.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT);
    if (accept == null || !accept.trim().equals(expectedAccept())) {
      return "header Sec-WebSocket-Accept: expected "
          + expectedAccept()
          + ", came "
          + shown(accept);
    }
    // Several headers mean the same as one (RFC 6455, 9.1).
    String extensions = String.join(", ", headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
    if (!extensions.isBlank()) {
      String expected = deflation == null ? "none" : deflation.expectedInsteadOf(extensions);
      if (expected != null) {
        return "header Sec-WebSocket-Extensions: expected "
            + expected
            + ", came "
            + shown(extensions);
      }
    }
    String subprotocol = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    if (subprotocol != null && !offered(subprotocol.trim())) {
      return "header Sec-WebSocket-Protocol: expected one that was offered, came "
          + shown(subprotocol);
    }
    return null;
  }

  /** The compression that the server has agreed to; null if there is none. */
  @Nullable Deflation deflation() {
    return deflation != null && deflation.agreed() ? deflation : null;
  }

  private boolean offered(String subprotocol) {
    for (Map.Entry<String, String> header : request.headers()) {
      if (HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL.contentEqualsIgnoreCase(header.getKey())) {
        for (String offer : header.getValue().split(",", -1)) {
          if (offer.trim().equals(subprotocol)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private String expectedAccept() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] hash = sha1.digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1", e);
    }
  }

  private static String shown(@Nullable String value) {
    return value == null ? "nothing" : '"' + Excerpt.of(value) + '"';
  }
}
