package io.tenterhook.testing;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's end of a WebSocket in memory: see {@link SocketIoServer#openWebSocket}. It is for
 * those who bring a client of their own; that of Tenterhook comes by {@code
 * tenterhook-testing-client}.
 *
 * <p>All methods are called on the server's {@link VirtualTime#loop()}, and are harmless before the
 * WebSocket is open and after its end.
 */
public final class MemoryWebSocket {
  private final Loop loop;
  private final Listener listener;
  private State state = State.OPENING;
  private boolean reading = true;
  private @Nullable MemoryWire server;

  private enum State {
    OPENING,
    OPEN,
    CLOSING,
    GONE
  }

  /**
   * Hears what happens, on the loop and never from inside a call: {@link #answered}, {@link
   * #opened}, messages, and {@link #closed} once and last.
   */
  public interface Listener {
    /**
     * The server has answered the handshake, whatever it says.
     *
     * @param headers of the answer
     */
    void answered(Map<String, String> headers);

    /** Messages may be sent. */
    void opened();

    /**
     * A message.
     *
     * @param message belongs to the listener
     * @param binary whether it is binary, or text in UTF-8
     */
    void message(byte[] message, boolean binary);

    /** What the server sent at once has been told. */
    void burstEnded();

    /** {@link MemoryWebSocket#queuedBytes} has become more than zero, or zero. */
    void writabilityChanged();

    /** The answer to {@link MemoryWebSocket#ping}. */
    void pong();

    /**
     * It is over.
     *
     * @param why how it ended
     */
    void closed(Closure why);
  }

  /**
   * Why a WebSocket ended, or was not opened.
   *
   * @param kind what happened
   * @param code the status for {@link Kind#HTTP}, the close code for {@link Kind#CLOSE_FRAME}, else
   *     0
   * @param text the body, or the close frame's reason
   */
  public record Closure(Kind kind, int code, String text) {}

  /** How a WebSocket can end. */
  public enum Kind {
    /** The server is stopped: nobody listens. */
    REFUSED,
    /** Another answer than 101. */
    HTTP,
    /** A close frame of the server. */
    CLOSE_FRAME,
    /** The end of the stream without a close frame. */
    END_OF_STREAM,
    /** A reset. */
    RESET,
    /** This side's own {@link MemoryWebSocket#close} or {@link MemoryWebSocket#abort}. */
    LOCAL
  }

  MemoryWebSocket(Loop loop, Listener listener) {
    this.loop = loop;
    this.listener = listener;
  }

  /**
   * Queues a message.
   *
   * @param message belongs to the WebSocket from here on
   * @param binary whether it is binary, or text in UTF-8
   * @param fate hears once whether the message has left
   */
  public void send(byte[] message, boolean binary, Consumer<Boolean> fate) {
    if (state == State.OPEN && server != null) {
      server.fromClient().write(message, binary, fate);
    } else {
      fate.accept(false);
    }
  }

  /** Sends what is queued. */
  public void flush() {
    if (state == State.OPEN && server != null) {
      server.fromClient().flush();
    }
  }

  /** Sends a control ping. A black hole does not answer it. */
  public void ping() {
    if (state == State.OPEN && server != null && !server.isSilent()) {
      server.toClient().control(this::pong);
    }
  }

  private void pong() {
    if (state == State.OPEN) {
      listener.pong();
    }
  }

  /**
   * Stops or resumes reading. What the server sends meanwhile waits, its end too.
   *
   * @param reading false to stop
   */
  public void setReading(boolean reading) {
    this.reading = reading;
    if (server != null) {
      server.toClient().setReading(reading);
    }
  }

  /**
   * What is queued and has not left.
   *
   * @return bytes; more than zero if the server does not read
   */
  public long queuedBytes() {
    return server == null ? 0 : server.fromClient().waitingBytes();
  }

  /**
   * Closes by a close frame, after what was sent before. A server that does not read is not waited
   * for.
   *
   * @param code for instance 1000
   */
  public void close(int code) {
    if (state == State.OPEN && server != null && !server.isSilent()) {
      state = State.CLOSING;
      server.toClient().setReading(true);
      server.fromClient().end(new Closure(Kind.CLOSE_FRAME, code, ""));
    } else {
      abort();
    }
  }

  /** Ends TCP at once. */
  public void abort() {
    gone(new Closure(Kind.LOCAL, 0, "aborted"));
  }

  // ---- the server's doing

  boolean isGone() {
    return state == State.GONE;
  }

  /** The server's answer is 101. */
  void opened(MemoryWire wire, Map<String, String> headers) {
    server = wire;
    state = State.OPEN;
    wire.toClient().setReading(reading);
    loop.execute(
        () -> {
          listener.answered(headers);
          if (state == State.OPEN) {
            listener.opened();
          }
        });
  }

  void refused(HttpAnswer answer) {
    loop.execute(() -> listener.answered(answer.headers()));
    gone(new Closure(Kind.HTTP, answer.status(), answer.body()));
  }

  /** What the server sends. */
  Pipe.Reader reader() {
    return new FromServer();
  }

  /** Something of the server's waits no more, or begins to. */
  void roomChanged() {
    if (state == State.OPEN) {
      listener.writabilityChanged();
    }
  }

  /** TCP has ended before the handshake was over. */
  void goneUnlessOpen(Closure why) {
    if (state == State.OPENING) {
      gone(why);
    }
  }

  void gone(Closure why) {
    if (state == State.GONE) {
      return;
    }
    Closure told = state == State.CLOSING ? new Closure(Kind.LOCAL, 0, "in order") : why;
    state = State.GONE;
    if (server != null) {
      server.clientIsGone();
    }
    loop.execute(() -> listener.closed(told));
  }

  private final class FromServer implements Pipe.Reader {
    @Override
    public void message(byte[] message, boolean binary) {
      if (state == State.OPEN) {
        listener.message(message, binary);
      }
    }

    @Override
    public void burstEnds() {
      if (state == State.OPEN) {
        listener.burstEnded();
      }
    }

    @Override
    public void ended(Closure why) {
      gone(why);
    }

    @Override
    public void roomChanged() {
      // The server asks when it wants to know.
    }
  }
}
