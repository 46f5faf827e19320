package io.tenterhook.testing;

/** An answer, or the end of a flood, will never come: the peer has left. */
public final class PeerGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why the peer has left. */
  private final DisconnectReason reason;

  PeerGoneException(String what, DisconnectReason reason) {
    super(what + ": the peer has left (" + reason.text() + ")");
    this.reason = reason;
  }

  /**
   * Why the peer has left.
   *
   * @return the reason
   */
  public DisconnectReason reason() {
    return reason;
  }
}
