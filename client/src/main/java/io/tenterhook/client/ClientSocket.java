package io.tenterhook.client;

import io.tenterhook.client.EventEncoder.Encoded;
import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One namespace as its user sees it: handlers, emits, and the lives it leads one after another. */
final class ClientSocket implements NamespaceSocket, Inbox.Receiver {
  private final Client client;
  private final Namespace name;
  private final int headroom;
  private final Handlers handlers = new Handlers();
  private final List<Runnable> connectCallbacks = new CopyOnWriteArrayList<>();
  private final List<DisconnectHandler> disconnectCallbacks = new CopyOnWriteArrayList<>();
  private final Inbox inbox;
  private final AtomicReference<@Nullable Lifetime> lifetime = new AtomicReference<>();

  /** Written by the loop. */
  private volatile @Nullable String sid;

  /** Owned by the loop: what the session has been told to open, and how often it connected. */
  private @Nullable Lifetime opened;

  private int connection;
  private @Nullable SessionEnd interruptedBy;

  ClientSocket(Client client, Namespace name) {
    this.client = client;
    this.name = name;
    this.headroom = PacketEncoder.headroom(name);
    this.inbox = new Inbox(client::execute, this, client.settings().maxInboundQueueBytes());
  }

  /** From one connect() to its end. */
  private static final class Lifetime {
    final CompletableFuture<Ending> ended;

    /** Anew after each lost connection. */
    volatile CompletableFuture<Void> connected;

    volatile boolean leaving;

    Lifetime(ClientSocket socket) {
      ended = new Outcome<>(socket);
      connected = new Outcome<>(socket);
    }

    /** The loop has ended and tells nobody. */
    void endWithoutLoop() {
      ended.complete(new Ending(DisconnectReason.CLIENT_DISCONNECT, null));
      connected.completeExceptionally(new ClientClosedException("the client is closed"));
    }
  }

  Client client() {
    return client;
  }

  Namespace name() {
    return name;
  }

  JsonBinding binding() {
    return client.settings().json();
  }

  @Override
  public String namespace() {
    return name.name();
  }

  // ---- life, on users' threads

  @Override
  public CompletableFuture<Void> connect() {
    return live().connected.copy();
  }

  private Lifetime live() {
    while (true) {
      Lifetime current = lifetime.get();
      if (current != null && !current.leaving && !current.ended.isDone()) {
        return current;
      }
      Lifetime fresh = new Lifetime(this);
      if (lifetime.compareAndSet(current, fresh)) {
        if (!client.post(now -> openOnLoop(fresh, now))) {
          fresh.endWithoutLoop();
        }
        return fresh;
      }
    }
  }

  @Override
  public Ending runUntilClosed() throws InterruptedException {
    if (client.isOwnThread() || isDeliveringHere()) {
      throw new IllegalStateException(
          "runUntilClosed blocks: call it on a thread of your own, not in a handler");
    }
    Lifetime life = live();
    try {
      return life.ended.get();
    } catch (InterruptedException interrupted) {
      leave(life);
      throw interrupted;
    } catch (ExecutionException impossible) {
      throw new AssertionError("an ending is never an exception", impossible);
    }
  }

  @Override
  public CompletableFuture<Void> disconnect() {
    Lifetime current = lifetime.get();
    if (current == null || current.ended.isDone()) {
      return CompletableFuture.completedFuture(null);
    }
    leave(current);
    return current.ended.thenAccept(ending -> {});
  }

  private void leave(Lifetime life) {
    life.leaving = true;
    if (!client.post(now -> leaveOnLoop(life, now))) {
      life.endWithoutLoop();
    }
  }

  /** Any thread: nothing will come from the loop any more. */
  void loopEnded() {
    Lifetime current = lifetime.get();
    if (current != null) {
      current.endWithoutLoop();
    }
  }

  @Override
  public boolean isConnected() {
    return sid != null;
  }

  @Override
  public boolean isActive() {
    Lifetime current = lifetime.get();
    return current != null && !current.ended.isDone();
  }

  @Override
  public Optional<String> sid() {
    return Optional.ofNullable(sid);
  }

  @Override
  public Subscription onConnect(Runnable callback) {
    return listed(connectCallbacks, callback);
  }

  @Override
  public Subscription onDisconnect(DisconnectHandler callback) {
    return listed(disconnectCallbacks, callback);
  }

  private static <T> Subscription listed(List<T> list, T callback) {
    list.add(callback);
    return new ListedCallback<>(list, callback);
  }

  // ---- listening, on users' threads

