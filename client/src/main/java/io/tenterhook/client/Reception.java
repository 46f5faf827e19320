package io.tenterhook.client;

import io.tenterhook.client.NamespaceSocket.DisconnectHandler;
import io.tenterhook.protocol.socketio.Packet;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one namespace tells its user, on the handler executor: events to handlers, acks to calls,
 * and news of its life to callbacks. Nothing that user code throws gets past this class.
 */
final class Reception implements Inbox.Receiver {
  /** An event whose sender waits for an ack, and the connection it came by. */
  record AckRequest(Packet.Event event, int connection) {}

  private final ClientSocket socket;
  private final Client client;
  private final Handlers handlers = new Handlers();
  private final Taps taps = new Taps();
  private final @Nullable Watched watched;
  private final Callbacks<Runnable> connectCallbacks = new Callbacks<>();
  private final Callbacks<DisconnectHandler> disconnectCallbacks = new Callbacks<>();

  /** Dropped and not told yet: one notice at a time, however slow the observer is. */
  private final AtomicLong droppedEvents = new AtomicLong();

  Reception(ClientSocket socket, Client client) {
    this.socket = socket;
    this.client = client;
    this.watched = client.settings().slowHandlerAfter() == null ? null : new Watched();
  }

  Handlers handlers() {
    return handlers;
  }

  Taps taps() {
    return taps;
  }

  Subscription onConnect(Runnable callback) {
    return connectCallbacks.add(callback);
  }

  Subscription onDisconnect(DisconnectHandler callback) {
    return disconnectCallbacks.add(callback);
  }

  @Override
  public boolean admits(Object item) {
    if (taps.isEmpty()) {
      return true;
    }
    if (item instanceof AckRequest request) {
      return taps.admit(request.event());
    }
    return !(item instanceof Packet.Event event) || taps.admit(event);
  }

  @Override
  public void receive(Object item) {
    if (watched == null) {
      give(item);
    } else {
      watched.lazySet(item);
      give(item);
      watched.lazySet(null);
    }
  }

  private void give(Object item) {
    if (item instanceof Packet.Event event) {
      dispatch(event, null);
    } else if (item instanceof Emission emission) {
      emission.acked();
    } else if (item instanceof AckRequest request) {
      dispatch(
          request.event(), new Event.Answer(socket, request.event().ackId(), request.connection()));
    } else if (item instanceof Taps.End end) {
      taps.end(end.ending());
    } else if (item instanceof Taps.BehindEvents behind) {
      guarded("a notice on " + socket.namespace(), behind.notice());
    } else {
      guarded("a notice on " + socket.namespace(), (Runnable) item);
    }
  }

  private void dispatch(Packet.Event packet, Event.@Nullable Answer answer) {
    Flight.Span span = Flight.handling();
    HandlerTable.Entry entry = handlers.find(packet);
    Event event = new Event(packet, entry == null ? packet.name() : entry.name, socket, answer);
    boolean handled = handle(handlers.any(), event);
    if (entry != null) {
      handled |= handle(entry.handlers, event);
    }
    if (!taps.isEmpty()) {
      handled |= taps.take(event);
    }
    if (span != null) {
      span.end(socket.namespace(), event.name(), handled ? "handled" : "unhandled");
    }
    if (!handled) {
      client.observe(observer -> observer.onUnhandledEvent(event));
    }
  }

  private boolean handle(List<Registration> registrations, Event event) {
    boolean handled = false;
    // By index: an iterator for each event would be the largest thing made for it.
    for (int i = 0; i < registrations.size(); i++) {
      handled |= handle(registrations.get(i), event);
    }
    return handled;
  }

  private boolean handle(Registration registration, Event event) {
    try {
      return registration.handle(event);
    } catch (Throwable thrown) {
      // Also errors: a handler must not be able to stop the events after it.
      handlerFailed(event, thrown);
      return true;
    }
  }

  @Nullable Watched watched() {
    return watched;
  }

  /** An item in words. */
  String what(Object item) {
    if (item instanceof AckRequest request) {
      return what(request.event());
    }
    if (item instanceof Packet.Event event) {
      return where(event.name());
    }
    return (item instanceof Emission emission ? "the ack for " + emission.what() : "a callback")
        + " on "
        + socket.namespace();
  }

  private String where(String event) {
    return "event " + Excerpts.of(event) + " on " + socket.namespace();
  }

  /** The user's code threw, or its future failed. */
  void handlerFailed(Event event, Throwable thrown) {
    Throwable error =
        thrown instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : thrown;
    client.handlerFailed(where(event.name()), error);
  }

  void connected(String sid, boolean recovered) {
    client.observe(observer -> observer.onConnected(socket.namespace(), sid, recovered));
    connectCallbacks.forEach(callback -> guarded("onConnect of " + socket.namespace(), callback));
  }

  void disconnected(Ending ending, boolean willReconnect) {
    client.observe(observer -> observer.onDisconnected(socket.namespace(), ending, willReconnect));
    disconnectCallbacks.forEach(
        callback ->
            guarded(
                "onDisconnect of " + socket.namespace(),
                () -> callback.disconnected(ending, willReconnect)));
  }

  void ended(Ending ending) {
    client.observe(observer -> observer.onEnded(socket.namespace(), ending));
  }

  private void guarded(String where, Runnable callback) {
    try {
      callback.run();
    } catch (Throwable thrown) {
      client.handlerFailed(where, thrown);
    }
  }

  @Override
  public void relieved() {
    client.post(client.roads()::relieved);
  }

  @Override
  public void dropped(int events) {
    if (droppedEvents.getAndAdd(events) == 0) {
      client.notice(() -> tellDropped(droppedEvents.getAndSet(0)));
    }
  }

  private void tellDropped(long events) {
    String what =
        "%d events did not fit: maxInboundQueueBytes is %d (%s)"
            .formatted(
                events,
                client.settings().limits().maxInboundQueueBytes(),
                client.settings().inboundOverflow());
    client.observe(observer -> observer.onDropped(socket.namespace(), what));
  }

  @Override
  public void refused(RejectedExecutionException refusal) {
    client.handlerFailed("the executor refuses to run handlers of " + socket.namespace(), refusal);
  }
}
