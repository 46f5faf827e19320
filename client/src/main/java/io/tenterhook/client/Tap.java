package io.tenterhook.client;

/**
 * Takes events beside the handlers, as fast as its user wants them and no faster: a stream or a
 * receiver. The thread that delivers calls it, but for {@link #end}.
 */
interface Tap {
  /** Whether it wants events of this name. */
  boolean wants(String event);

  /** Whether it can take an event now. Once it can, it can until it has. Any thread. */
  boolean isReady();

  /** Takes an event; must not throw. */
  void take(Event event);

  /** The namespace has ended, and so does the tap; any thread, more than once. */
  void end(Ending ending);
}
