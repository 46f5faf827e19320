package io.tenterhook.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Records attempts and connections for the Flight Recorder: no query, no auth, no session id. While
 * nobody has ever recorded nothing is made.
 */
final class FlightObserver implements ClientObserver {
  private volatile String host;
  private final Map<String, ConnectionLived> connections = new ConcurrentHashMap<>();
  private @Nullable AttemptMade underWay;

  FlightObserver(String host) {
    this.host = host;
  }

  @Override
  public void onAttempt(int attempt) {
    if (!Flight.isOn()) {
      return;
    }
    AttemptMade made = new AttemptMade();
    made.begin();
    underWay = made;
  }

  @Override
  public void onEndpoint(int attempt, String hostAndPort) {
    host = hostAndPort;
  }

  @Override
  public void onAttemptEnded(int attempt, Duration duration, @Nullable Ending failure) {
    AttemptMade made = underWay;
    underWay = null;
    if (made != null && made.shouldCommit()) {
      made.host = host;
      made.attempt = attempt;
      made.outcome = failure == null ? "connected" : failure.reason().text();
      made.commit();
    }
  }

  @Override
  public void onConnected(String namespace, String sid, boolean recovered) {
    if (Flight.isOn()) {
      ConnectionLived lives = begun();
      lives.recovered = recovered;
      connections.put(namespace, lives);
    }
  }

  @Override
  public void onDisconnected(String namespace, Ending ending, boolean willReconnect) {
    if (!Flight.isOn()) {
      return;
    }
    ConnectionLived known = connections.remove(namespace);
    // One from before the first recording is told by its end.
    ConnectionLived lived = known == null ? begun() : known;
    if (lived.shouldCommit()) {
      lived.namespace = Excerpts.oneLine(namespace);
      lived.reason = ending.reason().text();
      lived.commit();
    }
  }

  private ConnectionLived begun() {
    ConnectionLived lives = new ConnectionLived();
    lives.begin();
    lives.host = host;
    return lives;
  }

  /** The user's observer logs it, or does better. */
  @Override
  public void onHandlerError(String where, Throwable error) {}

  /** Likewise. */
  @Override
  public void onSlowHandler(String where, Duration running, List<StackTraceElement> stack) {}
}
