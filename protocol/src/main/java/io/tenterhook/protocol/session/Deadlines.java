package io.tenterhook.protocol.session;

import java.util.Arrays;

/**
 * All deadlines of a session, the earliest first: a binary heap whose entries know their place, so
 * that clearing one is cheap and leaves nothing behind.
 */
final class Deadlines {
  static final long NONE = Long.MAX_VALUE;

  private Deadline[] heap = new Deadline[4];
  private int size;

  /** When the earliest deadline is due, or {@link #NONE}. */
  long next() {
    return size == 0 ? NONE : heap[0].at;
  }

  /**
   * Sets a deadline, or moves it if it was set.
   *
   * @param from a moment, not negative
   * @param nanos how long after it, not negative; what is beyond the clock's end never comes
   */
  void set(Deadline deadline, long from, long nanos) {
    deadline.at = nanos < NONE - from ? from + nanos : NONE;
    if (deadline.index >= 0) {
      place(deadline, deadline.index);
      return;
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    place(deadline, size++);
  }

  /** Forgets a deadline; harmless if it is not set. */
  void clear(Deadline deadline) {
    int hole = deadline.index;
    if (hole < 0) {
      return;
    }
    deadline.index = -1;
    Deadline last = heap[--size];
    clearSlot(size);
    if (last != deadline) {
      place(last, hole);
    }
  }

  /** Runs everything that is due, in the order of time. */
  void run(long now) {
    while (size > 0 && heap[0].at <= now) {
      Deadline due = heap[0];
      clear(due);
      due.reached(now);
    }
  }

  /** Lets a deadline sink or rise from a free place to where it belongs. */
  private void place(Deadline deadline, int from) {
    int place = from;
    while (place > 0 && deadline.at < heap[(place - 1) / 2].at) {
      move(heap[(place - 1) / 2], place);
      place = (place - 1) / 2;
    }
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && heap[child + 1].at < heap[child].at) {
        child++;
      }
      if (deadline.at <= heap[child].at) {
        break;
      }
      move(heap[child], place);
      place = child;
    }
    move(deadline, place);
  }

  private void move(Deadline deadline, int place) {
    heap[place] = deadline;
    deadline.index = place;
  }

  @SuppressWarnings("NullAway") // slots at and after size hold nothing
  private void clearSlot(int place) {
    heap[place] = null;
  }
}
