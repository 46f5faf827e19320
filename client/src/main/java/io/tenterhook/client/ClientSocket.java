package io.tenterhook.client;

import io.tenterhook.client.EventEncoder.Encoded;
import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.protocol.session.Delivery;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One namespace as its user sees it, on the user's threads. {@link SocketOnLoop} is its other side,
 * {@link Reception} hands over what comes.
 */
final class ClientSocket implements NamespaceSocket {
  private final Client client;
  private final Namespace name;
  private final int headroom;
  private final int plainHeadroom;
  private final Reception reception;
  private final SocketOnLoop onLoop;
  private final AtomicReference<@Nullable Lifetime> lifetime = new AtomicReference<>();
  private final Delivery plain;
  private final Delivery asking;
  private final Callbacks<EmitHandler> emitHandlers = new Callbacks<>();
  private @Nullable BlockingSocket blocking;

  ClientSocket(Client client, Namespace name) {
    this.client = client;
    this.name = name;
    this.headroom = client.parser().headroom(name);
    this.plainHeadroom = client.parser().headroomWithoutAck(name);
    this.reception = new Reception(this, client);
    this.onLoop = new SocketOnLoop(client, name, reception);
    this.plain = EmitOptions.defaults().delivery(client.settings(), false);
    this.asking = EmitOptions.defaults().delivery(client.settings(), true);
  }

  Client client() {
    return client;
  }

  Namespace name() {
    return name;
  }

  SocketOnLoop onLoop() {
    return onLoop;
  }

  JsonBinding binding() {
    return client.settings().json();
  }

  @Override
  public String namespace() {
    return name.name();
  }

  // ---- life

  @Override
  public CompletableFuture<Void> connect() {
    return live().connected.copy();
  }

  private Lifetime live() {
    while (true) {
      Lifetime current = lifetime.get();
      if (current != null && !current.isOver()) {
        return current;
      }
      Lifetime fresh = new Lifetime(this);
      if (lifetime.compareAndSet(current, fresh)) {
        if (!client.post(now -> onLoop.open(fresh, now))) {
          fresh.endWithoutLoop();
        }
        return fresh;
      }
    }
  }

  @Override
  public Ending runUntilClosed() throws InterruptedException {
    checkMayBlock("runUntilClosed");
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
    if (!client.post(now -> onLoop.leave(life, now))) {
      life.endWithoutLoop();
    }
  }

  void checkMayBlock(String what) {
    if (client.isOwnThread() || isDeliveringHere()) {
      throw new IllegalStateException(
          what + " blocks: call it on a thread of your own, not in a handler");
    }
  }

  /** Whether the calling thread is in one of this namespace's handlers. */
  boolean isDeliveringHere() {
    return onLoop.isDeliveringHere();
  }

  /** Any thread: nothing will come from the loop any more. */
  void loopEnded() {
    Lifetime current = lifetime.get();
    if (current != null) {
      current.endWithoutLoop();
    }
    reception.taps().end(Ending.LEFT);
  }

  @Override
  public boolean isConnected() {
    return onLoop.sid() != null;
  }

  @Override
  public boolean isActive() {
    Lifetime current = lifetime.get();
    return current != null && !current.ended.isDone();
  }

  @Override
  public Optional<String> sid() {
    return Optional.ofNullable(onLoop.sid());
  }

  @Override
  public boolean isRecovered() {
    return onLoop.recovered();
  }

  @Override
  public CompletableFuture<Optional<RecoveryState>> recoveryState() {
    CompletableFuture<Optional<RecoveryState>> state = new Outcome<>(this);
    boolean asked =
        client.post(
            now -> {
              Optional<RecoveryState> found =
                  RecoveryState.of(client.session().recoveryState(name));
              onLoop.tell(() -> state.complete(found));
            });
    if (!asked) {
      state.complete(Optional.empty());
    }
    return state;
  }

  @Override
  public Subscription onConnect(Runnable callback) {
    return reception.onConnect(callback);
  }

  @Override
  public Subscription onDisconnect(DisconnectHandler callback) {
    return reception.onDisconnect(callback);
  }

  // ---- listening

  @Override
  public EventSubscription on(String event, EventHandler handler) {
    return reception.handlers().add(EventEncoder.checkName(event), handler, false);
  }

  @Override
  public EventSubscription prepend(String event, EventHandler handler) {
    return reception.handlers().prepend(EventEncoder.checkName(event), handler);
  }

  @Override
  public EventSubscription once(String event, EventHandler handler) {
    return reception.handlers().add(EventEncoder.checkName(event), handler, true);
  }

  @Override
  public EventSubscription onRequest(String event, EventHandler.Request<Arguments> handler) {
    return on(
        event,
        received -> {
          Object answer = handler.answer(received.args());
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
        reception.handlerFailed(event, error);
      } else {
        event.ack(value);
      }
    } catch (RuntimeException refused) {
      reception.handlerFailed(event, refused);
    }
  }

  @Override
  public EventSubscription onAny(EventHandler handler) {
    return reception.handlers().addAny(handler);
  }

  @Override
  public EventSubscription prependAny(EventHandler handler) {
    return reception.handlers().prependAny(handler);
  }

