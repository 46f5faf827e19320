package io.tenterhook.client;

/**
 * The server broke a rule of Engine.IO or Socket.IO; the connection was closed for it.
 *
 * <pre>{@code
 * if (failure instanceof ProtocolViolationException violation) {
 *   log.warn("{} ({})", violation.rule(), violation.source());
 * }
 * }</pre>
 */
public final class ProtocolViolationException extends SocketIoException {
  private static final long serialVersionUID = 1L;

  /** As {@link #rule()} gives it. */
  private final String rule;

  /** As {@link #source()} gives it. */
  private final String source;

  ProtocolViolationException(String rule, String source, String message, Throwable cause) {
    super(message, cause);
    this.rule = rule;
    this.source = source;
  }

  /**
   * The rule's name.
   *
   * @return for example {@code INVALID_HANDSHAKE}
   */
  public String rule() {
    return rule;
  }

  /**
   * Where the rule is written.
   *
   * @return the specification and its section, or the name of one of our limits
   */
  public String source() {
    return source;
  }
}
