package io.tenterhook.cli;

import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Transport;
import java.time.Duration;

/** For commands that live with a connection: its ups and downs are part of what they report. */
class LifeReporter extends ClientWatcher {
  private final Report report;
  private volatile boolean everConnected;
  private volatile Transport transport = Transport.WEBSOCKET;

  LifeReporter(Terminal terminal, int verbosity, Report report) {
    super(terminal, verbosity);
    this.report = report;
  }

  boolean everConnected() {
    return everConnected;
  }

  @Override
  public void onConnected(String namespace, String sid, boolean recovered) {
    super.onConnected(namespace, sid, recovered);
    everConnected = true;
    report.connected(namespace, sid, recovered, transport);
  }

  @Override
  public void onTransport(Transport by, boolean upgraded) {
    super.onTransport(by, upgraded);
    transport = by;
    if (upgraded) {
      report.upgraded(by);
    }
  }

  @Override
  public void onDisconnected(String namespace, Ending ending, boolean willReconnect) {
    // What we end ourselves is no news.
    if (ending.reason() != DisconnectReason.CLIENT_DISCONNECT) {
      report.disconnected(namespace, ending, willReconnect);
    }
  }

  @Override
  public void onRetry(int attempt, Duration delay, Ending ending) {
    super.onRetry(attempt, delay, ending);
    report.retrying(attempt, delay);
  }
}
