package io.tenterhook.client;

/**
 * Where the handlers of a namespace's events are registered: the listening half of a {@link
 * NamespaceSocket}.
 *
 * <pre>{@code
 * EventRegistry events = client.socket("/realtime");
 * events.on("message", Message.class, m -> log.info("{}: {}", m.author(), m.text()));
 * events.onRequest("ask", Question.class, question -> new Answer(42));
 * }</pre>
 *
 * <p>For each event the handlers of every event run first, then those of its name, each in the
 * order of their registration. An argument that is missing or does not fit its type goes to {@link
 * ClientObserver#onHandlerError}. Names reserved by the protocol are refused with {@link
 * IllegalArgumentException}. Safe for any thread.
 */
public interface EventRegistry {

  /**
   * Handles an event, raw.
   *
   * @param event the event's name
   * @param handler runs for each
   * @return to replace the handler or to take it away
   */
  EventSubscription on(String event, EventHandler handler);

  /**
   * Handles an event, raw, before the handlers that its name has now.
   *
   * @param event the event's name
   * @param handler runs for each
   * @return to replace the handler or to take it away
   */
  EventSubscription prepend(String event, EventHandler handler);

  /**
   * Handles an event whose first argument is bound to a type.
   *
   * @param event the event's name
   * @param type what to make of the first argument
   * @param handler runs for each
   * @param <T> the type
   * @return to replace the handler or to take it away
   */
  default <T> EventSubscription on(String event, Class<T> type, EventHandler.Typed<T> handler) {
    return on(event, JsonType.of(type), handler);
  }

  /**
   * Handles an event whose first argument is bound to a generic type.
   *
   * @param event the event's name
   * @param type what to make of the first argument
   * @param handler runs for each
   * @param <T> the type
   * @return to replace the handler or to take it away
   */
  default <T> EventSubscription on(String event, JsonType<T> type, EventHandler.Typed<T> handler) {
    return on(event, received -> handler.handle(received.args().get(0, type)));
  }

  /**
   * Handles an event whose first two arguments are bound to types.
   *
   * @param event the event's name
   * @param first what to make of the first argument
   * @param second what to make of the second argument
   * @param handler runs for each
   * @param <A> type of the first
   * @param <B> type of the second
   * @return to replace the handler or to take it away
   */
  default <A, B> EventSubscription on(
      String event, Class<A> first, Class<B> second, EventHandler.Typed2<A, B> handler) {
    return on(event, JsonType.of(first), JsonType.of(second), handler);
  }

  /**
   * Handles an event whose first two arguments are bound to generic types.
   *
   * @param event the event's name
   * @param first what to make of the first argument
   * @param second what to make of the second argument
   * @param handler runs for each
   * @param <A> type of the first
   * @param <B> type of the second
   * @return to replace the handler or to take it away
   */
  default <A, B> EventSubscription on(
      String event, JsonType<A> first, JsonType<B> second, EventHandler.Typed2<A, B> handler) {
    return on(
        event,
        received -> {
          Arguments args = received.args();
          handler.handle(args.get(0, first), args.get(1, second));
        });
  }

  /**
   * Handles an event whose first three arguments are bound to types.
   *
   * @param event the event's name
   * @param first what to make of the first argument
   * @param second what to make of the second argument
   * @param third what to make of the third argument
   * @param handler runs for each
   * @param <A> type of the first
   * @param <B> type of the second
   * @param <C> type of the third
   * @return to replace the handler or to take it away
   */
  default <A, B, C> EventSubscription on(
      String event,
      Class<A> first,
      Class<B> second,
      Class<C> third,
      EventHandler.Typed3<A, B, C> handler) {
    return on(event, JsonType.of(first), JsonType.of(second), JsonType.of(third), handler);
  }

  /**
   * Handles an event whose first three arguments are bound to generic types.
   *
   * @param event the event's name
   * @param first what to make of the first argument
   * @param second what to make of the second argument
   * @param third what to make of the third argument
   * @param handler runs for each
   * @param <A> type of the first
   * @param <B> type of the second
   * @param <C> type of the third
   * @return to replace the handler or to take it away
   */
  default <A, B, C> EventSubscription on(
      String event,
      JsonType<A> first,
      JsonType<B> second,
      JsonType<C> third,
      EventHandler.Typed3<A, B, C> handler) {
    return on(
        event,
        received -> {
          Arguments args = received.args();
          handler.handle(args.get(0, first), args.get(1, second), args.get(2, third));
        });
  }

  /**
   * Handles the next such event, then no more.
   *
   * @param event the event's name
   * @param handler runs once
   * @return to take it away before
   */
  EventSubscription once(String event, EventHandler handler);

  /**
   * Handles the next such event, its first argument bound to a type, then no more.
   *
   * @param event the event's name
   * @param type what to make of the first argument
   * @param handler runs once
   * @param <T> the type
   * @return to take it away before
   */
  default <T> EventSubscription once(String event, Class<T> type, EventHandler.Typed<T> handler) {
    return once(event, JsonType.of(type), handler);
  }

  /**
   * Handles the next such event, its first argument bound to a generic type, then no more.
   *
   * @param event the event's name
   * @param type what to make of the first argument
   * @param handler runs once
   * @param <T> the type
   * @return to take it away before
   */
  default <T> EventSubscription once(
      String event, JsonType<T> type, EventHandler.Typed<T> handler) {
    return once(event, received -> handler.handle(received.args().get(0, type)));
  }

  /**
   * Answers the server's ack requests for an event.
   *
   * @param event the event's name
   * @param handler makes the answer, from all arguments
   * @return to take it away again
   */
  EventSubscription onRequest(String event, EventHandler.Request<Arguments> handler);

  /**
   * Answers the server's ack requests for an event whose first argument is bound to a type.
   *
   * @param event the event's name
   * @param type what to make of the first argument
   * @param handler makes the answer
   * @param <T> the type
   * @return to take it away again
   */
  default <T> EventSubscription onRequest(
      String event, Class<T> type, EventHandler.Request<T> handler) {
    return onRequest(event, JsonType.of(type), handler);
  }

  /**
   * Answers the server's ack requests for an event whose first argument is bound to a generic type.
   *
   * @param event the event's name
   * @param type what to make of the first argument
   * @param handler makes the answer
   * @param <T> the type
   * @return to take it away again
   */
  default <T> EventSubscription onRequest(
      String event, JsonType<T> type, EventHandler.Request<T> handler) {
    return onRequest(event, args -> handler.answer(args.get(0, type)));
  }

  /**
   * Answers the server's ack requests for an event whose first two arguments are bound to types.
   *
   * @param event the event's name
   * @param first what to make of the first argument
   * @param second what to make of the second argument
   * @param handler makes the answer
   * @param <A> type of the first
   * @param <B> type of the second
   * @return to take it away again
   */
  default <A, B> EventSubscription onRequest(
      String event, Class<A> first, Class<B> second, EventHandler.Request2<A, B> handler) {
    return onRequest(event, args -> handler.answer(args.get(0, first), args.get(1, second)));
  }

  /**
   * Handles every event, before the handlers of its name.
   *
   * @param handler runs for each
   * @return to take it away again
   */
  EventSubscription onAny(EventHandler handler);

  /**
   * Handles every event, before all handlers there are now.
   *
   * @param handler runs for each
   * @return to take it away again
   */
  EventSubscription prependAny(EventHandler handler);

  /**
   * Takes away all handlers of an event.
   *
   * @param event the event's name
   */
  void off(String event);
}
