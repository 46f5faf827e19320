package io.tenterhook.protocol.session;

import io.tenterhook.protocol.socketio.DecoderLimits;

/**
 * What a {@link ClientSession} has to know beforehand. Durations are nanoseconds.
 *
 * @param connectTimeoutNanos from the start of an attempt, or of a later {@link
 *     ClientSession#open}, to the server's answer to CONNECT
 * @param stableAfterNanos how long a connection, or a namespace on it, must have been accepted for
 *     its loss to start the back-off anew
 * @param maxEarlyEventBytes limit for events held until the CONNECT answer, per namespace
 * @param maxPendingAcks limit for acks awaited at the same time, per namespace
 * @param limits limits of the packet decoder
 */
public record SessionConfig(
    long connectTimeoutNanos,
    long stableAfterNanos,
    int maxEarlyEventBytes,
    int maxPendingAcks,
    DecoderLimits limits) {

  /** Refuses limits below 1. */
  public SessionConfig {
    if (connectTimeoutNanos < 1 || maxEarlyEventBytes < 1 || maxPendingAcks < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
    if (stableAfterNanos < 0) {
      throw new IllegalArgumentException("stableAfterNanos must not be negative");
    }
  }
}
