package io.tenterhook.testing;

/** Where clients come in: a port, or the memory of this process. */
interface Entrance {
  /** Lets clients in. Returns the port. */
  int listen(int port);

  /** Returns when no client is let in any more. */
  void stopListening();

  /** Ends every connection, also those that never became a WebSocket. */
  void closeChannels();

  /** Returns when the loops have done what they were asked for until now, and what came of it. */
  void awaitLoops();

  /** Returns when the server's own threads have ended. */
  void shutDown();

  /** Whether the calling thread is one of the loops'. */
  boolean onLoop();
}