  @Override
  public void off(String event) {
    reception.handlers().off(event);
  }

  @Override
  public Flow.Publisher<Event> events(String... names) {
    return new EventStream(this, Taps.names(names));
  }

  @Override
  public EventReceiver receiver(String... names) {
    EventQueue queue = new EventQueue(this, Taps.names(names), false);
    tap(queue);
    return queue;
  }

  @Override
  public BlockingSocket blocking() {
    // Not this, which users have.
    synchronized (reception) {
      BlockingSocket view = blocking;
      if (view == null) {
        view = new BlockingSocket(this);
        blocking = view;
      }
      return view;
    }
  }

  void tap(Tap tap) {
    reception.taps().add(tap);
    if (client.isClosing()) {
      // The end that the client told may have been too early for it.
      tap.end(Ending.LEFT);
      untap(tap);
    }
  }

  @Nullable Watched watched() {
    return reception.watched();
  }

  /** What is being handled, in words. */
  String what(Object item) {
    return reception.what(item);
  }

  void untap(Tap tap) {
    reception.taps().remove(tap);
    onLoop.resume();
  }

  /** Reports what user code threw, from any thread. */
  void tellFailed(String where, Throwable thrown) {
    client.notice(() -> client.handlerFailed(where, thrown));
  }

  // ---- emitting

  @Override
  public Subscription onAnyOutgoing(EmitHandler handler) {
    return emitHandlers.add(handler);
  }

  private void showOutgoing(@Nullable String event, @Nullable Object[] arguments) {
    if (emitHandlers.isEmpty() || event == null) {
      return;
    }
    List<@Nullable Object> shown = Collections.unmodifiableList(Arrays.asList(arguments));
    emitHandlers.forEach(
        handler -> {
          try {
            handler.emitted(event, shown);
          } catch (Throwable thrown) {
            tellFailed("onAnyOutgoing of " + namespace(), thrown);
          }
        });
  }

  @Override
  public void emit(String event, @Nullable Object... arguments) {
    Emission emission =
        new Emission(this, client.encoder().event(plainHeadroom, event, arguments), plain);
    showOutgoing(event, arguments);
    submit(emission, plain);
  }

  @Override
  public CompletableFuture<Void> emit(
      EmitOptions options, String event, @Nullable Object... arguments) {
    Delivery delivery = options.delivery(client.settings(), false);
    TrackedEmission emission = new TrackedEmission(this, encode(event, arguments), delivery);
    showOutgoing(event, arguments);
    return submitted(emission, delivery, emission.fate());
  }

  @Override
  public Call call(String event, @Nullable Object... arguments) {
    return call(EmitOptions.defaults(), event, arguments);
  }

  @Override
  public Call call(EmitOptions options, String event, @Nullable Object... arguments) {
    return new Call(this, encode(event, arguments), arguments, options);
  }

  CompletableFuture<Arguments> send(
      Encoded encoded, @Nullable Object[] arguments, EmitOptions options) {
    Delivery delivery =
        options == EmitOptions.defaults() ? asking : options.delivery(client.settings(), true);
    PendingCall call = new PendingCall(this, encoded, delivery);
    showOutgoing(encoded.name(), arguments);
    return submitted(call, delivery, call.answer());
  }

  private Encoded encode(String event, @Nullable Object[] arguments) {
    return client.encoder().event(headroom, event, arguments);
  }

  private <T> CompletableFuture<T> submitted(
      Emission emission, Delivery delivery, CompletableFuture<T> fate) {
    try {
      submit(emission, delivery);
    } catch (SocketIoException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    return fate;
  }

  private void submit(Emission emission, Delivery delivery) {
    boolean kept = delivery.buffered() || delivery.retries() > 0;
    if (!kept && onLoop.sid() == null) {
      throw new NotConnectedException(
          "namespace "
              + name
              + " is not connected, "
              + emission.what()
              + " was not sent: "
              + (isActive() ? "wait for connect() or onConnect" : "call connect() first"));
    }
    client.submit(emission);
  }

  @Override
  public OfflineBuffer.Level buffered() {
    return onLoop.buffered();
  }

  @Override
  public void discardBuffered() {
    client.post(now -> client.session().discardBuffered(name));
  }

  @Override
  public boolean isWritable() {
    return isConnected() && client.isWritable();
  }

  @Override
  public CompletableFuture<Void> whenWritable() {
    return client.whenWritable();
  }

  void acknowledge(long ackId, int asked, @Nullable Object[] arguments) {
    Emission answer = new Emission(this, client.encoder().ack(headroom, arguments), Delivery.PLAIN);
    client.checkSize(answer);
    client.post(now -> onLoop.acknowledge(answer, ackId, asked));
  }

  /** Reports a harmless loss. */
  void dropped(String what) {
    client.dropped(namespace(), what);
  }

  /** The arguments of an ack, for its future. */
  Arguments arguments(Packet.Ack ack) {
    return new Arguments(
        new JsonSource(ack.array(), ack.start(), ack.end(), ack.attachments()), 0, binding());
  }

  @Override
  public String toString() {
    return "NamespaceSocket[" + client.settings().endpoint() + " " + name + "]";
  }
}
