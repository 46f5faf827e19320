package io.tenterhook.testing;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletableFuture;

/**
 * What carries the packets of one connection. All methods are called on {@link #loop()}, and none
 * calls the session back before it returns, except {@link #reset} and {@link #finish}.
 */
interface Wire {
  /** The close code of a close frame without one, which is what the reference server sends. */
  int NO_CODE = 1005;

  EventExecutor loop();

  /** Writes a text packet and its attachments; they leave with the next flush. */
  void write(OutgoingPacket packet);

  /** Writes one binary message. */
  void writeBinary(byte[] message);

  /** Writes bytes as they are, in place of a message. */
  void writeBytes(byte[] bytes);

  void flush();

  /** How much is written, and waits for the client to read. */
  long queuedBytes();

  /**
   * Writes a text packet many times, no faster than the client reads; {@code done} tells the end.
   */
  void flood(OutgoingPacket packet, long times, CompletableFuture<Void> done);

  /** Says good-bye with a close frame, then waits a little for the client's before TCP ends. */
  void close(int code, String reason);

  /** Ends TCP without a close frame: the client sees the end of the stream. */
  void finish();

  /** Ends TCP at once: the client sees a reset. */
  void reset();

  /** Neither reads nor writes from now on, and leaves TCP open. */
  void goSilent();
}
