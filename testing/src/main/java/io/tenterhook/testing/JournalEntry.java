package io.tenterhook.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One thing that happened on the server. Immutable. */
public final class JournalEntry {
  private static final int SHOWN = 200;

  private final Instant at;
  private final String sid;
  private final Kind kind;
  private final byte[] array;
  private final int start;

  /** Keeps {@code array}, which nobody writes to. */
  JournalEntry(Instant at, String sid, Kind kind, byte[] array, int start) {
    this.at = at;
    this.sid = sid;
    this.kind = kind;
    this.array = array;
    this.start = start;
  }

  /** What can happen. */
  public enum Kind {
    /** An HTTP request and the status that answered it, as in {@code "GET /socket.io/ 404"}. */
    REQUEST,
    /** A text packet from the client. */
    RECEIVED,
    /** An attachment from the client. */
    RECEIVED_BINARY,
    /** A text packet to the client. */
    SENT,
    /** An attachment to the client. */
    SENT_BINARY,
    /** A session has begun; the text is its transport. */
    OPENED,
    /** A session that began by polling goes on by WebSocket. */
    UPGRADED,
    /** One packet many times, by {@link ServerSocketPeer#flood}. */
    FLOOD,
    /** A packet that was not sent, since the connection or the peer had gone. */
    DROPPED,
    /** What was done on purpose to break the rules. */
    FAULT,
    /** A peer has left a namespace, as in {@code "/chat: transport close"}. */
    LEFT,
    /** What {@link SocketIoServer#errors} tells, too. */
    ERROR,
    /** The connection has ended; the text is the reason. */
    CLOSED;

    boolean isBinary() {
      return this == RECEIVED_BINARY || this == SENT_BINARY;
    }
  }

  /**
   * When it happened.
   *
   * @return the time
   */
  public Instant at() {
    return at;
  }

  /**
   * Where it happened.
   *
   * @return the Engine.IO session id, or {@code "-"} outside of a session
   */
  public String sid() {
    return sid;
  }

  /**
   * What happened.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The packet with its Engine.IO type, or what else the kind says. An attachment is decoded as if
   * it were text: see {@link #bytes()}.
   *
   * @return for instance {@code 42["hello"]}
   */
  public String text() {
    return new String(array, start, size(), StandardCharsets.UTF_8);
  }

  /**
   * The packet's bytes.
   *
   * @return a copy
   */
  public byte[] bytes() {
    byte[] copy = new byte[size()];
    System.arraycopy(array, start, copy, 0, copy.length);
    return copy;
  }

  int size() {
    return array.length - start;
  }

  /** One line, long packets shortened. */
  @Override
  public String toString() {
    String shown =
        kind.isBinary()
            ? size() + " bytes"
            : new String(array, start, Math.min(SHOWN, size()), StandardCharsets.UTF_8)
                + (size() > SHOWN ? "… (" + size() + " bytes)" : "");
    return at + " " + sid + " " + kind + " " + shown;
  }
}
