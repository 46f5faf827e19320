package io.tenterhook.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Records attempts and connections for the Flight Recorder: no query, no auth, no session id. */
final class FlightObserver implements ClientObserver {
  private volatile String host;
  private final Map<String, ConnectionLived> connections = new ConcurrentHashMap<>();
  private @Nullable AttemptMade underWay;

  FlightObserver(String host) {
    this.host = host;
  }

  @Override
  public void onAttempt(int attempt) {
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
    ConnectionLived lives = new ConnectionLived();
    lives.begin();
    lives.host = host;
    lives.namespace = Excerpts.oneLine(namespace);
    lives.recovered = recovered;
    connections.put(namespace, lives);
  }

  @Override
  public void onDisconnected(String namespace, Ending ending, boolean willReconnect) {
    ConnectionLived lived = connections.remove(namespace);
    if (lived != null && lived.shouldCommit()) {
      lived.reason = ending.reason().text();
      lived.commit();
    }
  }

  /** The user's observer logs it, or does better. */
  @Override
  public void onHandlerError(String where, Throwable error) {}

  /** Likewise. */
  @Override
  public void onSlowHandler(String where, Duration running, List<StackTraceElement> stack) {}
}
