package io.tenterhook.transport.netty;

import java.util.Arrays;

/**
 * Joins the fragments of one message (RFC 6455, 5.4). One growing array, not a list of pieces: a
 * million fragments of one byte then cost a megabyte, and a million empty ones nothing.
 */
final class FragmentJoiner {

  private final int maxBytes;
  private final boolean binary;
  private byte[] bytes = {};
  private int length;

  FragmentJoiner(int maxBytes, boolean binary) {
    this.maxBytes = maxBytes;
    this.binary = binary;
  }

  /** Bytes of the message so far. */
  int length() {
    return length;
  }

  boolean binary() {
    return binary;
  }

  /**
   * Copies one fragment.
   *
   * @return false, with nothing copied, if the message would exceed the limit
   */
  boolean append(byte[] fragment) {
    int more = fragment.length;
    if (more > maxBytes - length) {
      return false;
    }
    int needed = length + more;
    if (needed > bytes.length) {
      int doubled = (int) Math.min(2L * needed, maxBytes);
      bytes = Arrays.copyOf(bytes, doubled);
    }
    System.arraycopy(fragment, 0, bytes, length, more);
    length = needed;
    return true;
  }

  /** The whole message, in an array of its size. */
  byte[] message() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
