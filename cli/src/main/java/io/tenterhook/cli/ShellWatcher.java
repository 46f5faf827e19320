package io.tenterhook.cli;

import io.tenterhook.cli.Terminal.Style;
import io.tenterhook.cli.shell.Standing;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.Ending;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Also keeps the shell's {@link Standing}, and says what a person at a prompt wants to know. */
final class ShellWatcher extends LifeReporter {
  private final Terminal terminal;
  private final Standing standing;
  private volatile Consumer<Ending> whenEnded = ending -> {};

  /** Since the connection was lost. */
  private volatile boolean lost;

  private volatile boolean retryTold;

  /** The namespaces that were lost and are tried again. */
  private final Set<String> returning = ConcurrentHashMap.newKeySet();

  ShellWatcher(Terminal terminal, int verbosity, Report report, Standing standing) {
    super(terminal, verbosity, report);
    this.terminal = terminal;
    this.standing = standing;
  }

  /** What to do when a namespace that was joined has ended, if nobody else tells its user. */
  void whenEnded(Consumer<Ending> action) {
    whenEnded = action;
  }

  @Override
  public void onAttempt(int attempt) {
    super.onAttempt(attempt);
    standing.trying(attempt);
  }

  @Override
  public void onConnected(String namespace, String sid, boolean recovered) {
    standing.joined(namespace, sid, recovered);
    lost = false;
    returning.remove(namespace);
    retryTold = false;
    super.onConnected(namespace, sid, recovered);
  }

  @Override
  public void onDisconnected(String namespace, Ending ending, boolean willReconnect) {
    if (willReconnect) {
      standing.lost(namespace);
    } else {
      standing.ended(namespace);
    }
    super.onDisconnected(namespace, ending, willReconnect);
    if (willReconnect) {
      lost = true;
      returning.add(namespace);
    } else if (ending.reason() != DisconnectReason.CLIENT_DISCONNECT) {
      if (terminal.interactive()) {
        terminal.status(".connect joins it again");
      } else {
        whenEnded.accept(ending);
      }
    }
  }

  @Override
  public void onRetry(int attempt, Duration delay, Ending ending) {
    standing.trying(attempt);
    super.onRetry(attempt, delay, ending);
    if (!retryTold && terminal.interactive()) {
      retryTold = true;
      // That it was lost, and why, has been said.
      String why = lost ? "" : Diagnosis.what(ending) + "; ";
      terminal.status(Style.WARNING, why + "trying again until it is there; .disconnect gives up");
    }
  }

  @Override
  public void onEnded(String namespace, Ending ending) {
    standing.ended(namespace);
    super.onEnded(namespace, ending);
    // It was to come back, and does not: its connect() has succeeded long ago.
    if (returning.remove(namespace) && ending.reason() != DisconnectReason.CLIENT_DISCONNECT) {
      whenEnded.accept(ending);
    }
  }

  @Override
  public void onDropped(String namespace, String what) {
    terminal.status(Style.WARNING, "dropped on " + namespace + ": " + what);
  }

  /** The client asks once, but {@code .trace frames} may come later. */
  @Override
  public boolean observesFrames() {
    return true;
  }

  @Override
  public void onFrame(boolean outgoing, String text) {
    if (verbosity() >= 2) {
      super.onFrame(outgoing, text);
    }
  }
}
