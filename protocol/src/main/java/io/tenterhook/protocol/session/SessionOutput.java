package io.tenterhook.protocol.session;

import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The only exit of a {@link ClientSession}. Every method is called from inside one of the session's
 * own methods, after its state has changed, and must not call back in.
 *
 * <p>Questions carry a ticket. The answer goes to the session with the same ticket, at any later
 * time; an answer that comes too late is ignored.
 */
public interface SessionOutput {

  /**
   * Open a transport and report to {@link ClientSession#transportOpened} or {@link
   * ClientSession#transportLost}.
   *
   * @param attempt 0 for the first; n for the n-th in a row that follows a failure or a loss
   */
  void openTransport(int attempt);

  /**
   * The session is done with its transport, also if that is not open yet. Nothing of it may be
   * reported any more.
   *
   * @param why decides how: in order, or at once
   */
  void closeTransport(SessionEnd why);

  /**
   * Send one message. The array is given away.
   *
   * @param array holds the message
   * @param start index of its first byte
   * @param end index after its last byte
   * @param binary binary, else text
   * @param completes the packet that is completely sent with this message, once for each sending of
   *     one with retries; null for heartbeat, CONNECT, DISCONNECT, and all but the last message of
   *     a packet with attachments
   */
  void transmit(
      byte[] array, int start, int end, boolean binary, @Nullable OutboundPacket completes);

  /**
   * The Engine.IO handshake is done.
   *
   * @param handshake what the server announced
   */
  void handshake(Handshake handshake);

  /**
   * Get the credentials for one CONNECT and report to {@link ClientSession#authenticated} or {@link
   * ClientSession#authFailed}.
   *
   * @param namespace whose CONNECT
   * @param ticket to be given back
   */
  void requestAuth(Namespace namespace, int ticket);

  /**
   * The namespace is connected. Output already are, in this order: events that came before the
   * server's answer, what was buffered, the first packet of the retry queue.
   *
   * @param namespace which one
   * @param sid the id that the server gave this namespace's socket
   * @param recovered whether the earlier session goes on, its missed events having been output
   */
  void connected(Namespace namespace, String sid, boolean recovered);

  /**
   * An event for a connected namespace.
   *
   * @param event belongs to the receiver
   */
  void event(Packet.Event event);

  /**
   * The server's ack.
   *
   * @param packet the packet that asked for it
   * @param ack belongs to the receiver
   */
  void acked(OutboundPacket packet, Packet.Ack ack);

  /**
   * A packet will not be sent, or its ack will never come.
   *
   * @param packet which one
   * @param failure why, and whether the server may have it
   * @param end why connection, namespace or session ended: always with {@link
   *     EmitFailure#CONNECTION_ENDED}, with {@link EmitFailure#NOT_CONNECTED} if that was the
   *     cause, else null
   */
  void failed(OutboundPacket packet, EmitFailure failure, @Nullable SessionEnd end);

  /**
   * What is kept has changed; told after each step that changes it. What is in flight in the retry
   * queue counts until it is acknowledged.
   *
   * @param namespace whose buffer and retry queue
   * @param count packets in both
   * @param bytes payload and attachments in both
   */
  void buffered(Namespace namespace, int count, long bytes);

  /**
   * A connected namespace lost its connection. {@link #retrying} or {@link #ended} follows.
   *
   * @param namespace which one
   * @param end why
   */
  void interrupted(Namespace namespace, SessionEnd end);

  /**
   * Decide whether to try again and report to {@link ClientSession#retryAfter} or {@link
   * ClientSession#giveUp}.
   *
   * @param namespace the one namespace it is about; null when it is the connection, with everything
   *     on it
   * @param ticket to be given back
   * @param end what failed or was lost
   * @param failures how many attempts in a row have failed now; 1 is the first
   * @param everConnected whether a CONNECT has ever been accepted in this session
   */
  void askRetry(
      @Nullable Namespace namespace,
      int ticket,
      SessionEnd end,
      int failures,
      boolean everConnected);

  /**
   * The next attempt is waiting for its time.
   *
   * @param namespace as in {@link #askRetry}
   * @param attempt the number of the attempt to come, 1 or more
   * @param delayNanos when, from now
   * @param end what failed or was lost
   */
  void retrying(@Nullable Namespace namespace, int attempt, long delayNanos, SessionEnd end);

  /**
   * The namespace has ended for good: only {@link ClientSession#open} brings it back.
   *
   * @param namespace which one
   * @param end why
   */
  void ended(Namespace namespace, SessionEnd end);

  /**
   * Something harmless was not delivered.
   *
   * @param drop what
   * @param namespace to which namespace it was addressed
   */
  void dropped(Drop drop, Namespace namespace);

  /** Why an {@link OutboundPacket} failed. */
  enum EmitFailure {
    /** The namespace is not connected: never sent. */
    NOT_CONNECTED,
    /** The packet may be dropped, and the network is busy: never sent. */
    NOT_WRITABLE,
    /** The buffer or the retry queue is full: never sent. */
    BUFFER_FULL,
    /** It waited in the buffer for too long, or for longer than its ack is awaited: never sent. */
    EXPIRED,
    /** The user discarded what was buffered: never sent. */
    DISCARDED,
    /** {@link SessionConfig#maxPendingAcks} are awaited already: never sent. */
    TOO_MANY_PENDING_ACKS,
    /** Sent, with all its retries, but no ack came in time: the server may have it. */
    ACK_TIMEOUT,
    /** Sent, but the connection, or all it was waiting for, ended before the ack: likewise. */
    CONNECTION_ENDED
  }

  /** What a harmless loss is about. */
  enum Drop {
    /** A packet for a namespace that was never opened, or has been left. */
    NAMESPACE_NOT_OPEN,
    /** An ack that nobody awaits: late, repeated or invented. */
    ACK_NOT_AWAITED
  }
}
