package io.tenterhook.protocol.socketio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One validated JSON value inside a larger array. Equal when the bytes of the values are.
 *
 * @param array holds the value; shared, not copied
 * @param start where the value starts
 * @param end where the value ends
 */
@SuppressWarnings("ArrayRecordComponent") // a range must not be copied; equals compares content
public record JsonRange(byte[] array, int start, int end) {
  @Override
  public boolean equals(Object other) {
    return other instanceof JsonRange that
        && Arrays.equals(array, start, end, that.array, that.start, that.end);
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

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
