package io.tenterhook.protocol.session;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Parser;

/**
 * What a {@link ClientSession} has to know beforehand. Durations are nanoseconds.
 *
 * @param connectTimeoutNanos from the start of an attempt, or of a later {@link
 *     ClientSession#open}, to the server's answer to CONNECT
 * @param stableAfterNanos how long a connection, or a namespace on it, must have been accepted for
 *     its loss to start the back-off anew
 * @param maxEarlyEventBytes limit for events held until the CONNECT answer, per namespace
 * @param maxPendingAcks limit for acks awaited at the same time, per namespace
 * @param buffer limits for packets that wait to be sent, per namespace
 * @param limits limits of the packet decoder
 * @param parser the wire format
 */
public record SessionConfig(
    long connectTimeoutNanos,
    long stableAfterNanos,
    int maxEarlyEventBytes,
    int maxPendingAcks,
    BufferLimits buffer,
    DecoderLimits limits,
    Parser parser) {

  /**
   * Refuses limits below 1, and a {@code stableAfterNanos} below 0.
   *
   * @param connectTimeoutNanos from the start of an attempt, or of a later {@link
   *     ClientSession#open}, to the server's answer to CONNECT
   * @param stableAfterNanos how long a connection, or a namespace on it, must have been accepted
   *     for its loss to start the back-off anew
   * @param maxEarlyEventBytes limit for events held until the CONNECT answer, per namespace
   * @param maxPendingAcks limit for acks awaited at the same time, per namespace
   * @param buffer limits for packets that wait to be sent, per namespace
   * @param limits limits of the packet decoder
   * @param parser the wire format
   */
  public SessionConfig {
    atLeast(1, connectTimeoutNanos, "connectTimeoutNanos");
    atLeast(0, stableAfterNanos, "stableAfterNanos");
    atLeast(1, maxEarlyEventBytes, "maxEarlyEventBytes");
    atLeast(1, maxPendingAcks, "maxPendingAcks");
  }

  private static void atLeast(long minimum, long value, String name) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " must be at least " + minimum + ", is " + value);
    }
  }
}
