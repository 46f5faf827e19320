package io.tenterhook.testing;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.tenterhook.testing.MemoryWebSocket.Closure;
import io.tenterhook.testing.MemoryWebSocket.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * A connection over a WebSocket in memory: the server's end. What a test can do to TCP and to
 * frames is told to the client as a network would tell it; nothing is encoded.
 *
 * <p>Used by its loop alone.
 */
final class MemoryWire implements Wire, Pipe.Reader {
  private final World world;
  private final MemoryWebSocket client;
  private final Receiver receiver;
  private final int maxMessageBytes;
  private final Pipe fromClient;
  private final Pipe toClient;
  private boolean silent;

  MemoryWire(World world, MemoryWebSocket client, Receiver receiver, int maxMessageBytes) {
    this.world = world;
    this.client = client;
    this.receiver = receiver;
    this.maxMessageBytes = maxMessageBytes;
    this.fromClient = new Pipe(world, this);
    this.toClient = new Pipe(world, client.reader());
  }

  Pipe fromClient() {
    return fromClient;
  }

  Pipe toClient() {
    return toClient;
  }

  boolean isSilent() {
    return silent;
  }

  /** The client has ended TCP, or has seen the end of it. */
  void clientIsGone() {
    toClient.discard();
    fromClient.discard();
    if (!silent) {
      world.execute(() -> receiver.ended(DisconnectReason.TRANSPORT_CLOSE));
    }
  }

  // ---- what comes

  @Override
  public void message(byte[] message, boolean binary) {
    if (message.length > maxMessageBytes) {
      String what = "a message of more than " + maxMessageBytes + " bytes";
      receiver.failed(new TooLongFrameException(what));
      close(WebSocketCloseStatus.MESSAGE_TOO_BIG.code(), what);
    } else if (binary) {
      receiver.binary(message);
    } else {
      receiver.text(message);
    }
  }

  @Override
  public void burstEnds() {
    // Each message is whole.
  }

  /** The client's close frame, which is answered by the end of TCP. */
  @Override
  public void ended(Closure why) {
    receiver.ended(DisconnectReason.TRANSPORT_CLOSE);
    toClient.end(new Closure(Kind.CLOSE_FRAME, why.code(), ""));
  }

  @Override
  public void roomChanged() {
    client.roomChanged();
  }

  // ---- Wire

  @Override
  public String transport() {
    return "websocket";
  }

  @Override
  public Loop loop() {
    return world;
  }

  @Override
  public void write(byte[] array, int start, boolean binary) {
    if (!silent) {
      // The client owns what it gets; the journal keeps ours.
      toClient.write(Arrays.copyOfRange(array, start, array.length), binary, written -> {});
    }
  }

  /** Half a message never becomes one: a WebSocket tells of whole ones alone. */
  @Override
  public void writeHalf(byte[] array, int start, boolean binary) {}

  @Override
  public void writeBytes(byte[] bytes) {
    throw new IllegalStateException(
        "bytes past all framing need TCP: start the server on a port for this test");
  }

  @Override
  public void flush() {
    toClient.flush();
  }

  @Override
  public void whenLeft(Runnable then) {
    toClient.flush();
    then.run();
  }

  @Override
  public long queuedBytes() {
    return toClient.waitingBytes();
  }

  @Override
  public boolean isWritable() {
    return toClient.waitingBytes() == 0;
  }

  @Override
  public void flood(OutgoingPacket packet, long times, CompletableFuture<Void> done) {
    done.completeExceptionally(
        new IllegalStateException("a flood needs TCP: start the server on a port for this test"));
  }

  @Override
  public void close(int code, String reason) {
    if (!silent) {
      toClient.end(new Closure(Kind.CLOSE_FRAME, code, reason));
    }
  }

  @Override
  public void closeForClient() {
    close(NO_CODE, "");
  }

  @Override
  public void finish() {
    toClient.end(new Closure(Kind.END_OF_STREAM, 0, ""));
  }

  @Override
  public void reset() {
    toClient.end(new Closure(Kind.RESET, 0, ""));
  }

  /** There is no TCP of which a half could stay: the client sees the end, and ends. */
  @Override
  public void halfClose() {
    finish();
  }

  @Override
  public void stall(Duration time) {
    toClient.setReading(false);
    fromClient.setReading(false);
    world.after(
        time.toNanos(),
        () -> {
          toClient.setReading(true);
          fromClient.setReading(!silent);
        });
  }

  @Override
  public void goSilent() {
    silent = true;
    fromClient.setReading(false);
  }
}
