package io.tenterhook.client;

/**
 * A registered event handler, which can be replaced. Safe for any thread.
 *
 * <pre>{@code
 * EventSubscription news = socket.on("news", event -> log.info("first: {}", event));
 * news.replace(event -> log.info("later: {}", event));
 * news.close();
 * }</pre>
 */
public interface EventSubscription extends Subscription {

  /**
   * Puts another handler in this one's place; order and event stay.
   *
   * @param handler takes over with the next event
   * @throws IllegalStateException if the subscription has ended
   */
  void replace(EventHandler handler);
}
