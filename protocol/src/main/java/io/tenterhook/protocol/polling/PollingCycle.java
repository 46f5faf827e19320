package io.tenterhook.protocol.polling;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.engineio.PollingPayload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one Engine.IO session over HTTP long-polling: at any time one GET that waits for
 * packets and at most one POST that brings some. A second GET or POST would make the server close
 * the session, and so would a GET that is given up (Engine.IO v4, "HTTP long-polling").
 *
 * <pre>
 * OPENING --OPEN packet--> OPEN --pause()--> PAUSING --both requests answered--> PAUSED
 *                           ^ '------------------------- resume() ------------------'
 *                          OPEN --close()--> CLOSING --POST of CLOSE answered--> CLOSED
 * </pre>
 *
 * <pre>{@code
 * cycle.start();                             // output: get()
 * cycle.getAnswered(bytes("0{\"sid\":…}"));  // output: received(OPEN), opened(handshake), get()
 * cycle.send(EnginePacket.text(connect, 0, 2), null);
 * cycle.flush();                             // output: post(40)
 * cycle.postAnswered();
 * }</pre>
 *
 * <p>One thread. The output must not call back in, but for {@link #send}, {@link #close()} and
 * {@link #abandon()} from inside {@link Output#received}.
 */
public final class PollingCycle {
  private static final byte[] CLOSE = {EnginePacketType.CLOSE.code()};

  /** What the cycle wants done. */
  public interface Output {
    /** Make a GET, and report {@link PollingCycle#getAnswered}. */
    void get();

    /**
     * Make a POST, and report {@link PollingCycle#postAnswered}.
     *
     * @param body a payload of text
     */
    void post(byte[] body);

    /**
     * A packet came.
     *
     * @param packet belongs to the receiver
     */
    void received(EnginePacket packet);

    /**
     * The server has opened the session: later requests carry its id.
     *
     * @param handshake what it announced
     */
    void opened(Handshake handshake);

    /**
     * The fate of a packet that was sent with a token.
     *
     * @param token from {@link PollingCycle#send}
     * @param written whether the server has answered the POST it was in
     */
    void completed(Object token, boolean written);

    /** No request is under way, and none will be until {@link PollingCycle#resume()}. */
    void paused();

    /** The session is closed in order; no request is under way but perhaps the last GET. */
    void closed();
  }

  private enum State {
    OPENING,
    OPEN,
    PAUSING,
    PAUSED,
    CLOSING,
    CLOSED
  }

  /** A packet that waits for its POST, or for the answer to it. */
  public record Waiting(EnginePacket packet, @Nullable Object token) {}

  private final int maxPackets;
  private final Output output;
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private List<Waiting> posted = List.of();

  private State state = State.OPENING;
  private long maxPayloadBytes = Long.MAX_VALUE;
  private long queuedBytes;
  private boolean reading = true;
  private boolean getUnderWay;
  private boolean postUnderWay;
  private boolean closeSent;
  private boolean closedByServer;

  /**
   * A cycle that has not begun.
   *
   * @param maxPackets how many packets one body may have
   * @param output does the requests
   */
  public PollingCycle(int maxPackets, Output output) {
    this.maxPackets = maxPackets;
    this.output = output;
  }

  /** Makes the first GET, which opens the session. */
  public void start() {
    get();
  }

  /**
   * Queues a packet.
   *
   * @param packet given away
   * @param token comes back in {@link Output#completed}; null when nobody wants to know
   */
  public void send(EnginePacket packet, @Nullable Object token) {
    if (state == State.CLOSING || state == State.CLOSED) {
      complete(token, false);
      return;
    }
    queue.add(new Waiting(packet, token));
    queuedBytes += PollingPayload.encodedLength(packet);
  }

  /** Posts what is queued, as soon as no other POST is under way. */
  public void flush() {
    goOn();
  }

  /**
   * Bytes that the server has not confirmed yet.
   *
   * @return bytes of packets, as they are in a body
   */
  public long queuedBytes() {
    return queuedBytes;
  }

  /**
   * Stops or resumes asking for packets. A GET that is under way stays.
   *
   * @param goesOn false to stop
   */
  public void setReading(boolean goesOn) {
    reading = goesOn;
    goOn();
  }

  /**
   * The server has answered the GET.
   *
   * @param body the whole body
   * @throws ProtocolException if it is no payload; the session is then over, the packets before the
   *     mistake were received
   */
  public void getAnswered(byte[] body) {
    getUnderWay = false;
    if (state == State.CLOSING || state == State.CLOSED) {
      goOn();
      return;
    }
    PollingPayload.decode(body, 0, body.length, maxPackets, this::receive);
    goOn();
  }

  private void receive(EnginePacket packet) {
    if (state == State.CLOSING || state == State.CLOSED) {
      return;
    }
    closedByServer |= packet.type() == EnginePacketType.CLOSE;
    output.received(packet);
    if (state == State.OPENING && packet.type() == EnginePacketType.OPEN) {
      Handshake handshake = Handshake.parse(packet.array(), packet.start(), packet.end());
      if (handshake.maxPayloadBytes() > 0) {
        maxPayloadBytes = handshake.maxPayloadBytes();
      }
      state = State.OPEN;
      output.opened(handshake);
    }
  }

  /** The server has taken the POST. */
  public void postAnswered() {
    postUnderWay = false;
    List<Waiting> written = posted;
    posted = List.of();
    for (Waiting waiting : written) {
      queuedBytes -= PollingPayload.encodedLength(waiting.packet());
      complete(waiting.token(), true);
    }
    goOn();
  }

  // ---- the upgrade

  /** Makes no further request; {@link Output#paused} tells when the last is answered. */
  public void pause() {
    if (state == State.OPEN) {
      state = State.PAUSING;
      goOn();
    }
  }

  /** Polling goes on after all. */
  public void resume() {
    if (state == State.PAUSING || state == State.PAUSED) {
      state = State.OPEN;
      goOn();
    }
  }

  /**
   * Ends the cycle, because another transport goes on with the session.
   *
   * @return what is still to be sent, in order
   */
  public List<Waiting> handOver() {
    state = State.CLOSED;
    List<Waiting> left = List.copyOf(queue);
    queue.clear();
    queuedBytes = 0;
    return left;
  }

  // ---- the end

  /** Posts what is queued and then CLOSE, unless the session is not open or closed already. */
  public void close() {
    if (state == State.OPENING || closedByServer) {
      abandon();
      output.closed();
    } else if (state != State.CLOSED) {
      state = State.CLOSING;
      goOn();
    }
  }

  /** The session is lost, or given up: nothing more will be done. */
  public void abandon() {
    state = State.CLOSED;
    List<Waiting> lost = new ArrayList<>(posted);
    lost.addAll(queue);
    posted = List.of();
    queue.clear();
    queuedBytes = 0;
    lost.forEach(waiting -> complete(waiting.token(), false));
  }

  // ---- requests

  private void goOn() {
    switch (state) {
      case OPEN -> {
        if (reading && !getUnderWay) {
          get();
        }
        if (!postUnderWay && !queue.isEmpty()) {
          postQueued();
        }
      }
      case PAUSING -> {
        if (!getUnderWay && !postUnderWay) {
          state = State.PAUSED;
          output.paused();
        }
      }
      case CLOSING -> {
        if (!postUnderWay) {
          closeFurther();
        }
      }
      case OPENING, PAUSED, CLOSED -> {}
    }
  }

  private void closeFurther() {
    if (!queue.isEmpty()) {
      postQueued();
    } else if (!closeSent) {
      closeSent = true;
      postUnderWay = true;
      output.post(CLOSE.clone());
    } else {
      state = State.CLOSED;
      output.closed();
    }
  }

  private void get() {
    getUnderWay = true;
    output.get();
  }

  /**
   * As many packets as the server takes in one body; at least one, which the sender has checked.
   */
  private void postQueued() {
    List<Waiting> batch = new ArrayList<>();
    long size = 0;
    for (Waiting next = queue.peek(); next != null; next = queue.peek()) {
      long length = PollingPayload.encodedLength(next.packet()) + (batch.isEmpty() ? 0 : 1);
      if (!batch.isEmpty() && size + length > maxPayloadBytes) {
        break;
      }
      size += length;
      batch.add(queue.remove());
    }
    posted = batch;
    postUnderWay = true;
    output.post(PollingPayload.encode(batch.stream().map(Waiting::packet).toList()));
  }

  private void complete(@Nullable Object token, boolean written) {
    if (token != null) {
      output.completed(token, written);
    }
  }
}
