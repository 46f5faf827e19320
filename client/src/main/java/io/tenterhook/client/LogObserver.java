package io.tenterhook.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the system's loggers what a client does: what others ask for first when something went
 * wrong. An observer like any other, so that no logger is called on the event loop: a slow appender
 * would delay the heartbeat.
 */
final class LogObserver implements ClientObserver {
  private static final Logger CONNECTION = System.getLogger("io.tenterhook.client.connection");
  private static final Logger WIRE = System.getLogger("io.tenterhook.client.wire");
  private volatile String server;

  LogObserver(Endpoint first) {
    server = first.hostAndPort();
  }

  private void log(Supplier<String> what) {
    CONNECTION.log(Level.DEBUG, () -> server + ": " + what.get());
  }

  @Override
  public void onEndpoint(int attempt, String hostAndPort) {
    server = hostAndPort;
  }

  @Override
  public void onRedirect(String from, String to) {
    log(() -> "redirected from " + from + " to " + to);
  }

  @Override
  public void onAttempt(int attempt) {
    log(() -> "attempt " + attempt + " to connect");
  }

  @Override
  public void onAttemptEnded(int attempt, Duration duration, @Nullable Ending failure) {
    String outcome = failure == null ? "succeeded" : "failed";
    log(() -> "attempt " + attempt + " " + outcome + " after " + Endings.text(duration));
  }

  @Override
  public void onHandshake(Duration pingInterval, Duration pingTimeout, long maxPayloadBytes) {
    log(
        () ->
            "handshake done, pingInterval "
                + Endings.text(pingInterval)
                + ", pingTimeout "
                + Endings.text(pingTimeout)
                + ", maxPayload "
                + maxPayloadBytes
                + " bytes");
  }

  @Override
  public void onTransport(Transport transport, boolean upgraded) {
    log(() -> (upgraded ? "upgraded to " : "goes by ") + transport.text());
  }

  @Override
  public void onUpgradeFailed(String why) {
    log(() -> "goes on by polling: " + Excerpts.oneLine(why));
  }

  @Override
  public void onConnected(String namespace, String sid, boolean recovered) {
    log(() -> "connected " + namespace + (recovered ? ", recovered" : ""));
  }

  @Override
  public void onDisconnected(String namespace, Ending ending, boolean willReconnect) {
    if (willReconnect) {
      log(() -> "lost " + namespace + ", which will be tried again: " + ending);
    }
  }

  @Override
  public void onRetry(int attempt, Duration delay, Ending ending) {
    log(() -> "attempt " + attempt + " follows in " + Endings.text(delay) + ": " + ending);
  }

  @Override
  public void onEnded(String namespace, Ending ending) {
    log(() -> "ended " + namespace + ": " + ending);
  }

  @Override
  public void onDropped(String namespace, String what) {
    log(() -> "dropped on " + namespace + ": " + what);
  }

  /** The user's observer logs it, or does better. */
  @Override
  public void onHandlerError(String where, Throwable error) {}

  /** Likewise. */
  @Override
  public void onSlowHandler(String where, Duration running, List<StackTraceElement> stack) {}

  @Override
  public boolean observesFrames() {
    return WIRE.isLoggable(Level.TRACE);
  }

  @Override
  public void onFrame(boolean outgoing, String text) {
    WIRE.log(Level.TRACE, server + (outgoing ? " > " : " < ") + Excerpts.oneLine(text));
  }
}
