package io.tenterhook.client;

import io.tenterhook.client.spi.Deflate;

/**
 * The compression of WebSocket messages that is offered to the server: permessage-deflate (RFC
 * 7692). A server that does not want it is talked to without. Immutable.
 *
 * <pre>{@code
 * builder.compression(Compression.deflate().thresholdBytes(4_096));
 * }</pre>
 *
 * <p>It costs some 300 KB of memory for each connection, and time on the event loop. Both sides
 * keep the last 32 KB of what they said, so that the next message may refer to it ("context
 * takeover"): that makes similar messages very short, and costs the memory also between them. Where
 * an eavesdropper can choose a part of what is sent, lengths betray the secrets near it.
 *
 * <p>{@link Limits#maxMessageBytes} holds for the inflated message: one that would become larger is
 * refused while it is inflated.
 */
public final class Compression {
  private static final Compression DEFLATE = new Compression(new Deflate(1024, false, false));

  private final Deflate offer;

  private Compression(Deflate offer) {
    this.offer = offer;
  }

  /**
   * Compresses messages of 1,024 bytes or more, with context takeover both ways.
   *
   * @return permessage-deflate
   */
  public static Compression deflate() {
    return DEFLATE;
  }

  /**
   * From which size on our messages are compressed; 1,024 bytes by default. The server has a
   * threshold of its own.
   *
   * @param bytes 0 to compress all
   * @return such compression
   */
  public Compression thresholdBytes(int bytes) {
    return new Compression(
        new Deflate(
            Settings.atLeast("thresholdBytes", 0, bytes),
            offer.serverNoContextTakeover(),
            offer.clientNoContextTakeover()));
  }

  /**
   * Asks the server to compress each message on its own, so that nothing has to be kept for it
   * between messages. The connection fails with a server that compresses but does not agree.
   *
   * @return such compression
   */
  public Compression serverNoContextTakeover() {
    return new Compression(
        new Deflate(offer.thresholdBytes(), true, offer.clientNoContextTakeover()));
  }

  /**
   * Compresses each of our messages on its own, so that nothing has to be kept between them.
   *
   * @return such compression
   */
  public Compression clientNoContextTakeover() {
    return new Compression(
        new Deflate(offer.thresholdBytes(), offer.serverNoContextTakeover(), true));
  }

  Deflate offer() {
    return offer;
  }
}
