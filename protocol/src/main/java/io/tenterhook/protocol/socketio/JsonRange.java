package io.tenterhook.protocol.socketio;

import java.nio.charset.StandardCharsets;

/**
 * One validated JSON value inside a larger array.
 *
 * @param array holds the value; shared, not copied
 * @param start where the value starts
 * @param end where the value ends
 */
public record JsonRange(byte[] array, int start, int end) {
  /**
   * The text.
   *
   * @return the JSON, decoded from UTF-8
   */
  @Override
  public String toString() {
    return new String(array, start, end - start, StandardCharsets.UTF_8);
  }
}