  @Override
  public EventSubscription on(String event, EventHandler handler) {
    return handlers.add(EventEncoder.checkName(event), handler, false);
  }

  @Override
  public <T> EventSubscription on(String event, Class<T> type, EventHandler.Typed<T> handler) {
    return on(event, received -> handler.handle(received.args().get(0, type)));
  }

  @Override
  public <T> EventSubscription on(String event, JsonType<T> type, EventHandler.Typed<T> handler) {
    return on(event, received -> handler.handle(received.args().get(0, type)));
  }

  @Override
  public <A, B> EventSubscription on(
      String event, Class<A> first, Class<B> second, EventHandler.Typed2<A, B> handler) {
    return on(
        event,
        received -> handler.handle(received.args().get(0, first), received.args().get(1, second)));
  }

  @Override
  public EventSubscription once(String event, EventHandler handler) {
    return handlers.add(EventEncoder.checkName(event), handler, true);
  }

  @Override
  public <T> EventSubscription onRequest(
      String event, Class<T> type, EventHandler.Request<T> handler) {
    return on(
        event,
        received -> {
          Object answer = handler.answer(received.args().get(0, type));
          if (answer instanceof CompletionStage<?> later) {
            later.whenComplete((value, error) -> answerLater(received, value, error));
          } else {
            received.ack(answer);
          }
        });
  }

  private void answerLater(Event event, @Nullable Object value, @Nullable Throwable error) {
    try {
      if (error != null) {
        handlerFailed(event, error);
      } else {
        event.ack(value);
      }
    } catch (RuntimeException refused) {
      handlerFailed(event, refused);
    }
  }

  @Override
  public EventSubscription onAny(EventHandler handler) {
    return handlers.addAny(handler);
  }

  @Override
  public void off(String event) {
    handlers.off(event);
  }

  // ---- emitting, on users' threads

  @Override
  public void emit(String event, @Nullable Object... arguments) {
    Encoded encoded = client.encoder().event(headroom, event, arguments);
    submit(new Emission(this, encoded, 0));
  }

  @Override
  public Call call(String event, @Nullable Object... arguments) {
    return new Call(
        this, client.encoder().event(headroom, event, arguments), client.settings().ackTimeout());
  }

