package io.tenterhook.cli;

import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Transport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells people what the client does at {@code -v}, and every frame at {@code -vv}. */
class ClientWatcher implements ClientObserver {
  private final Terminal terminal;
  private volatile int verbosity;

  ClientWatcher(Terminal terminal, int verbosity) {
    this.terminal = terminal;
    this.verbosity = verbosity;
  }

  final int verbosity() {
    return verbosity;
  }

  /** For commands in which it can change. */
  final void verbosity(int level) {
    verbosity = level;
  }

  /**
   * What is known before the first attempt.
   *
   * @param road one clause
   * @param warning about the road; empty if there is none
   */
  void road(String road, String warning) {
    if (!warning.isEmpty()) {
      terminal.status("tenter: warning: " + warning);
    }
    verbose("road: " + road);
  }

  @Override
  public void onEndpoint(int attempt, String hostAndPort) {
    verbose("endpoint " + hostAndPort);
  }

  @Override
  public void onHandshake(Duration pingInterval, Duration pingTimeout, long maxPayloadBytes) {
    verbose(
        "handshake: a ping every "
            + Span.text(pingInterval)
            + ", waited for "
            + Span.text(pingTimeout)
            + (maxPayloadBytes == 0 ? "" : ", messages of up to " + maxPayloadBytes + " bytes"));
  }

  @Override
  public void onTransport(Transport transport, boolean upgraded) {
    verbose((upgraded ? "upgraded to " : "by ") + transport.text());
  }

  @Override
  public void onUpgradeFailed(String why) {
    verbose("no upgrade to websocket: " + why);
  }

  @Override
  public void onAttemptEnded(int attempt, Duration duration, @Nullable Ending failure) {
    if (failure != null) {
      verbose("attempt failed after " + duration.toMillis() + "ms: " + Diagnosis.what(failure));
    }
  }

  @Override
  public void onAttempt(int attempt) {
    verbose(attempt == 0 ? "connecting" : "connecting, attempt " + attempt);
  }

  @Override
  public void onConnected(String namespace, String sid, boolean recovered) {
    verbose("namespace " + namespace + " accepted");
  }

  @Override
  public void onRetry(int attempt, Duration delay, Ending ending) {
    verbose("trying again in " + delay.toMillis() + "ms: " + Diagnosis.what(ending));
  }

  @Override
  public void onEnded(String namespace, Ending ending) {
    verbose("namespace " + namespace + " ended: " + Diagnosis.what(ending));
  }

  @Override
  public void onDropped(String namespace, String what) {
    verbose("dropped on " + namespace + ": " + what);
  }

  @Override
  public void onHandlerError(String where, Throwable error) {
    terminal.status("tenter: internal error at " + where + ": " + error);
  }

  @Override
  public boolean observesFrames() {
    return verbosity >= 2;
  }

  @Override
  public void onFrame(boolean outgoing, String text) {
    terminal.status((outgoing ? "> " : "< ") + text);
  }

  private void verbose(String what) {
    if (verbosity >= 1) {
      terminal.status("* " + what);
    }
  }
}
