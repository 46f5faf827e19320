package io.tenterhook.client;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several observers as one. What one of them throws is logged, and the others hear it all. */
final class AllObservers implements ClientObserver {
  private final List<ClientObserver> all;
  private final List<ClientObserver> ofFrames;
  private final List<ClientObserver> ofPackets;

  AllObservers(List<ClientObserver> observers) {
    all = List.copyOf(observers);
    ofFrames = all.stream().filter(ClientObserver::observesFrames).toList();
    ofPackets = all.stream().filter(ClientObserver::observesPackets).toList();
  }

  /** The user's observer, and those that come with every client. */
  static ClientObserver with(ClientObserver observer, Endpoint first) {
    ClientObserver recording = Flight.observer(first);
    ClientObserver logging = new LogObserver(first);
    return new AllObservers(
        recording == null ? List.of(observer, logging) : List.of(observer, logging, recording));
  }

  private static void tell(List<ClientObserver> observers, Consumer<ClientObserver> seen) {
    for (ClientObserver observer : observers) {
      try {
        seen.accept(observer);
      } catch (Throwable thrown) {
        System.getLogger("io.tenterhook.client").log(Level.WARNING, "an observer failed", thrown);
      }
    }
  }

  @Override
  public void onAttempt(int attempt) {
    tell(all, observer -> observer.onAttempt(attempt));
  }

  @Override
  public void onEndpoint(int attempt, String hostAndPort) {
    tell(all, observer -> observer.onEndpoint(attempt, hostAndPort));
  }

  @Override
  public void onRedirect(String from, String to) {
    tell(all, observer -> observer.onRedirect(from, to));
  }

  @Override
  public void onAttemptEnded(int attempt, Duration duration, @Nullable Ending failure) {
    tell(all, observer -> observer.onAttemptEnded(attempt, duration, failure));
  }

  @Override
  public void onHandshake(Duration pingInterval, Duration pingTimeout, long maxPayloadBytes) {
    tell(all, observer -> observer.onHandshake(pingInterval, pingTimeout, maxPayloadBytes));
  }

  @Override
  public void onConnected(String namespace, String sid, boolean recovered) {
    tell(all, observer -> observer.onConnected(namespace, sid, recovered));
  }

  @Override
  public void onDisconnected(String namespace, Ending ending, boolean willReconnect) {
    tell(all, observer -> observer.onDisconnected(namespace, ending, willReconnect));
  }

  @Override
  public void onRetry(int attempt, Duration delay, Ending ending) {
    tell(all, observer -> observer.onRetry(attempt, delay, ending));
  }

  @Override
  public void onEnded(String namespace, Ending ending) {
    tell(all, observer -> observer.onEnded(namespace, ending));
  }

  @Override
  public void onUnhandledEvent(Event event) {
    tell(all, observer -> observer.onUnhandledEvent(event));
  }

  @Override
  public void onDropped(String namespace, String what) {
    tell(all, observer -> observer.onDropped(namespace, what));
  }

  @Override
  public void onSlowHandler(String where, Duration running, List<StackTraceElement> stack) {
    tell(all, observer -> observer.onSlowHandler(where, running, stack));
  }

  @Override
  public void onTransport(Transport transport, boolean upgraded) {
    tell(all, observer -> observer.onTransport(transport, upgraded));
  }

  @Override
  public void onUpgradeFailed(String why) {
    tell(all, observer -> observer.onUpgradeFailed(why));
  }

  @Override
  public void onHandlerError(String where, Throwable error) {
    tell(all, observer -> observer.onHandlerError(where, error));
  }

  @Override
  public boolean observesPackets() {
    return !ofPackets.isEmpty();
  }

  @Override
  public void onPacket(boolean outgoing, String namespace, @Nullable String event, long bytes) {
    tell(ofPackets, observer -> observer.onPacket(outgoing, namespace, event, bytes));
  }

  @Override
  public boolean observesFrames() {
    return !ofFrames.isEmpty();
  }

  @Override
  public void onFrame(boolean outgoing, String text) {
    tell(ofFrames, observer -> observer.onFrame(outgoing, text));
  }
}