  CompletableFuture<Arguments> send(Encoded encoded, Duration timeout) {
    PendingCall call = new PendingCall(this, encoded, timeout);
    try {
      submit(call);
    } catch (SocketIoException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    return call.answer();
  }

  private void submit(Emission emission) {
    if (sid == null) {
      throw notConnected(emission.what());
    }
    client.submit(emission);
  }

  private NotConnectedException notConnected(String what) {
    return new NotConnectedException(
        "namespace "
            + name
            + " is not connected, "
            + what
            + " was not sent: "
            + (isActive() ? "wait for connect() or onConnect" : "call connect() first"));
  }

  void acknowledge(long ackId, int asked, @Nullable Object[] arguments) {
    Encoded encoded = client.encoder().ack(headroom, arguments);
    Emission answer = new Emission(this, encoded, 0);
    client.checkSize(answer);
    client.post(
        now -> {
          if (asked == connection && sid != null) {
            client.session().acknowledge(answer, ackId);
          } else {
            dropped("an answer whose connection is gone");
          }
        });
  }

  // ---- on the loop: what the session says

  private void openOnLoop(Lifetime life, long now) {
    if (life.leaving) {
      // A disconnect() on another thread has overtaken the connect() it belongs to.
      Ending left = new Ending(DisconnectReason.CLIENT_DISCONNECT, null);
      tell(() -> ended(life, left, false));
      return;
    }
    if (opened != null) {
      // A connect() on another thread has overtaken the disconnect() before it.
      client.session().leave(name, now);
    }
    opened = life;
    client.session().open(name, now);
  }

  private void leaveOnLoop(Lifetime life, long now) {
    // Else it has ended already, or will not be opened.
    if (opened == life) {
      client.session().leave(name, now);
    }
  }

  void eventOnLoop(Packet.Event event) {
    long bytes = event.array().length;
    for (byte[] attachment : event.attachments()) {
      bytes += attachment.length;
    }
    Object item = event.ackId() < 0 ? event : new AckRequest(event, connection);
    tell(item, bytes + Client.BYTES_PER_ITEM);
  }

  void ackedOnLoop(PendingCall call, Packet.Ack ack) {
    call.keep(ack);
    tell(call, ack.array().length + Client.BYTES_PER_ITEM);
  }

  void connectedOnLoop(String newSid) {
    sid = newSid;
    connection++;
    Lifetime life = opened;
    if (life != null) {
      CompletableFuture<Void> due = life.connected;
      tell(() -> connected(due, newSid));
    }
    client.pauseIfOverfull();
  }

  void interruptedOnLoop(SessionEnd end) {
    sid = null;
    connection++;
    interruptedBy = end;
    Lifetime life = opened;
    if (life != null) {
      life.connected = new Outcome<>(this);
    }
  }

  void retryingOnLoop() {
    SessionEnd end = interruptedBy;
    interruptedBy = null;
    if (end != null) {
      tell(() -> disconnected(client.endings().of(end), true));
    }
  }

  void endedOnLoop(SessionEnd end) {
    boolean wasConnected = sid != null || interruptedBy != null;
    sid = null;
    connection++;
    interruptedBy = null;
    Lifetime life = opened;
    opened = null;
    tell(() -> ended(life, client.endings().of(end), wasConnected));
  }

  /** Any notice, in its order among the events. */
  void tell(Runnable notice) {
    tell(notice, Client.BYTES_PER_ITEM);
  }

  private void tell(Object item, long bytes) {
    if (inbox.add(item, bytes)) {
      client.touched(this);
    }
  }

  /** Whether the calling thread is in one of this socket's handlers. */
  boolean isDeliveringHere() {
    return inbox.isWorkingHere();
  }

  void handOver() {
    if (inbox.handOver()) {
      client.overfull();
    }
  }

  // ---- on the handler executor

  private record AckRequest(Packet.Event event, int connection) {}

  @Override
  public void receive(Object item) {
    if (item instanceof Packet.Event event) {
      dispatch(event, null);
    } else if (item instanceof PendingCall call) {
      call.deliver();
    } else if (item instanceof AckRequest request) {
      dispatch(
          request.event(), new Event.Answer(this, request.event().ackId(), request.connection()));
    } else {
      guarded("a notice on " + name, (Runnable) item);
    }
  }

  private void dispatch(Packet.Event packet, Event.@Nullable Answer answer) {
    HandlerTable.Entry entry = handlers.find(packet);
    List<Registration> any = handlers.any();
    Event event = new Event(packet, entry == null ? packet.name() : entry.name, this, answer);
    boolean handled = false;
    for (Registration registration : any) {
      handled |= handle(registration, event);
    }
    if (entry != null) {
      for (Registration registration : entry.handlers) {
        handled |= handle(registration, event);
      }
    }
    if (!handled) {
      client.observe(observer -> observer.onUnhandledEvent(event));
    }
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

  private void handlerFailed(Event event, Throwable thrown) {
    Throwable error =
        thrown instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : thrown;
    client.handlerFailed("event " + Excerpts.of(event.name()) + " on " + name, error);
  }

  private void connected(CompletableFuture<Void> due, String newSid) {
    client.observe(observer -> observer.onConnected(namespace(), newSid));
    connectCallbacks.forEach(callback -> guarded("onConnect of " + name, callback));
    due.complete(null);
  }

  private void disconnected(Ending ending, boolean willReconnect) {
    client.observe(observer -> observer.onDisconnected(namespace(), ending, willReconnect));
    disconnectCallbacks.forEach(
        callback ->
            guarded("onDisconnect of " + name, () -> callback.disconnected(ending, willReconnect)));
  }

  private void ended(@Nullable Lifetime life, Ending ending, boolean wasConnected) {
    if (wasConnected) {
      disconnected(ending, false);
    }
    client.observe(observer -> observer.onEnded(namespace(), ending));
    if (life != null) {
      life.ended.complete(ending);
      life.connected.completeExceptionally(
          ending
              .error()
              .orElseGet(
                  () -> new ClientClosedException("namespace " + name + " was disconnected")));
    }
  }

  /** Reports a harmless loss; any thread. */
  void dropped(String what) {
    client.notice(() -> client.observe(observer -> observer.onDropped(namespace(), what)));
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
    client.post(now -> client.relievedOnLoop(now));
  }

  @Override
  public void refused(RejectedExecutionException refusal) {
    client.handlerFailed("the executor refuses to run handlers of " + name, refusal);
  }

  /** The arguments of an ack, for its future. */
  Arguments arguments(Packet.Ack ack) {
    return new Arguments(
        new JsonSource(ack.array(), ack.start(), ack.end(), ack.attachments()), 0, binding());
  }

  @Override
  public String toString() {
    return "NamespaceSocket[" + client.settings().address() + " " + name + "]";
  }
}
