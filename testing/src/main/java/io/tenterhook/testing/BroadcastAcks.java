package io.tenterhook.testing;

import java.util.List;

/**
 * Answers to a {@link Broadcast}.
 *
 * @param answers those that came in time, in the order in which the peers joined
 * @param expected how many peers were asked
 */
public record BroadcastAcks(List<ReceivedAck> answers, int expected) {
  /**
   * Copies the answers.
   *
   * @param answers those that came in time, in the order in which the peers joined
   * @param expected how many peers were asked
   */
  public BroadcastAcks {
    answers = List.copyOf(answers);
  }

  /**
   * Whether each has answered.
   *
   * @return true if none is missing
   */
  public boolean isComplete() {
    return answers.size() == expected;
  }
}
