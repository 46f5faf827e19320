package io.tenterhook.transport.netty;

/** The server's bytes are no frames that we take. Without a stack trace: the input is at fault. */
final class FrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  private FrameException(String message, boolean tooLarge) {
    super(message, null, false, false);
    this.tooLarge = tooLarge;
  }

  static FrameException violation(String what) {
    return new FrameException(what, false);
  }

  static FrameException tooLarge(String size) {
    return new FrameException(size, true);
  }

  /** Whether a limit of ours was exceeded, and no rule of RFC 6455 broken. */
  boolean isTooLarge() {
    return tooLarge;
  }
}
