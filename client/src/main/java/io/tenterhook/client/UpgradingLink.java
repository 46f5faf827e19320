package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkListener;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.polling.PollingCycle;
import io.tenterhook.protocol.polling.Upgrade;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A link that begins by long-polling and goes on by WebSocket when its {@link Upgrade} says so.
 * Whoever holds it sees one link; nothing is lost, doubled or reordered on the way. Lives on the
 * loop.
 */
final class UpgradingLink implements Link {
  private static final String WEBSOCKET = "websocket";

  private final EventLoop loop;
  private final @Nullable Function<String, LinkRequest> webSocketRequest;
  private final long patienceNanos;
  private final Listener listener;
  private final PollingLink polling;
  private @Nullable Upgrade upgrade;
  private @Nullable Link webSocket;
  private EventLoop.@Nullable Timer patience;
  private boolean reading = true;
  private boolean closing;
  private int closeCode;

  /**
   * Hears, besides what every link tells, how the upgrade went; and of each HTTP answer, of the
   * WebSocket's too.
   */
  interface Listener extends LinkListener {
    /** The session goes on by WebSocket. */
    void upgraded();

    /**
     * The session goes on by long-polling.
     *
     * @param why one clause, for people
     */
    void upgradeFailed(String why);
  }

  /**
   * @param webSocketRequest where the WebSocket of a session goes, by its sid; null for none
   * @param patienceNanos how long the server may take to answer the probe
   */
  UpgradingLink(
      EventLoop loop,
      PollingRequest request,
      @Nullable Function<String, LinkRequest> webSocketRequest,
      long patienceNanos,
      Listener listener) {
    this.loop = loop;
    this.webSocketRequest = webSocketRequest;
    this.patienceNanos = patienceNanos;
    this.listener = listener;
    this.polling = new PollingLink(loop, request, new PollingSide());
  }

  void open() {
    polling.open();
  }

  /** The link that messages go by. */
  private Link carrier() {
    Link upgraded = webSocket;
    return upgrade != null && upgrade.isDone() && upgraded != null ? upgraded : polling;
  }

  @Override
  public void send(
      byte[] array, int start, int end, boolean binary, @Nullable WriteListener written) {
    carrier().send(array, start, end, binary, written);
  }

  @Override
  public void flush() {
    carrier().flush();
  }

  @Override
  public void controlPing() {
    carrier().controlPing();
  }

  @Override
  public void setReading(boolean goesOn) {
    reading = goesOn;
    carrier().setReading(goesOn);
  }

  @Override
  public long queuedBytes() {
    return carrier().queuedBytes();
  }

  @Override
  public long unsentBytes() {
    return carrier().unsentBytes();
  }

  @Override
  public void close(int code) {
    closing = true;
    closeCode = code;
    if (upgrade == null || !upgrade.isDeciding()) {
      giveUpProbe();
      carrier().close(code);
    } else {
      carrier().flush();
    }
  }

  /** A probe that the server has not answered can be taken back. */
  private void giveUpProbe() {
    if (upgrade != null && !upgrade.isDone() && webSocket != null) {
      webSocket.abort();
    }
  }

  @Override
  public void abort() {
    closing = true;
    giveUpProbe();
    carrier().abort();
  }

  private void startUpgrade(LinkRequest request) {
    upgrade = new Upgrade(new UpgradeSide());
    Upgrade started = upgrade;
    patience = loop.schedule(patienceNanos, started::timeIsUp);
    webSocket = loop.open(request, new WebSocketSide(started));
  }

  private void decided() {
    if (patience != null) {
      patience.cancel();
    }
  }

  /** What the polling link tells. */
  private final class PollingSide implements PollingLink.Listener {
    @Override
    public void handshake(Handshake handshake) {
      if (webSocketRequest != null && handshake.upgrades().contains(WEBSOCKET) && !closing) {
        startUpgrade(webSocketRequest.apply(handshake.sid()));
      }
    }

    @Override
    public void paused() {
      if (upgrade != null) {
        upgrade.pollingPaused();
      }
    }

    @Override
    public void answered(List<Map.Entry<String, String>> headers) {
      listener.answered(headers);
    }

    @Override
    public void opened() {
      listener.opened();
    }

    @Override
    public void text(byte[] message) {
      listener.text(message);
    }

    @Override
    public void binary(byte[] message) {
      listener.binary(message);
    }

    @Override
    public void readComplete() {
      listener.readComplete();
    }

    @Override
    public void writabilityChanged() {
      listener.writabilityChanged();
    }

    @Override
    public void controlPong() {
      listener.controlPong();
    }

    /** Not told when the WebSocket has taken over: then polling has ended without a word. */
    @Override
    public void closed(LinkClosure closure) {
      decided();
      giveUpProbe();
      listener.closed(closure);
    }
  }

  /** What the WebSocket tells. */
  private final class WebSocketSide implements LinkListener {
    private final Upgrade started;

    WebSocketSide(Upgrade started) {
      this.started = started;
    }

    @Override
    public void answered(List<Map.Entry<String, String>> headers) {
      listener.answered(headers);
    }

    @Override
    public void opened() {
      started.webSocketOpened();
    }

    @Override
    public void text(byte[] message) {
      if (started.isDone()) {
        listener.text(message);
      } else {
        started.webSocketReceived(message, false);
      }
    }

    @Override
    public void binary(byte[] message) {
      if (started.isDone()) {
        listener.binary(message);
      } else {
        started.webSocketReceived(message, true);
      }
    }

    @Override
    public void readComplete() {
      if (started.isDone()) {
        listener.readComplete();
      }
    }

    @Override
    public void writabilityChanged() {
      if (started.isDone()) {
        listener.writabilityChanged();
      }
    }

    @Override
    public void controlPong() {
      if (started.isDone()) {
        listener.controlPong();
      }
    }

    @Override
    public void closed(LinkClosure closure) {
      if (started.isDone()) {
        listener.closed(closure);
      } else {
        started.webSocketLost(closure.message());
      }
    }
  }

  /** What the upgrade wants. */
  private final class UpgradeSide implements Upgrade.Output {
    private Link webSocket() {
      Link opened = webSocket;
      if (opened == null) {
        throw new IllegalStateException("an upgrade without a WebSocket");
      }
      return opened;
    }

    @Override
    public void sendByWebSocket(byte[] message) {
      webSocket().send(message, 0, message.length, false, null);
      webSocket().flush();
    }

    @Override
    public void pausePolling() {
      polling.pause();
    }

    @Override
    public void upgraded() {
      decided();
      Link next = webSocket();
      for (PollingCycle.Waiting waiting : polling.handOver()) {
        EnginePacket packet = waiting.packet();
        // A text message begins with its type, which stands in front of the packet's data.
        int start = packet.binary() ? packet.start() : packet.start() - 1;
        WriteListener written = (WriteListener) waiting.token();
        next.send(packet.array(), start, packet.end(), packet.binary(), written);
      }
      next.flush();
      next.setReading(reading);
      listener.upgraded();
      if (closing) {
        next.close(closeCode);
      }
    }

    @Override
    public void failed(String why) {
      decided();
      webSocket().abort();
      polling.resume();
      if (closing) {
        polling.close(closeCode);
      } else {
        listener.upgradeFailed(why);
      }
    }
  }
}
