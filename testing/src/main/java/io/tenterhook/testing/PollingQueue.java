package io.tenterhook.testing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets that wait for a client's GET. Used by the loop of its session alone. */
final class PollingQueue {
  private static final byte SEPARATOR = 0x1e;

  private final List<Waiting> packets = new ArrayList<>();
  private long bytes;

  /**
   * A packet that waits.
   *
   * @param half only its first half leaves, by a GET of its own: a client reads whole bodies
   * @param then run when it has left; what waits behind it is for the next GET
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  record Waiting(byte[] array, int start, boolean binary, boolean half, @Nullable Runnable then) {
    int length() {
      return array.length - start;
    }

    Waiting andThen(Runnable next) {
      Runnable both =
          () -> {
            if (then != null) {
              then.run();
            }
            next.run();
          };
      return new Waiting(array, start, binary, half, both);
    }
  }

  void add(Waiting packet) {
    packets.add(packet);
    bytes += packet.length();
  }

  boolean isEmpty() {
    return packets.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  /** Runs {@code then} when the last packet that waits now has left. */
  void whenLastLeft(Runnable then) {
    int last = packets.size() - 1;
    packets.set(last, packets.get(last).andThen(then));
  }

  List<Waiting> takeAll() {
    List<Waiting> all = List.copyOf(packets);
    packets.clear();
    bytes = 0;
    return all;
  }

  /** All that waits, or as much as may leave by one GET. */
  List<Waiting> takeLeaving() {
    int end = 1;
    while (end < packets.size()
        && packets.get(end - 1).then() == null
        && !packets.get(end).half()) {
      end++;
    }
    List<Waiting> first = packets.subList(0, end);
    List<Waiting> leaving = List.copyOf(first);
    first.clear();
    leaving.forEach(packet -> bytes -= packet.length());
    return leaving;
  }

  /** Unlike a client's, it may hold nonsense: tests write it on purpose. */
  static byte[] body(List<Waiting> leaving) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Waiting packet : leaving) {
      if (body.size() > 0) {
        body.write(SEPARATOR);
      }
      if (packet.binary()) {
        body.write('b');
        body.writeBytes(Base64.getEncoder().encode(packet.array()));
      } else {
        body.write(packet.array(), packet.start(), packet.length());
      }
    }
    return body.toByteArray();
  }
}
