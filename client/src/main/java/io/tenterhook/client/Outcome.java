package io.tenterhook.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that is completed in order with the events of its namespace. A handler of that namespace
 * that waited for it would wait for its own end: it gets an exception instead of a hang. So do all
 * futures made of this one.
 */
final class Outcome<T> extends CompletableFuture<T> {
  private final ClientSocket socket;

  Outcome(ClientSocket socket) {
    this.socket = socket;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new Outcome<>(socket);
  }

  @Override
  public T join() {
    checkWaiting();
    return super.join();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    checkWaiting();
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    checkWaiting();
    return super.get(timeout, unit);
  }

  private void checkWaiting() {
    if (!isDone() && socket.isDeliveringHere()) {
      throw new IllegalStateException(
          "waiting here, in a handler of "
              + socket.namespace()
              + ", would never end: what is awaited comes after the handler has returned; use"
              + " thenAccept, or wait on a thread of your own");
    }
  }
}
