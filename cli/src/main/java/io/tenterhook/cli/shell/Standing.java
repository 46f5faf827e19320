package io.tenterhook.cli.shell;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How it stands with the connection, as far as the client has told. Safe for any thread.
 *
 * <p>The client's observer tells; the prompt and {@code .who} ask.
 */
public final class Standing {
  /** The namespaces that the server has accepted; guarded by this. */
  private final Map<String, Membership> joined = new HashMap<>();

  /** Those that the client is in, or tries to be in. */
  private final Set<String> wanted = new HashSet<>();

  /** Of the connection that is being made; 0 for the first. */
  private int attempt;

  private Runnable whenChanged = () -> {};

  /** One accepted namespace. */
  record Membership(String sid, boolean recovered, Instant since) {}

  /** An attempt starts, or is to come. */
  public void trying(int number) {
    change(() -> attempt = number);
  }

  public void joined(String namespace, String sid, boolean recovered) {
    change(
        () -> {
          attempt = 0;
          wanted.add(namespace);
          joined.put(namespace, new Membership(sid, recovered, Instant.now()));
        });
  }

  /** A namespace has lost its connection, and will be tried again. */
  public void lost(String namespace) {
    change(() -> joined.remove(namespace));
  }

  /** A namespace is not tried any more. */
  public void ended(String namespace) {
    change(
        () -> {
          joined.remove(namespace);
          wanted.remove(namespace);
        });
  }

  /** A namespace is tried from now on. */
  void wanted(String namespace) {
    change(() -> wanted.add(namespace));
  }

  private void change(Runnable change) {
    Runnable tell;
    synchronized (this) {
      change.run();
      tell = whenChanged;
    }
    tell.run();
  }

  /** Runs after each change, on whatever thread it happens. */
  synchronized void whenChanged(Runnable action) {
    whenChanged = action;
  }

  synchronized Optional<Membership> of(String namespace) {
    return Optional.ofNullable(joined.get(namespace));
  }

  /** For the prompt; empty if all is well. */
  synchronized String state(String namespace) {
    if (joined.containsKey(namespace)) {
      return "";
    }
    if (wanted.contains(namespace)) {
      return attempt == 0 ? "connecting" : "reconnecting " + attempt;
    }
    return joined.isEmpty() ? "disconnected" : "not joined";
  }
}
