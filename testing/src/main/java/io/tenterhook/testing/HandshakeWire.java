package io.tenterhook.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A connection whose request has come and is not answered yet: it can be broken, and carries no
 * packets. What is written is lost, but for bytes, which come in front of the answer.
 *
 * <p>Used by its loop alone.
 */
final class HandshakeWire implements Wire {
  private final HttpExchange exchange;
  private final Loop loop;
  private final Timers timers;

  HandshakeWire(HttpExchange exchange, Loop loop, Timers timers) {
    this.exchange = exchange;
    this.loop = loop;
    this.timers = timers;
  }

  @Override
  public String transport() {
    return exchange.asksForWebSocket() ? "websocket" : "polling";
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public void write(byte[] array, int start, boolean binary) {}

  @Override
  public void writeHalf(byte[] array, int start, boolean binary) {}

  @Override
  public void writeBytes(byte[] bytes) {
    exchange.writeBytes(bytes);
  }

  @Override
  public void flush() {}

  @Override
  public void whenLeft(Runnable then) {
    then.run();
  }

  @Override
  public long queuedBytes() {
    return 0;
  }

  @Override
  public boolean isWritable() {
    return false;
  }

  @Override
  public void flood(OutgoingPacket packet, long times, CompletableFuture<Void> done) {
    done.completeExceptionally(new IllegalStateException("the handshake is not answered yet"));
  }

  @Override
  public void close(int code, String reason) {
    finish();
  }

  @Override
  public void closeForClient() {
    finish();
  }

  @Override
  public void finish() {
    exchange.destroy(false);
  }

  @Override
  public void reset() {
    exchange.destroy(true);
  }

  @Override
  public void halfClose() {
    exchange.halfClose();
  }

  @Override
  public void stall(Duration time) {
    FaultyLine.stall(timers, exchange.channel(), time);
  }

  @Override
  public void goSilent() {
    exchange.swallow();
  }
}
