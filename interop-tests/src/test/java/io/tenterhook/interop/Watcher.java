package io.tenterhook.interop;

import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.Ending;
import io.tenterhook.client.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a client tells its observer. */
final class Watcher implements ClientObserver {
  final List<String> connected = new CopyOnWriteArrayList<>();
  final List<Ending> disconnected = new CopyOnWriteArrayList<>();
  final List<Ending> retries = new CopyOnWriteArrayList<>();
  final List<Ending> ended = new CopyOnWriteArrayList<>();
  final List<Event> unhandled = new CopyOnWriteArrayList<>();
  final List<String> dropped = new CopyOnWriteArrayList<>();
  final List<Throwable> errors = new CopyOnWriteArrayList<>();
  final List<String> sent = new CopyOnWriteArrayList<>();

  @Override
  public void onConnected(String namespace, String sid, boolean recovered) {
    connected.add(namespace);
  }

  @Override
  public void onDisconnected(String namespace, Ending ending, boolean willReconnect) {
    disconnected.add(ending);
  }

  @Override
  public void onRetry(int attempt, Duration delay, Ending ending) {
    retries.add(ending);
  }

  @Override
  public void onEnded(String namespace, Ending ending) {
    ended.add(ending);
  }

  @Override
  public void onUnhandledEvent(Event event) {
    unhandled.add(event);
  }

  @Override
  public void onDropped(String namespace, String what) {
    dropped.add(what);
  }

  @Override
  public void onHandlerError(String where, Throwable error) {
    errors.add(error);
  }

  @Override
  public boolean observesFrames() {
    return true;
  }

  @Override
  public void onFrame(boolean outgoing, String text) {
    if (outgoing) {
      sent.add(text);
    }
  }
}
