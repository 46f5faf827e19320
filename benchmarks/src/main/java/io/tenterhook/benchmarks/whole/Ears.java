package io.tenterhook.benchmarks.whole;

/**
 * What a connection listens to.
 *
 * @param event the name of what the server floods with; empty: to nothing at all. An {@code order}
 *     is bound to an {@link Order} first
 * @param onEvent runs for each of them, one after another
 * @param onSeen runs when the server says that it has seen a chunk
 */
record Ears(String event, Runnable onEvent, Runnable onSeen) {
  static final Ears DEAF = new Ears("", () -> {}, () -> {});

  boolean isDeaf() {
    return event.isEmpty();
  }
}
