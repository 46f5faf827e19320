package io.tenterhook.protocol.session;

import org.jspecify.annotations.Nullable;

/**
 * All that a server needs to give a namespace its missed events. Whoever has it can take over the
 * session: it is a secret.
 *
 * @param pid the private id that the server gave
 * @param offset of the last event that was delivered; null before the first
 */
public record RecoveryState(String pid, @Nullable String offset) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "RecoveryState[***]";
  }
}
