package io.tenterhook.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a WebSocket in memory: whole messages in order, and its end.
 *
 * <pre>
 *   write → unflushed → flush → waiting → at most CAPACITY bytes → under way → reader
 * </pre>
 *
 * <p>What is under way is what an operating system would have taken, and be it that nobody reads
 * it. Used by the loop alone.
 */
final class Pipe {
  /** About what the buffers of two sockets hold. */
  static final int CAPACITY = 256 << 10;

  /** Gets what was written, in a later turn of the loop. */
  interface Reader {
    void message(byte[] message, boolean binary);

    /** All that was written at once has been told. */
    void burstEnds();

    /** Nothing follows. */
    void ended(MemoryWebSocket.Closure why);

    /** Something waits, or nothing does any more. To be told to who writes. */
    void roomChanged();
  }

  /** What {@code tell} tells the reader. */
  private record Item(int bytes, Runnable tell, Consumer<Boolean> fate, boolean last) {}

  private final Loop loop;
  private final Reader reader;
  private final List<Item> unflushed = new ArrayList<>();
  private final Queue<Item> waiting = new ArrayDeque<>();
  private final Queue<Item> underWay = new ArrayDeque<>();
  private long waitingBytes;
  private long bytesUnderWay;
  private boolean reading = true;
  private boolean full;
  private boolean deliveryIsDue;
  private boolean ended;

  Pipe(Loop loop, Reader reader) {
    this.loop = loop;
    this.reader = reader;
  }

  /** {@code fate} hears whether the message has got under way. */
  void write(byte[] message, boolean binary, Consumer<Boolean> fate) {
    if (ended) {
      fate.accept(false);
    } else {
      add(message.length, () -> reader.message(message, binary), fate, false);
    }
  }

  /** Writes a control frame, flushed. */
  void control(Runnable heard) {
    if (!ended) {
      add(0, heard, written -> {}, false);
      flush();
    }
  }

  private void add(int bytes, Runnable tell, Consumer<Boolean> fate, boolean last) {
    unflushed.add(new Item(bytes, tell, fate, last));
    waitingBytes += bytes;
  }

  void flush() {
    waiting.addAll(unflushed);
    unflushed.clear();
    pump();
  }

  /** After what was written before; nothing can be written any more. */
  void end(MemoryWebSocket.Closure why) {
    if (!ended) {
      ended = true;
      add(0, () -> reader.ended(why), written -> {}, true);
      flush();
    }
  }

  /** What has not been read never will be. */
  void discard() {
    ended = true;
    List<Item> lost = new ArrayList<>(waiting);
    lost.addAll(unflushed);
    waiting.clear();
    unflushed.clear();
    underWay.clear();
    waitingBytes = 0;
    lost.forEach(item -> item.fate().accept(false));
  }

  void setReading(boolean wanted) {
    reading = wanted;
    deliverSoon();
  }

  /** Written, and not yet under way. */
  long waitingBytes() {
    return waitingBytes;
  }

  private void pump() {
    for (Item next = waiting.peek(); next != null && fits(next); next = waiting.peek()) {
      waiting.remove();
      waitingBytes -= next.bytes();
      bytesUnderWay += next.bytes();
      underWay.add(next);
      next.fate().accept(true);
    }
    if (full == waiting.isEmpty()) {
      full = !full;
      loop.execute(reader::roomChanged);
    }
    deliverSoon();
  }

  private boolean fits(Item item) {
    return bytesUnderWay == 0 || bytesUnderWay + item.bytes() <= CAPACITY;
  }

  private void deliverSoon() {
    if (reading && !underWay.isEmpty() && !deliveryIsDue) {
      deliveryIsDue = true;
      loop.execute(this::deliver);
    }
  }

  private void deliver() {
    deliveryIsDue = false;
    boolean told = false;
    for (Item next = next(); next != null; next = next()) {
      bytesUnderWay -= next.bytes();
      next.tell().run();
      if (next.last()) {
        return;
      }
      told = true;
    }
    if (told) {
      reader.burstEnds();
    }
    pump();
  }

  private @Nullable Item next() {
    return reading ? underWay.poll() : null;
  }
}
