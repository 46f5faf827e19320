package io.tenterhook.testing;

import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.DecoderLimits;
import java.time.Duration;

/** What {@link SocketIoServerBuilder} has gathered and checked. */
record ServerOptions(
    int port,
    String path,
    Duration pingInterval,
    Duration pingTimeout,
    int maxPayloadBytes,
    Duration connectTimeout,
    long maxQueuedBytes,
    int threads,
    boolean journal) {

  /** The reference server has no limits but that of a message; ours are wide for that reason. */
  DecoderLimits decoderLimits() {
    return new DecoderLimits(1_000, 64L << 20, JsonScanner.DEFAULT_MAX_DEPTH, 1 << 16);
  }
}
