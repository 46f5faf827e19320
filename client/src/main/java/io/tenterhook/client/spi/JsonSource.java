package io.tenterhook.client.spi;

import io.tenterhook.protocol.socketio.Placeholder;
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
   * Recognises a placeholder: <code>{"_placeholder":true,"num":N}</code> in either order, with or
   * without white space, and nothing else in the object. For libraries that read ahead of an object
   * what it is. An object with escapes is none: so a parser whose wire format has binary of its own
   * marks a user's map that looks like one.
   *
   * @param index of the brace that opens an object
   * @return the attachment's number, which may be too large; -1 if the object is no placeholder, or
   *     the packet has no attachments
   */
  public int placeholderAt(int index) {
    int num = attachments.isEmpty() ? -1 : Placeholder.num(array, index, end);
    return num >= 0 && hasEscapes(index) ? -1 : num;
  }

  private boolean hasEscapes(int index) {
    for (int at = index; array[at] != '}'; at++) {
      if (array[at] == '\\') {
        return true;
      }
    }
    return false;
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
