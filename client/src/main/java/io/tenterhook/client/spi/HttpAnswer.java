package io.tenterhook.client.spi;

import java.util.List;
import java.util.Map;

/**
 * A whole HTTP answer.
 *
 * @param status for example 200
 * @param reason the words after the status; may be empty
 * @param headers as they came, in order; a name may come twice
 * @param body right-sized; belongs to the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // given away: nobody else keeps it
public record HttpAnswer(
    int status, String reason, List<Map.Entry<String, String>> headers, byte[] body) {

  /**
   * Copies the headers.
   *
   * @param status for example 200
   * @param reason the words after the status; may be empty
   * @param headers as they came, in order; a name may come twice
   * @param body right-sized; belongs to the receiver
   */
  public HttpAnswer {
    headers = List.copyOf(headers);
  }

  /** Status and size: headers and body may hold secrets. */
  @Override
  public String toString() {
    return "HttpAnswer[" + status + ", " + body.length + " bytes]";
  }
}
