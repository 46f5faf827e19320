package io.tenterhook.cli.shell;

import io.tenterhook.client.ClientClosedException;
import io.tenterhook.client.DisconnectReason;
import io.tenterhook.client.DisconnectedException;
import io.tenterhook.client.SocketIoException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** From the client's futures to those of {@link Effect}. */
final class Outcomes {
  private Outcomes() {}

  /** Of a connect. That its user has given it up is no failure. */
  static CompletableFuture<?> of(CompletableFuture<Void> connecting, Program program) {
    return connecting.handle(
        (done, failure) -> {
          if (failure != null && !isOurOwnDoing(cause(failure))) {
            throw translated(failure, program::unconnected);
          }
          return null;
        });
  }

  private static boolean isOurOwnDoing(Throwable failure) {
    return failure instanceof ClientClosedException
        || (failure instanceof DisconnectedException ended
            && ended.reason() == DisconnectReason.CLIENT_DISCONNECT);
  }

  /** What the program calls a failure of the client. */
  static RuntimeException translated(
      Throwable failure, Function<SocketIoException, RuntimeException> names) {
    Throwable cause = cause(failure);
    if (cause instanceof SocketIoException error) {
      return names.apply(error);
    }
    return cause instanceof RuntimeException defect ? defect : new CompletionException(cause);
  }

  /** Without the wrapping of futures. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wraps = failure instanceof CompletionException || failure instanceof ExecutionException;
    return wraps && cause != null ? cause(cause) : failure;
  }
}
