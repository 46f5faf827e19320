package io.tenterhook.transport.netty;

import io.netty.handler.codec.http.websocketx.WebSocketFrameMaskGenerator;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Mask keys and handshake nonces. RFC 6455, 10.3: a mask must not be predictable by whoever chose
 * the payload. So keys are the key stream of AES in counter mode, whose own key is the {@link
 * SecureRandom}'s, in blocks; taken from that source itself they were a seventh of an emit's CPU
 * time. Used by one loop's thread.
 *
 * <p>The first block is still the source's: the cipher loads 108 classes, and a client that sends
 * little never needs it.
 */
final class LoopRandom implements WebSocketFrameMaskGenerator {

  private static final int BLOCK_BYTES = 1_024;
  private static final int NONCE_BYTES = 16;

  private final SecureRandom source = new SecureRandom();
  private final byte[] zeros = new byte[BLOCK_BYTES];
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).limit(0);
  private @Nullable Cipher keyStream;
  private boolean begun;

  private Cipher keyStream() {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      SecretKeySpec key = new SecretKeySpec(nonce(), "AES");
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(nonce()));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES", e);
    }
  }

  @Override
  public int nextMask() {
    if (!block.hasRemaining()) {
      refill();
    }
    return block.getInt();
  }

  private void refill() {
    if (begun) {
      refillByCipher();
    } else {
      begun = true;
      source.nextBytes(block.array());
    }
    block.clear();
  }

  private void refillByCipher() {
    Cipher cipher = keyStream;
    if (cipher == null) {
      cipher = keyStream();
      keyStream = cipher;
    }
    try {
      cipher.update(zeros, 0, BLOCK_BYTES, block.array(), 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a block does not fit into a block", e);
    }
  }

  /** The 16 bytes of a {@code Sec-WebSocket-Key}. */
  byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    source.nextBytes(nonce);
    return nonce;
  }
}
