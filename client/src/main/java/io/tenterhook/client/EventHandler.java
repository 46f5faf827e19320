package io.tenterhook.client;

/**
 * Handles one event. Runs on the handler executor; events of one namespace come one after another,
 * in the order the server sent them. It may block: that delays later events of this namespace, but
 * never the heartbeat.
 *
 * <pre>{@code
 * EventHandler print = event -> log.info("{} {}", event.name(), event.args());
 * socket.on("news", print);
 * }</pre>
 */
@FunctionalInterface
public interface EventHandler {

  /**
   * Handles one event.
   *
   * @param event what came
   * @throws Exception goes to {@link ClientObserver#onHandlerError} and harms nothing else
   */
  void handle(Event event) throws Exception;

  /**
   * Handles the one argument of an event, bound to a type.
   *
   * @param <T> the type
   */
  @FunctionalInterface
  interface Typed<T> {
    /**
     * Handles one event.
     *
     * @param argument the first argument; null only for JSON {@code null}
     * @throws Exception goes to {@link ClientObserver#onHandlerError}
     */
    void handle(T argument) throws Exception;
  }

  /**
   * Handles the two arguments of an event, bound to types.
   *
   * @param <A> type of the first
   * @param <B> type of the second
   */
  @FunctionalInterface
  interface Typed2<A, B> {
    /**
     * Handles one event.
     *
     * @param first the first argument
     * @param second the second argument
     * @throws Exception goes to {@link ClientObserver#onHandlerError}
     */
    void handle(A first, B second) throws Exception;
  }

  /**
   * Handles the three arguments of an event, bound to types.
   *
   * @param <A> type of the first
   * @param <B> type of the second
   * @param <C> type of the third
   */
  @FunctionalInterface
  interface Typed3<A, B, C> {
    /**
     * Handles one event.
     *
     * @param first the first argument
     * @param second the second argument
     * @param third the third argument
     * @throws Exception goes to {@link ClientObserver#onHandlerError}
     */
    void handle(A first, B second, C third) throws Exception;
  }

  /**
   * Answers a request: an event whose sender waits for an ack.
   *
   * @param <T> type of the first argument; {@link Arguments} for all of them
   */
  @FunctionalInterface
  interface Request<T> {
    /**
     * Makes the answer.
     *
     * @param argument the first argument, or all of them
     * @return what becomes the ack's one argument; a {@link java.util.concurrent.CompletionStage}
     *     is awaited first
     * @throws Exception goes to {@link ClientObserver#onHandlerError}; no ack is sent
     */
    Object answer(T argument) throws Exception;
  }

  /**
   * Answers a request that has two arguments.
   *
   * @param <A> type of the first
   * @param <B> type of the second
   */
  @FunctionalInterface
  interface Request2<A, B> {
    /**
     * Makes the answer.
     *
     * @param first the first argument
     * @param second the second argument
     * @return as for {@link Request#answer}
     * @throws Exception goes to {@link ClientObserver#onHandlerError}; no ack is sent
     */
    Object answer(A first, B second) throws Exception;
  }
}
