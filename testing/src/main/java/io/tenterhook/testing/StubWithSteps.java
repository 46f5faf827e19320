package io.tenterhook.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stub that does things, one after the other, to the peer that has joined or sent an event.
 *
 * <pre>{@code
 * server.namespace("/").whenConnected()
 *     .emit("welcome", "{\"version\":1}")
 *     .broadcast("joined")
 *     .after(ofSeconds(30)).act(ServerConnection::cut);
 * }</pre>
 *
 * <p>Steps that go wrong are noted in {@link SocketIoServer#errors()}; the next ones are taken all
 * the same. What is emitted after the peer has left is dropped.
 *
 * @param <S> the kind of stub
 */
public abstract sealed class StubWithSteps<S extends StubWithSteps<S>> extends Stub<S>
    permits EventStub, JoinStub {
  private Duration pause = Duration.ZERO;
  private volatile List<Step> steps = List.of();

  /** Why the steps are taken; there is no event when a peer has joined. */
  record Occasion(ServerSocketPeer peer, @Nullable ReceivedEvent event) {}

  /** What is done in a step. */
  interface Act {
    void on(Occasion occasion) throws Exception;
  }

  private record Step(Duration pause, Act act) {}

  StubWithSteps(Stubs stubs, String when) {
    super(stubs, when);
  }

  /**
   * Sends an event to the peer.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   * @return this stub
   */
  public S emit(String event, String... jsonArgs) {
    return emit(event, List.of(jsonArgs), List.of());
  }

  /**
   * Sends an event with attachments to the peer.
   *
   * @param event the name
   * @param jsonArgs JSON texts, with {@link Json#attachment} where the attachments belong
   * @param attachments the binary arguments
   * @return this stub
   */
  public S emit(String event, List<String> jsonArgs, List<byte[]> attachments) {
    List<String> args = checked(jsonArgs);
    List<byte[]> bytes = List.copyOf(attachments);
    return step(occasion -> occasion.peer().emit(event, args, bytes));
  }

  /**
   * Sends an event to all others in the namespace.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   * @return this stub
   */
  public S broadcast(String event, String... jsonArgs) {
    return broadcast(event, List.of(jsonArgs), List.of());
  }

  /**
   * Sends an event with attachments to all others in the namespace.
   *
   * @param event the name
   * @param jsonArgs JSON texts, with {@link Json#attachment} where the attachments belong
   * @param attachments the binary arguments
   * @return this stub
   */
  public S broadcast(String event, List<String> jsonArgs, List<byte[]> attachments) {
    List<String> args = checked(jsonArgs);
    List<byte[]> bytes = List.copyOf(attachments);
    return step(occasion -> occasion.peer().broadcast().emit(event, args, bytes));
  }

  /**
   * Waits before the steps that follow. Other events are handled meanwhile.
   *
   * @param pause how long, zero or more
   * @return this stub
   */
  public S after(Duration pause) {
    this.pause = this.pause.plus(notNegative(pause));
    return self();
  }

  static Duration notNegative(Duration pause) {
    if (pause.isNegative()) {
      throw new IllegalArgumentException("after(" + pause + "): must be zero or more");
    }
    return pause;
  }

  /**
   * Makes the peer leave the namespace; its connection stays.
   *
   * @return this stub
   */
  public S disconnect() {
    return step(occasion -> occasion.peer().disconnect(false));
  }

  /**
   * Does something to the connection.
   *
   * @param act for instance {@code ServerConnection::cut}; must not block
   * @return this stub
   */
  public S act(Consumer<ServerConnection> act) {
    return step(occasion -> act.accept(occasion.peer().connection()));
  }

  S step(Act act) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(new Step(pause, act));
    pause = Duration.ZERO;
    steps = List.copyOf(longer);
    count();
    return self();
  }

  /** A text that is not JSON is refused here, and not when an event comes. */
  static List<String> checked(List<String> jsonArgs) {
    for (String json : jsonArgs) {
      Json.check(json, "an argument");
    }
    return List.copyOf(jsonArgs);
  }

  /** Takes the steps, on the loop. */
  void play(Occasion occasion) {
    play(occasion, steps, 0, false);
  }

  private void play(Occasion occasion, List<Step> steps, int first, boolean waited) {
    EngineSession session = occasion.peer().connection().session();
    boolean pauseIsOver = waited;
    for (int i = first; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (!pauseIsOver && !step.pause().isZero()) {
        int next = i;
        session.later(step.pause(), () -> play(occasion, steps, next, true));
        return;
      }
      pauseIsOver = false;
      session.guarded("a step of " + this, () -> step.act().on(occasion));
    }
  }
}
