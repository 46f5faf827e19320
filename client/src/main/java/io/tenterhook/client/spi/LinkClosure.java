package io.tenterhook.client.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a {@link Link} ended or could not be made.
 *
 * @param kind what went wrong, at which step
 * @param code the HTTP status for {@link Kind#HTTP}, the WebSocket close code for {@link
 *     Kind#CLOSE_FRAME} (1005 when the frame had none); for {@link Kind#PROXY} the HTTP status or
 *     the reply of SOCKS5 if it gave one, and 407 from either that wants other credentials; else 0
 * @param message one sentence for people, without secrets: what was expected, what came
 * @param body the start of the HTTP body for {@link Kind#HTTP} and {@link Kind#PROXY}, at most
 *     1,024 characters, or the close frame's reason; else empty
 * @param cause the library's exception if there was one
 */
public record LinkClosure(
    Kind kind, int code, String message, String body, @Nullable Throwable cause) {

  /**
   * Checks that nothing but the cause is missing.
   *
   * @param kind what went wrong, at which step
   * @param code the HTTP status for {@link Kind#HTTP}, the WebSocket close code for {@link
   *     Kind#CLOSE_FRAME} (1005 when the frame had none); for {@link Kind#PROXY} the HTTP status or
   *     the reply of SOCKS5 if it gave one, and 407 from either that wants other credentials; else
   *     0
   * @param message one sentence for people, without secrets: what was expected, what came
   * @param body the start of the HTTP body for {@link Kind#HTTP} and {@link Kind#PROXY}, at most
   *     1,024 characters, or the close frame's reason; else empty
   * @param cause the library's exception if there was one
   */
  public LinkClosure {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(message);
    Objects.requireNonNull(body);
  }

  /** The step at which a link ended. */
  public enum Kind {
    /** The host name has no address. */
    DNS,
    /** TCP, or the Unix socket: refused, unreachable, no answer. */
    CONNECT,
    /** The proxy: its name, TCP to it, what it answers; it made no tunnel to the server. */
    PROXY,
    /** TLS: chain, host name, protocol version, or the other side does not speak TLS. */
    TLS,
    /** The server answered the WebSocket upgrade with something else than 101, redirects too. */
    HTTP,
    /** What came is not HTTP, or the upgrade's answer is malformed. */
    HANDSHAKE,
    /** The server closed in order, by a WebSocket close frame. */
    CLOSE_FRAME,
    /** TCP ended without a close frame (FIN). */
    END_OF_STREAM,
    /** TCP was reset, or reading or writing failed. */
    IO,
    /** A message, or its fragments together, exceeds {@link LinkRequest#maxMessageBytes()}. */
    MESSAGE_TOO_LARGE,
    /** A frame breaks RFC 6455. */
    FRAME,
    /** Our own {@link Link#close} or {@link Link#abort}. */
    LOCAL
  }
}
