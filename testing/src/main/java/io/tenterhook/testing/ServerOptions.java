package io.tenterhook.testing;

import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Parser;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

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
    boolean journal,
    Set<String> transports,
    Duration upgradeTimeout,
    Duration requestTimeout,
    @Nullable String cookie,
    @Nullable String corsOrigin,
    RequestGuard guard,
    @Nullable SSLContext tls,
    boolean clientCertificates,
    Parser parser,
    @Nullable Duration maxDisconnection,
    @Nullable EngineHandler engineHandler) {

  /** What every answer to an HTTP request has. */
  Map<String, String> headersOfAnswers() {
    return corsOrigin == null
        ? Map.of()
        : Map.of(
            "Access-Control-Allow-Origin",
            corsOrigin,
            "Access-Control-Allow-Methods",
            "GET,POST,OPTIONS",
            "Access-Control-Allow-Headers",
            "*");
  }

  /** The reference server has no limits but that of a message; ours are wide for that reason. */
  DecoderLimits decoderLimits() {
    return new DecoderLimits(1_000, 64L << 20, JsonScanner.DEFAULT_MAX_DEPTH, 1 << 16);
  }
}
