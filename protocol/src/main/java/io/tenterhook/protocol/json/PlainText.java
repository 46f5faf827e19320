package io.tenterhook.protocol.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a run of string content that needs no look: ASCII without quote, backslash and
 * control characters.
 *
 * <p>Eight bytes at a time, because nearly all bytes of nearly all events are such content, and
 * looking at each costs most of the scan.
 */
final class PlainText {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long SPACES = 0x2020202020202020L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;

  private PlainText() {}

  /** The index of the first byte from {@code at} on that is not plain, or {@code end}. */
  static int end(byte[] json, int at, int end) {
    int index = at;
    for (; index <= end - Long.BYTES; index += Long.BYTES) {
      long word = (long) LONG.get(json, index);
      // A byte minus what it must exceed borrows into its high bit; so does a byte that equals what
      // it must not, once the two are xored and one is taken away. A false borrow can only come
      // from a true one in a lower byte, and the lowest is the one that counts.
      long special =
          ((word - SPACES) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | word)
              & HIGH_BITS;
      if (special != 0) {
        return index + (Long.numberOfTrailingZeros(special) >> 3);
      }
    }
    while (index < end && isPlain(json[index])) {
      index++;
    }
    return index;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\';
  }
}
