package io.tenterhook.cli.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The HTTP requests of Engine.IO, each on a connection of its own, with the user's headers. */
final class Requests {
  private static final String POLLING = "polling";
  private static final String WEBSOCKET = "websocket";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Target target;
  private final Dialer dialer;

  Requests(Target target, Dialer dialer) {
    this.target = target;
    this.dialer = dialer;
  }

  /** The GET that asks for a session, at any path. */
  Answer handshake(String path, Duration limit) throws IOException {
    try (Line line = dialer.dial(limit)) {
      return exchange(line, "GET", path, "", "");
    }
  }

  /** A packet of a session. */
  Answer post(String sid, String packet) throws IOException {
    try (Line line = dialer.dial(target.limit())) {
      return exchange(line, "POST", target.path(), sid, packet);
    }
  }

  /** Without TLS, whatever the URL wants. */
  Answer plainly(Duration limit) throws IOException {
    try (Line line = dialer.tcp(limit)) {
      return exchange(line, "GET", target.path(), "", "");
    }
  }

  private Answer exchange(Line line, String method, String path, String sid, String body)
      throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = head(method, path, POLLING, sid).append("Connection: close\r\n");
    if (content.length > 0) {
      head.append("Content-Type: text/plain;charset=UTF-8\r\nContent-Length: ")
          .append(content.length)
          .append("\r\n");
    }
    line.send((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
    return answer(line, method, path, POLLING, sid);
  }

  /**
   * The handshake of a WebSocket.
   *
   * @param sid of the session to upgrade; empty for a new one
   * @return a talk whose answer is 101, or some other
   */
  Talk webSocket(String sid, Duration limit) throws IOException {
    Line line = dialer.dial(limit);
    try {
      byte[] nonce = new byte[16];
      RANDOM.nextBytes(nonce);
      String key = Base64.getEncoder().encodeToString(nonce);
      String head =
          head("GET", target.path(), WEBSOCKET, sid)
              + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: "
              + key
              + "\r\n\r\n";
      line.send(head.getBytes(StandardCharsets.UTF_8));
      Answer answer = answer(line, "GET", target.path(), WEBSOCKET, sid);
      boolean accepted = accepts(key).equals(answer.header("sec-websocket-accept"));
      return new Talk(line, answer, accepted);
    } catch (IOException failed) {
      line.close();
      throw failed;
    }
  }

  /** What RFC 6455, 4.2.2 makes of a key. */
  static String accepts(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1", e);
    }
  }

  private StringBuilder head(String method, String path, String transport, String sid)
      throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target.request(path, transport, sid));
    head.append(" HTTP/1.1\r\nHost: ").append(target.authority()).append("\r\n");
    head.append("Accept: */*\r\n");
    StringBuilder cookies = new StringBuilder();
    for (Map.Entry<String, String> header : target.headers()) {
      if (header.getKey().equalsIgnoreCase("Cookie")) {
        cookies.append(cookies.length() == 0 ? "" : "; ").append(header.getValue());
      } else {
        head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
      }
    }
    for (String kept :
        target.cookies().get(target.uri(path), Map.of()).getOrDefault("Cookie", List.of())) {
      cookies.append(cookies.length() == 0 ? "" : "; ").append(kept);
    }
    if (cookies.length() > 0) {
      head.append("Cookie: ").append(cookies).append("\r\n");
    }
    return head;
  }

  private Answer answer(Line line, String method, String path, String transport, String sid)
      throws IOException {
    String what =
        method + " " + path + " by " + transport + (sid.isEmpty() ? "" : ", in the session");
    Answer answer;
    try {
      answer = Answer.read(line.in());
    } catch (IOException failed) {
      target.trace().accept(what + ": " + Text.line(Text.of(failed)));
      throw failed;
    }
    target.trace().accept(what + ": HTTP " + answer.status());
    List<String> set = answer.headers().getOrDefault("set-cookie", List.of());
    if (!set.isEmpty()) {
      target.cookies().put(target.uri(path), Map.of("Set-Cookie", set));
    }
    return answer;
  }
}
