package io.tenterhook.testing;

/** Does what the server does about an event. Runs on the event loop: must not block. */
@FunctionalInterface
public interface EventHandler {
  /**
   * Takes an event.
   *
   * @param event the event, which also gives the peer it came from
   * @throws Exception noted in {@link SocketIoServer#errors()}; the connection goes on
   */
  void handle(ReceivedEvent event) throws Exception;
}
