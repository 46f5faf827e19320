package io.tenterhook.client.spi;

import java.util.List;

/**
 * One valid JSON value as a range of UTF-8 bytes, and the attachments its placeholders stand for.
 *
 * @param array holds the value; must not be changed
 * @param start index of the value's first byte
 * @param end index after its last byte
 * @param attachments in the order of their numbers; empty for packets without binary
 */
// A carrier from the wire to one call of a binding: nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
public record JsonSource(byte[] array, int start, int end, List<byte[]> attachments) {

  /**
   * The bytes that <code>{"_placeholder":true,"num":N}</code> stands for.
   *
   * @param num the placeholder's number
   * @return the attachment, not copied
   * @throws IndexOutOfBoundsException if the packet has no such attachment
   */
  public byte[] attachment(int num) {
    return attachments.get(num);
  }

  /**
   * The value's length.
   *
   * @return bytes
   */
  public int length() {
    return end - start;
  }
}
