package io.tenterhook.client;

/**
 * What a failure means for the next attempt.
 *
 * <pre>{@code
 * builder.reconnect(ReconnectPolicy.patient().classifying(failure ->
 *     failure.ending().reason() == DisconnectReason.SERVER_DISCONNECT
 *         ? FailureKind.TRANSIENT
 *         : failure.kind()));
 * }</pre>
 */
public enum FailureKind {
  /** Trying again cannot help: the server would say the same. */
  PERMANENT,
  /** It may pass: networks, time-outs, servers that are overloaded or restart. */
  TRANSIENT,
  /**
   * Credentials may have grown stale: one more attempt at once, for which the suppliers are asked
   * anew. If that fails the same way, it is permanent.
   */
  REFRESH;

  /**
   * The kind, unless the user says otherwise.
   *
   * @param accepted whether the namespace was connected earlier in its life: its credentials were
   *     good once
   * @param authSupplied whether CONNECT would get fresh credentials
   * @param endpointSupplied whether the handshake would
   * @param proxySupplied whether the proxy would
   */
  static FailureKind of(
      Ending ending,
      boolean accepted,
      boolean authSupplied,
      boolean endpointSupplied,
      boolean proxySupplied) {
    return switch (ending.reason()) {
      case CLIENT_DISCONNECT, SERVER_DISCONNECT -> PERMANENT;
      case REFUSED -> accepted && (authSupplied || endpointSupplied) ? REFRESH : PERMANENT;
      case UNREACHABLE ->
          ending.error().orElse(null) instanceof TransportException answer
              ? switch (answer.step()) {
                case HTTP -> ofHttp(answer, endpointSupplied);
                case PROXY -> ofProxy(answer, proxySupplied);
                default -> TRANSIENT;
              }
              : TRANSIENT;
      default -> TRANSIENT;
    };
  }

  private static FailureKind ofProxy(TransportException answer, boolean proxySupplied) {
    return switch (answer.code()) {
      // tinyproxy asks by 407, and answers wrong credentials by 401.
      case 401, 407 -> proxySupplied ? REFRESH : PERMANENT;
      default -> TRANSIENT;
    };
  }

  private static FailureKind ofHttp(TransportException answer, boolean endpointSupplied) {
    FailureKind forbidden = endpointSupplied ? REFRESH : PERMANENT;
    return switch (answer.code()) {
      case 401, 403 -> forbidden;
      case 404 -> PERMANENT;
      default ->
          switch (EngineError.of(answer.body())) {
            case FORBIDDEN -> forbidden;
            case BAD_REQUEST, UNSUPPORTED_PROTOCOL_VERSION -> PERMANENT;
            default -> TRANSIENT;
          };
    };
  }
}
