package io.tenterhook.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server with connection state recovery needs to give a namespace its missed events. Keep it
 * where secrets are kept: whoever has it can take over the session.
 *
 * <pre>{@code
 * Optional<RecoveryState> state = socket.recoveryState().join();   // store pid and offset
 * builder.resume("/", new RecoveryState("pid", "offset"));         // in the next process
 * }</pre>
 *
 * @param pid the private id that the server gave
 * @param offset of the last event; null before the first, and then nothing can be recovered
 */
public record RecoveryState(String pid, @Nullable String offset) {
  static Optional<RecoveryState> of(io.tenterhook.protocol.session.@Nullable RecoveryState state) {
    return Optional.ofNullable(state).map(s -> new RecoveryState(s.pid(), s.offset()));
  }

  io.tenterhook.protocol.session.RecoveryState toSession() {
    return new io.tenterhook.protocol.session.RecoveryState(pid, offset);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "RecoveryState[***]";
  }
}
