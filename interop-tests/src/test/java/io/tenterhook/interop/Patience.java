package io.tenterhook.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** How long tests wait for what must happen, and for what must not. */
final class Patience {
  /** Far beyond what anything takes, also on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** Several times the delay after which a client of these tests would try again. */
  private static final Duration QUIET = Duration.ofMillis(800);

  private Patience() {}

  static <T> T within(CompletableFuture<T> future) {
    return future.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  static void connected(NamespaceSocket... sockets) {
    CompletableFuture<?>[] all = new CompletableFuture<?>[sockets.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = sockets[i].connect();
    }
    within(CompletableFuture.allOf(all));
  }

  /** Why a future fails, which it must. */
  static SocketIoException failureOf(CompletableFuture<?> future) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    assertThatThrownBy(() -> within(future))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(SocketIoException.class)
        .satisfies(failure::set);
    return (SocketIoException) failure.get();
  }

  static <E extends SocketIoException> E failureOf(CompletableFuture<?> future, Class<E> type) {
    return type.cast(failureOf(future));
  }

  static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  /** The condition is true, and still is after a while in which it could have changed. */
  static void untilSteady(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(LIMIT)
        .during(QUIET)
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }
}
