package io.tenterhook.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What carries the packets of one connection. All methods are called on {@link #loop()}, and none
 * calls the receiver back before it returns, except {@link #reset} and {@link #finish}.
 */
interface Wire {
  /** The close code of a close frame without one, which is what the reference server sends. */
  int NO_CODE = 1005;

  /** Who hears what comes by a wire, on its loop. */
  interface Receiver {
    /** An Engine.IO packet as text. */
    void text(byte[] packet);

    /** An attachment. */
    void binary(byte[] message);

    /** The client has ended the wire. */
    void ended(DisconnectReason reason);

    /** The network, the client or our codec has broken it. */
    void failed(Throwable cause);
  }

  /** As Engine.IO names the transport. */
  String transport();

  Loop loop();

  /** Writes an Engine.IO packet from {@code start} to the array's end, or an attachment. */
  void write(byte[] array, int start, boolean binary);

  /** Writes the first half of a message, as part of the whole; nothing may be written after it. */
  void writeHalf(byte[] array, int start, boolean binary);

  /** Writes bytes as they are, in place of a message. */
  void writeBytes(byte[] bytes);

  /** What is written leaves. */
  void flush();

  /** Runs {@code then} when all that is written has left, which may be at once. */
  void whenLeft(Runnable then);

  /** How much is written, and waits for the client to read. */
  long queuedBytes();

  /** Whether what is written now leaves at once. */
  boolean isWritable();

  /**
   * Writes a text packet many times, no faster than the client reads; {@code done} tells the end.
   */
  void flood(OutgoingPacket packet, long times, CompletableFuture<Void> done);

  /** Says good-bye, then waits a little for the client's before TCP ends. */
  void close(int code, String reason);

  /** The client has sent the Engine.IO packet CLOSE. */
  void closeForClient();

  /** Ends TCP without a good-bye: the client sees the end of the stream. */
  void finish();

  /** Ends TCP at once: the client sees a reset. */
  void reset();

  /** Ends our side of TCP, and goes on reading. */
  void halfClose();

  /** Neither reads nor writes for a time. */
  void stall(Duration time);

  /** Neither reads nor writes from now on, and leaves TCP open. */
  void goSilent();
}
