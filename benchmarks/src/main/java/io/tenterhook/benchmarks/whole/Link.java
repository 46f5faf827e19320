package io.tenterhook.benchmarks.whole;

/** One connection of a client under test. */
interface Link {
  /** Asks the server for so many events; 0 a second: as fast as they are read. */
  void requestFlood(String event, long events, long perSecond);

  /** Emits a tick. Called by one thread, whole chunks at a time. */
  void emitTick();

  /** The same, from {@link Order#EXAMPLE}, which is encoded anew. */
  void emitOrder();

  /** Emits an attachment. */
  void emitBlob();

  /** Emits an event that asks for an ack. */
  void ask(Runnable onAnswer);

  /** Says goodbye, without waiting. */
  void close();
}
