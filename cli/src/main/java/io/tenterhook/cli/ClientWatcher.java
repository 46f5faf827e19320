package io.tenterhook.cli;

import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.Ending;
import java.time.Duration;

/** Tells people what the client does at {@code -v}, and every frame at {@code -vv}. */
class ClientWatcher implements ClientObserver {
  private final Terminal terminal;
  private final int verbosity;

  ClientWatcher(Terminal terminal, int verbosity) {
    this.terminal = terminal;
    this.verbosity = verbosity;
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
