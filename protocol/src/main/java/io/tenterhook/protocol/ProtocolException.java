package io.tenterhook.protocol;

/**
 * A peer broke a {@link ProtocolRule}: the connection cannot go on.
 *
 * <p>The message says what was expected, what came and where, with the peer's bytes shortened and
 * escaped. There is no stack trace: the exception tells about bytes, not about code, and a hostile
 * peer must not be able to make us fill traces.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** As {@link #rule()} gives it. */
  private final ProtocolRule rule;

  /**
   * Reports a broken rule.
   *
   * @param rule the rule
   * @param detail expected, actual and position; what comes from the peer is already shortened and
   *     escaped
   */
  public ProtocolException(ProtocolRule rule, String detail) {
    super(rule + ": " + detail + " [" + rule.source() + "]", null, false, false);
    this.rule = rule;
  }

  /**
   * Reports bytes that are not what a rule demands.
   *
   * @param rule the rule
   * @param expected what the rule demands, as in "expected a digit"
   * @param array holds what came
   * @param position where {@code expected} should have been
   * @param end where the readable part of {@code array} ends
   * @return the exception, with a short escaped excerpt of the bytes
   */
  public static ProtocolException unexpected(
      ProtocolRule rule, String expected, byte[] array, int position, int end) {
    return new ProtocolException(
        rule,
        "expected "
            + expected
            + ", found "
            + Excerpt.of(array, position, end)
            + " at index "
            + position);
  }

  /**
   * The broken rule.
   *
   * @return the rule
   */
  public ProtocolRule rule() {
    return rule;
  }
}
