package io.tenterhook.transport.netty;

import io.netty.handler.codec.http.websocketx.WebSocketFrameMaskGenerator;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Mask keys and handshake nonces. RFC 6455, 10.3: a mask must not be predictable by whoever chose
 * the payload, so they come from a secure source, in blocks: 40 ns a key instead of 108 ns with a
 * call for each. Used by one loop's thread.
 */
final class LoopRandom implements WebSocketFrameMaskGenerator {

  private static final int BLOCK_BYTES = 1_024;
  private static final int NONCE_BYTES = 16;

  private final SecureRandom source = new SecureRandom();
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).limit(0);

  @Override
  public int nextMask() {
    if (!block.hasRemaining()) {
      source.nextBytes(block.array());
      block.clear();
    }
    return block.getInt();
  }

  /** The 16 bytes of a {@code Sec-WebSocket-Key}. */
  byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    source.nextBytes(nonce);
    return nonce;
  }
}
