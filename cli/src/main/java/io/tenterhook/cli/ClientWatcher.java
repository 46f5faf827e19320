package io.tenterhook.cli;

import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.Ending;
import java.time.Duration;

/**
 * Tells of retries always, of what else the client does at {@code -v}, of frames at {@code -vv}.
 */
final class ClientWatcher implements ClientObserver {
  private final Terminal terminal;
  private final Report report;
  private final int verbosity;

  ClientWatcher(Terminal terminal, Report report, int verbosity) {
    this.terminal = terminal;
    this.report = report;
    this.verbosity = verbosity;
  }

  @Override
  public void onAttempt(int attempt) {
    verbose(attempt == 0 ? "connecting" : "connecting, attempt " + attempt);
  }

  @Override
  public void onConnected(String namespace, String sid) {
    verbose("namespace " + namespace + " accepted");
  }

  @Override
  public void onRetry(int attempt, Duration delay, Ending ending) {
    verbose("failed: " + ending);
    report.retrying(attempt, delay, ending);
  }

  @Override
  public void onEnded(String namespace, Ending ending) {
    verbose("namespace " + namespace + " ended: " + ending);
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
