package io.tenterhook.protocol.engineio;

import java.util.List;

/**
 * The payload of the OPEN packet. Engine.IO v4, "Handshake".
 *
 * <pre>{@code
 * {"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],
 *  "pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}
 * }</pre>
 *
 * @param sid the session id, not empty
 * @param upgrades the transports that the session can be upgraded to
 * @param pingIntervalMillis how often the server pings, 1 ms to 24 h
 * @param pingTimeoutMillis how long either side waits beyond that, 1 ms to 24 h
 * @param maxPayloadBytes the size of a polling payload that the server accepts, 0 for no limit
 */
public record Handshake(
    String sid,
    List<String> upgrades,
    long pingIntervalMillis,
    long pingTimeoutMillis,
    long maxPayloadBytes) {

  /**
   * Reads the payload; unknown members are ignored.
   *
   * @param json UTF-8 text
   * @param start where the payload starts
   * @param end where the payload ends
   * @return the handshake
   */
  public static Handshake parse(byte[] json, int start, int end) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes the payload, for a server.
   *
   * @return JSON in UTF-8
   */
  public byte[] toJson() {
    throw new UnsupportedOperationException();
  }
}
