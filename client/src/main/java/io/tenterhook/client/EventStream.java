package io.tenterhook.client;

import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Events of a namespace as a stream; each subscriber has a demand of its own. */
final class EventStream implements Flow.Publisher<Event> {
  private final ClientSocket socket;
  private final Set<String> names;

  EventStream(ClientSocket socket, Set<String> names) {
    this.socket = socket;
    this.names = names;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Event> subscriber) {
    if (subscriber == null) {
      throw new NullPointerException("subscriber");
    }
    new Demand(socket, names, subscriber).start();
  }

  /** How the stream of one subscriber ends: with an error, or without. */
  private record Last(@Nullable Throwable error) {}

  /** One subscriber's. What it is told never overlaps, whoever has to tell it. */
  private static final class Demand implements Flow.Subscription, Tap {
    private final ClientSocket socket;
    private final Set<String> names;
    private final Flow.Subscriber<? super Event> subscriber;
    private final AtomicLong requested = new AtomicLong();
    private final AtomicReference<@Nullable Last> last = new AtomicReference<>();

    /** Threads that are telling, or want to; the first tells for all. */
    private final AtomicInteger telling = new AtomicInteger();

    private volatile boolean over;

    Demand(ClientSocket socket, Set<String> names, Flow.Subscriber<? super Event> subscriber) {
      this.socket = socket;
      this.names = names;
      this.subscriber = subscriber;
    }

    void start() {
      telling.incrementAndGet();
      try {
        subscriber.onSubscribe(this);
      } catch (Throwable thrown) {
        failed("onSubscribe", thrown);
      }
      tellLast();
      socket.tap(this);
      if (over) {
        socket.untap(this);
      }
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        end(
            new Last(
                new IllegalArgumentException(
                    "a request must be for more than 0 events, not " + count + " (rule 3.9)")));
        return;
      }
      requested.accumulateAndGet(
          count, (known, more) -> known + more < 0 ? Long.MAX_VALUE : known + more);
      socket.onLoop().resume();
    }

    @Override
    public void cancel() {
      over = true;
      socket.untap(this);
    }

    @Override
    public boolean wants(String event) {
      return names.isEmpty() || names.contains(event);
    }

    @Override
    public boolean isReady() {
      return over || requested.get() > 0;
    }

    @Override
    public void take(Event event) {
      if (telling.getAndIncrement() > 0) {
        // Somebody is telling the end.
        return;
      }
      if (!over) {
        requested.updateAndGet(known -> known == Long.MAX_VALUE ? known : known - 1);
        try {
          subscriber.onNext(event);
        } catch (Throwable thrown) {
          failed("onNext", thrown);
        }
      }
      tellLast();
    }

    @Override
    public void end(Ending ending) {
      end(new Last(ending.error().orElse(null)));
    }

    private void end(Last end) {
      if (last.compareAndSet(null, end) && telling.getAndIncrement() == 0) {
        tellLast();
      }
    }

    private void failed(String where, Throwable thrown) {
      cancel();
      socket.tellFailed("a subscriber's " + where + " on " + socket.namespace(), thrown);
    }

    /** Called by who tells, when he has done. */
    private void tellLast() {
      int seen;
      do {
        seen = telling.get();
        Last end = last.get();
        if (end != null && !over) {
          cancel();
          try {
            if (end.error() == null) {
              subscriber.onComplete();
            } else {
              subscriber.onError(end.error());
            }
          } catch (Throwable thrown) {
            failed(end.error() == null ? "onComplete" : "onError", thrown);
          }
        }
      } while (!telling.compareAndSet(seen, 0));
    }
  }
}
