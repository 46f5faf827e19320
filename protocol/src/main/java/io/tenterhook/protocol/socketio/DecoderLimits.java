package io.tenterhook.protocol.socketio;

import io.tenterhook.protocol.json.JsonScanner;

/**
 * What a {@link PacketDecoder} accepts at most.
 *
 * @param maxAttachments attachments of one packet, 0 or more
 * @param maxAttachmentBytes the sum of their sizes
 * @param maxJsonDepth how deep arrays and objects are nested, 1 or more
 * @param maxEventNameBytes the first element of an event as it is written, quotes not counted
 */
public record DecoderLimits(
    int maxAttachments, long maxAttachmentBytes, int maxJsonDepth, int maxEventNameBytes) {
  /** 64 attachments of 1 MiB together, a depth of 512, names of 1024 bytes. */
  public static final DecoderLimits DEFAULT =
      new DecoderLimits(64, 1 << 20, JsonScanner.DEFAULT_MAX_DEPTH, 1024);
}
