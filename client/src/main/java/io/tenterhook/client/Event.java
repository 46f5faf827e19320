package io.tenterhook.client;

import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.protocol.socketio.Packet;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An event from the server.
 *
 * <pre>{@code
 * socket.on("ask", event -> {
 *   Question question = event.get(0, Question.class);
 *   if (event.wantsAck()) {
 *     event.ack(new Answer(42));
 *   }
 * });
 * }</pre>
 *
 * <p>Safe for any thread; belongs to its handlers, which may keep it.
 */
public final class Event {
  private final Packet.Event packet;
  private final String name;
  private final ClientSocket socket;
  private final @Nullable Answer answer;

  /** Made at most once: a race makes two equal ones. */
  private @Nullable Arguments args;

  Event(Packet.Event packet, String name, ClientSocket socket, @Nullable Answer answer) {
    this.packet = packet;
    this.name = name;
    this.socket = socket;
    this.answer = answer;
  }

  /**
   * The event's name.
   *
   * @return the text; a number (which the protocol allows) as its digits
   */
  public String name() {
    return name;
  }

  /**
   * What came with it.
   *
   * @return the arguments, without the name
   */
  public Arguments args() {
    Arguments known = args;
    if (known == null) {
      known =
          new Arguments(
              new JsonSource(
                  packet.array(), packet.argsStart(), packet.argsEnd(), packet.attachments()),
              1,
              socket.binding());
      args = known;
    }
    return known;
  }

  /**
   * One argument as it came: short for {@code args().raw(index)}.
   *
   * @param index from 0
   * @return the JSON value
   * @throws ConversionException if there is no such argument
   */
  public RawJson raw(int index) {
    return args().raw(index);
  }

  /**
   * One argument as an object: short for {@code args().get(index, type)}.
   *
   * @param index from 0
   * @param type what to make of it
   * @param <T> its type
   * @return the value; null only for JSON {@code null}
   * @throws ConversionException if there is no such argument, or it does not fit
   */
  public <T> T get(int index, Class<T> type) {
    return args().get(index, type);
  }

  /**
   * Where it came from.
   *
   * @return the namespace's name, {@code /} for the main one
   */
  public String namespace() {
    return socket.namespace();
  }

  /**
   * Whether the server waits for an ack.
   *
   * @return true if {@link #ack} has a meaning
   */
  public boolean wantsAck() {
    return answer != null;
  }

  /**
   * The number by which the server knows its ack request, for logs and traces; {@link #ack} needs
   * no number.
   *
   * @return the id, unique in this namespace while the connection lasts; empty if the server waits
   *     for no ack
   */
  public OptionalLong ackId() {
    return wantsAck() ? OptionalLong.of(packet.ackId()) : OptionalLong.empty();
  }

  /**
   * Answers the server's ack request: now or later, from any thread. Only the first answer counts,
   * and none is sent once the connection that asked has gone.
   *
   * @param arguments what to answer
   * @return whether this is the first answer to a request
   * @throws IllegalArgumentException if an argument cannot be JSON
   */
  public boolean ack(@Nullable Object... arguments) {
    return answer != null && answer.give(arguments);
  }

  long queuedBytes() {
    return Batch.bytesOf(packet);
  }

  @Override
  public String toString() {
    return "Event[" + socket.namespace() + " " + Excerpts.of(name) + "]";
  }

  /** One open ack request. */
  static final class Answer {
    private final AtomicBoolean given = new AtomicBoolean();
    private final ClientSocket socket;
    private final long ackId;
    private final int connection;

    Answer(ClientSocket socket, long ackId, int connection) {
      this.socket = socket;
      this.ackId = ackId;
      this.connection = connection;
    }

    boolean give(@Nullable Object[] arguments) {
      if (!given.compareAndSet(false, true)) {
        return false;
      }
      try {
        socket.acknowledge(ackId, connection, arguments);
      } catch (IllegalArgumentException | SocketIoException refused) {
        given.set(false);
        throw refused;
      }
      return true;
    }
  }
}
