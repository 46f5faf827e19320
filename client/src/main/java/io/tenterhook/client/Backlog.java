package io.tenterhook.client;

import io.tenterhook.protocol.socketio.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that wait to go out, first in the mailbox, then in the link, and says what is
 * too much: for the client's limit, for the server's, for what may be dropped.
 */
final class Backlog {
  /** With so much waiting in the transport, what may be dropped is dropped. */
  private static final long BUSY_BYTES = 64 << 10;

  /** Added once to what waits: nothing fits any more, at no cost for those who ask. */
  private static final long SHUT = 1L << 60;

  private final long maxBytes;
  private final Parser parser;
  private final AtomicLong mailboxBytes = new AtomicLong();

  /** Written by the loop, read by emitters. */
  private volatile long linkBytes;

  private volatile long maxPayloadBytes;

  private volatile boolean polling;

  /** Owned by the loop. */
  private final List<CompletableFuture<Void>> writers = new ArrayList<>();

  Backlog(long maxBytes, Parser parser) {
    this.maxBytes = Math.min(maxBytes, SHUT / 2);
    this.parser = parser;
  }

  static long sizeOf(Emission emission) {
    return emission.sizeBytes() + Client.BYTES_PER_ITEM;
  }

  // ---- any thread

  /** Counts an emission, if it fits. One that is larger than the limit fits when it is alone. */
  boolean admit(Emission emission) {
    long size = sizeOf(emission);
    long waiting = mailboxBytes.addAndGet(size) + linkBytes;
    if (waiting > maxBytes && waiting > size) {
      mailboxBytes.addAndGet(-size);
      return false;
    }
    return true;
  }

  SocketIoException refusal(Emission emission) {
    if (isShut()) {
      return new ClientClosedException(
          "the client is being closed: " + emission.what() + " was not sent");
    }
    return new OverflowException(
        "%s was not sent: %d bytes wait to be sent already, maxOutboundQueueBytes is %d"
            .formatted(emission.what(), mailboxBytes.get() + linkBytes, maxBytes));
  }

  /** A server closes the connection of a client that sends more than it announced to take. */
  void checkSize(Emission emission) {
    long max = maxPayloadBytes;
    if (max == 0) {
      return;
    }
    long largest = emission.largestMessageBytes(parser, polling);
    if (largest > max) {
      throw new PayloadTooLargeException(
          "%s was not sent: its message of %d bytes exceeds the server's maxPayload of %d"
              .formatted(emission.what(), largest, max));
    }
  }

  boolean isWritable() {
    return mailboxBytes.get() + linkBytes <= maxBytes / 2;
  }

  /** From now on nothing is admitted. */
  void shut() {
    mailboxBytes.updateAndGet(bytes -> bytes >= SHUT / 2 ? bytes : bytes + SHUT);
  }

  private boolean isShut() {
    return mailboxBytes.get() >= SHUT / 2;
  }

  // ---- on the loop

  /** Whether the connection goes by long-polling, where binary takes more room. */
  void polling(boolean isPolling) {
    polling = isPolling;
  }

  void maxPayload(long bytes) {
    maxPayloadBytes = bytes;
  }

  /** So many bytes have left the mailbox. */
  void taken(long bytes) {
    mailboxBytes.addAndGet(-bytes);
  }

  void linkHolds(long bytes) {
    linkBytes = bytes;
  }

  boolean linkHoldsSome() {
    return linkBytes > 0;
  }

  boolean isBusy() {
    return linkBytes >= BUSY_BYTES;
  }

  /** What has been admitted and is not on its way. */
  long waitingBytes() {
    return mailboxBytes.get() - (isShut() ? SHUT : 0) + linkBytes;
  }

  void await(CompletableFuture<Void> writer, Notices notices) {
    writers.add(writer);
    if (isShut()) {
      dismissWriters(notices);
    }
  }

  /** There will never be room again. */
  void dismissWriters(Notices notices) {
    List<CompletableFuture<Void>> told = List.copyOf(writers);
    writers.clear();
    ClientClosedException closed = new ClientClosedException("the client is being closed");
    notices.add(() -> told.forEach(writer -> writer.completeExceptionally(closed)));
  }

  /** Tells those who wait for room, if there is some now. */
  void tellWriters(Notices notices) {
    if (!writers.isEmpty() && isWritable()) {
      List<CompletableFuture<Void>> told = List.copyOf(writers);
      writers.clear();
      notices.add(() -> told.forEach(writer -> writer.complete(null)));
    }
  }
}
