package io.tenterhook.protocol.socketio;

import io.tenterhook.protocol.json.JsonScanner;

/**
 * What a {@link Parser.Decoder} accepts at most. The size of a message is not among it: whoever
 * reads from the network has limited it before there was a packet.
 *
 * @param maxAttachments attachments of one packet, 0 or more
 * @param maxAttachmentBytes the sum of their sizes, 0 or more
 * @param maxJsonDepth how deep arrays and objects are nested, 1 or more
 * @param maxEventNameBytes the name of an event as it is written, quotes not counted, 1 or more
 */
public record DecoderLimits(
    int maxAttachments, long maxAttachmentBytes, int maxJsonDepth, int maxEventNameBytes) {
  /** 64 attachments of 1 MiB together, a depth of 512, names of 1024 bytes. */
  public static final DecoderLimits DEFAULT =
      new DecoderLimits(64, 1 << 20, JsonScanner.DEFAULT_MAX_DEPTH, 1024);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is below its least value
   * @param maxAttachments attachments of one packet, 0 or more
   * @param maxAttachmentBytes the sum of their sizes, 0 or more
   * @param maxJsonDepth how deep arrays and objects are nested, 1 or more
   * @param maxEventNameBytes the name of an event as it is written, quotes not counted, 1 or more
   */
  public DecoderLimits {
    atLeast(0, "maxAttachments", maxAttachments);
    atLeast(0, "maxAttachmentBytes", maxAttachmentBytes);
    atLeast(1, "maxJsonDepth", maxJsonDepth);
    atLeast(1, "maxEventNameBytes", maxEventNameBytes);
  }

  private static void atLeast(int least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + least + " or more");
    }
  }
}
