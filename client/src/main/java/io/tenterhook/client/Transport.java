package io.tenterhook.client;

/**
 * What Engine.IO packets travel by.
 *
 * <pre>{@code
 * builder.transports(Transport.POLLING, Transport.WEBSOCKET); // as a browser does: then upgraded
 * builder.transports(Transport.WEBSOCKET);                    // or nothing
 * }</pre>
 */
public enum Transport {
  /** One WebSocket. */
  WEBSOCKET("websocket"),
  /** HTTP long-polling: where a WebSocket does not get through. */
  POLLING("polling");

  private final String text;

  Transport(String text) {
    this.text = text;
  }

  /**
   * The name in the query of a handshake.
   *
   * @return {@code websocket} or {@code polling}
   */
  public String text() {
    return text;
  }
}
