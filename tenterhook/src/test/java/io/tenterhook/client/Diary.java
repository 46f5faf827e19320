package io.tenterhook.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An observer that keeps all it hears. Attempts, retries, drops and frames belong to no namespace
 * and may be heard after what a namespace tells at the same moment: wait for them.
 */
class Diary implements ClientObserver {
  record Attempt(int number, Duration duration, @Nullable Ending failure) {}

  record Handshake(Duration pingInterval, Duration pingTimeout, long maxPayloadBytes) {}

  record Lost(String namespace, Ending ending, boolean willReconnect) {}

  record Retry(int attempt, Duration delay, Ending ending) {}

  record Ended(String namespace, Ending ending) {}

  record Failed(String where, Throwable error) {}

  final List<Integer> attempts = new CopyOnWriteArrayList<>();
  final List<Attempt> attemptsEnded = new CopyOnWriteArrayList<>();
  final List<Handshake> handshakes = new CopyOnWriteArrayList<>();
  final List<String> connected = new CopyOnWriteArrayList<>();
  final List<Lost> lost = new CopyOnWriteArrayList<>();
  final List<Retry> retries = new CopyOnWriteArrayList<>();
  final List<Ended> ended = new CopyOnWriteArrayList<>();
  final List<Event> unhandled = new CopyOnWriteArrayList<>();
  final List<String> dropped = new CopyOnWriteArrayList<>();
  final List<Failed> failed = new CopyOnWriteArrayList<>();
  final List<String> frames = new CopyOnWriteArrayList<>();

  @Override
  public void onAttempt(int attempt) {
    attempts.add(attempt);
  }

  @Override
  public void onAttemptEnded(int attempt, Duration duration, @Nullable Ending failure) {
    attemptsEnded.add(new Attempt(attempt, duration, failure));
  }

  @Override
  public void onHandshake(Duration pingInterval, Duration pingTimeout, long maxPayloadBytes) {
    handshakes.add(new Handshake(pingInterval, pingTimeout, maxPayloadBytes));
  }

  @Override
  public void onConnected(String namespace, String sid, boolean recovered) {
    connected.add(namespace + " " + sid);
  }

  @Override
  public void onDisconnected(String namespace, Ending ending, boolean willReconnect) {
    lost.add(new Lost(namespace, ending, willReconnect));
  }

  @Override
  public void onRetry(int attempt, Duration delay, Ending ending) {
    retries.add(new Retry(attempt, delay, ending));
  }

  @Override
  public void onEnded(String namespace, Ending ending) {
    ended.add(new Ended(namespace, ending));
  }

  @Override
  public void onUnhandledEvent(Event event) {
    unhandled.add(event);
  }

  @Override
  public void onDropped(String namespace, String what) {
    dropped.add(namespace + ": " + what);
  }

  @Override
  public void onHandlerError(String where, Throwable error) {
    failed.add(new Failed(where, error));
  }

  @Override
  public boolean observesFrames() {
    return true;
  }

  @Override
  public void onFrame(boolean outgoing, String text) {
    frames.add((outgoing ? "> " : "< ") + text);
  }
}
