package io.tenterhook.testing;

import org.jspecify.annotations.Nullable;

/**
 * Something that should not have happened, seen from the server.
 *
 * @param kind whose mistake it is
 * @param sid the Engine.IO session that it happened in, or {@code "-"} outside of one
 * @param message what happened
 * @param cause the exception, if there was one
 */
public record ServerError(Kind kind, String sid, String message, @Nullable Throwable cause) {
  /** Whose mistake it is. */
  public enum Kind {
    /** A handler of the test threw an exception. */
    HANDLER,
    /** The client sent bytes that are no packet. */
    PROTOCOL,
    /** The client sent a packet that its state did not allow. */
    STATE,
    /** The client broke HTTP or WebSocket, or the network failed in an unusual way. */
    TRANSPORT,
    /** The client does not read, and more waits for it than the server keeps. */
    OVERFLOW,
    /** A defect of this server. */
    INTERNAL
  }
}
