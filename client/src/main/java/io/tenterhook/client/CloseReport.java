package io.tenterhook.client;

/**
 * What was left undone when a client was closed with a time limit.
 *
 * <pre>{@code
 * CloseReport left = client.close(ofSeconds(5));
 * if (!left.isComplete()) {
 *   log.warn("{}", left);
 * }
 * }</pre>
 *
 * @param unsentEmits in the offline buffers and retry queues: never sent or, with retries, never
 *     acknowledged
 * @param unwrittenBytes that the operating system had not taken
 * @param pendingAcks calls whose ack had not come: the server may have handled them
 */
public record CloseReport(int unsentEmits, long unwrittenBytes, int pendingAcks) {
  static final CloseReport NOTHING_LEFT = new CloseReport(0, 0, 0);

  /**
   * Whether everything was done in time.
   *
   * @return true if nothing was left
   */
  public boolean isComplete() {
    return equals(NOTHING_LEFT);
  }
}
