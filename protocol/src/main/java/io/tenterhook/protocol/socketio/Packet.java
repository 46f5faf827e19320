package io.tenterhook.protocol.socketio;

import io.tenterhook.protocol.json.JsonScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decoded Socket.IO packet, binary ones with all their attachments. Socket.IO v5, "Exchange
 * protocol".
 *
 * <p>Byte ranges point into {@code array()}, which belongs to the packet: nobody writes to it.
 */
public sealed interface Packet {
  /**
   * The namespace that the packet belongs to.
   *
   * @return the namespace
   */
  Namespace namespace();

  /**
   * A client asks to join a namespace, or the server agrees.
   *
   * @param namespace the namespace
   * @param payload an object: the client's auth or the server's {@code {"sid":…}}
   */
  record Connect(Namespace namespace, @Nullable JsonRange payload) implements Packet {}

  /**
   * The server refuses a CONNECT.
   *
   * @param namespace the namespace
   * @param payload an object with {@code message} and perhaps {@code data}, or a string as version
   *     4 had it
   */
  record ConnectError(Namespace namespace, @Nullable JsonRange payload) implements Packet {}

  /**
   * One side leaves a namespace.
   *
   * @param namespace the namespace
   */
  record Disconnect(Namespace namespace) implements Packet {}

  /** EVENT or BINARY_EVENT: {@code ["name",arg,…]}. */
  final class Event implements Packet {
    private final Namespace namespace;
    private final long ackId;
    private final byte[] array;
    private final int argsStart;
    private final int argsEnd;
    private final int nameStart;
    private final int nameEnd;
    private final boolean nameEscaped;
    private final List<byte[]> attachments;

    Event(
        Namespace namespace,
        long ackId,
        byte[] array,
        int argsStart,
        int argsEnd,
        int nameStart,
        int nameEnd,
        boolean nameEscaped,
        List<byte[]> attachments) {
      this.namespace = namespace;
      this.ackId = ackId;
      this.array = array;
      this.argsStart = argsStart;
      this.argsEnd = argsEnd;
      this.nameStart = nameStart;
      this.nameEnd = nameEnd;
      this.nameEscaped = nameEscaped;
      this.attachments = attachments;
    }

    @Override
    public Namespace namespace() {
      return namespace;
    }

    /**
     * The id that the answer must carry.
     *
     * @return the id, or -1 if no acknowledgement is asked for
     */
    public long ackId() {
      return ackId;
    }

    /**
     * Holds the payload.
     *
     * @return the array, not a copy
     */
    public byte[] array() {
      return array;
    }

    /**
     * Where the payload starts.
     *
     * @return the index of {@code [}
     */
    public int argsStart() {
      return argsStart;
    }

    /**
     * Where the payload ends.
     *
     * @return the index just after {@code ]}
     */
    public int argsEnd() {
      return argsEnd;
    }

    /**
     * Where the name starts, which is the payload's first element.
     *
     * @return the index of the opening quote, or of the first digit of a number
     */
    public int nameStart() {
      return nameStart;
    }

    /**
     * Where the name ends.
     *
     * @return the index just after the closing quote or the last digit
     */
    public int nameEnd() {
      return nameEnd;
    }

    /**
     * Says whether the name has escapes; without, its bytes are its text.
     *
     * @return whether there is a backslash in it
     */
    public boolean nameEscaped() {
      return nameEscaped;
    }

    /**
     * The name of the event; made anew by each call.
     *
     * @return the text of the string, or a number as it was written
     */
    public String name() {
      return array[nameStart] == '"'
          ? JsonScanner.readString(array, nameStart, nameEnd)
          : new String(array, nameStart, nameEnd - nameStart, StandardCharsets.US_ASCII);
    }

    /**
     * The attachments that placeholders in the payload refer to.
     *
     * @return an unmodifiable list, empty if there are none
     */
    public List<byte[]> attachments() {
      return attachments;
    }

    @Override
    public String toString() {
      return "Event[" + namespace + ", ackId=" + ackId + ", " + (argsEnd - argsStart) + " bytes]";
    }
  }

  /** ACK or BINARY_ACK: {@code [arg,…]}. */
  final class Ack implements Packet {
    private final Namespace namespace;
    private final long id;
    private final byte[] array;
    private final int start;
    private final int end;
    private final List<byte[]> attachments;

    Ack(Namespace namespace, long id, byte[] array, int start, int end, List<byte[]> attachments) {
      this.namespace = namespace;
      this.id = id;
      this.array = array;
      this.start = start;
      this.end = end;
      this.attachments = attachments;
    }

    @Override
    public Namespace namespace() {
      return namespace;
    }

    /**
     * The id of the event that is answered.
     *
     * @return the id, 0 or more
     */
    public long id() {
      return id;
    }

    /**
     * Holds the payload.
     *
     * @return the array, not a copy
     */
    public byte[] array() {
      return array;
    }

    /**
     * Where the payload starts.
     *
     * @return the index of {@code [}
     */
    public int start() {
      return start;
    }

    /**
     * Where the payload ends.
     *
     * @return the index just after {@code ]}
     */
    public int end() {
      return end;
    }

    /**
     * The attachments that placeholders in the payload refer to.
     *
     * @return an unmodifiable list, empty if there are none
     */
    public List<byte[]> attachments() {
      return attachments;
    }

    @Override
    public String toString() {
      return "Ack[" + namespace + ", id=" + id + ", " + (end - start) + " bytes]";
    }
  }
}
