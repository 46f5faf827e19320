package io.tenterhook.benchmarks.whole;

import java.io.IOException;

/**
 * Connects, asks for one event, and says so when that has been handled. Its parent has looked at
 * the clock before it started this process. Loads nothing that a program of a user would not load.
 *
 * <pre>
 *   handled                                 the first event was
 *            (end)                          the parent has read this process's CPU time
 * </pre>
 */
final class FirstEventProcess {
  /** Instead of a client's name: handles nothing, which is what the JVM alone takes. */
  static final String NO_CLIENT = "no client";

  static final String HANDLED = "handled";

  private static final String EVENT = "tick";

  private FirstEventProcess() {}

  /** Arguments: client, port. */
  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals(NO_CLIENT)) {
      handled();
    } else {
      connect(Candidate.named(arguments[0]), Integer.parseInt(arguments[1]));
    }
    int end = System.in.read();
    // The official client leaves threads behind. What was loaded is archived at an orderly exit.
    System.exit(end < 0 ? 0 : 1);
  }

  private static void connect(Candidate candidate, int port) {
    var unused =
        candidate
            .open(port, new Ears(EVENT, FirstEventProcess::handled, () -> {}))
            .thenAccept(link -> link.requestFlood(EVENT, 1, 0))
            .exceptionally(
                failure -> {
                  ClientProcess.fail("the first event", failure);
                  return null;
                });
  }

  private static void handled() {
    System.out.println(HANDLED);
  }
}
