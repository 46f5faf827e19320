package io.tenterhook.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenterhook.protocol.json.JsonWriter;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
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

  /** Says on the caller's thread what would go wrong on the event loop, and without the secret. */
  void checkSendable(Parser parser, Namespace namespace) {
    if (offset == null) {
      return;
    }
    String json = "{\"pid\":%s,\"offset\":%s}".formatted(literal(pid), literal(offset));
    try {
      parser.connect(namespace, json.getBytes(UTF_8));
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          "the recovery state of %s cannot be sent as %s: %s; use the parser it came from, or leave it out"
              .formatted(Excerpts.of(namespace.name()), parser, refused.getMessage()),
          refused);
    }
  }

  private static String literal(String text) {
    return new String(JsonWriter.string(text), UTF_8);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "RecoveryState[***]";
  }
}
