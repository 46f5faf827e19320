package io.tenterhook.client.spi;

/**
 * What a {@link Link} offers for the compression of messages (RFC 7692, permessage-deflate).
 *
 * @param thresholdBytes shorter messages of ours go uncompressed
 * @param serverNoContextTakeover the server must forget its window after each message; one that
 *     does not agree is left
 * @param clientNoContextTakeover we forget ours after each message
 */
public record Deflate(
    int thresholdBytes, boolean serverNoContextTakeover, boolean clientNoContextTakeover) {}
