package io.tenterhook.protocol.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.json.JsonScanner;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the JSON of a binary packet where an attachment belongs. Socket.IO v5, "Format".
 *
 * <pre>{@code
 * {"_placeholder":true,"num":0}
 * }</pre>
 *
 * <p>The members may come in either order; {@code num} is an integer in plain digits, from 0 to
 * below the number of attachments. Attachments may be named in any order, more than once, or not at
 * all.
 */
public final class Placeholder {
  private static final byte[] PREFIX = "{\"_placeholder\":true,\"num\":".getBytes(US_ASCII);
  private static final byte[] MARK = "_placeholder".getBytes(US_ASCII);
  private static final byte[] NUM = "num".getBytes(US_ASCII);

  /** No array has more elements. */
  private static final int MAX_NUM_DIGITS = 10;

  /** No placeholder of ours is longer. */
  public static final int MAX_BYTES = PREFIX.length + MAX_NUM_DIGITS + 1;

  private Placeholder() {}

  /**
   * Reads a placeholder.
   *
   * @param json validated UTF-8 text
   * @param start where the value starts
   * @param end where the value ends
   * @return the index of the attachment, or -1 if the value is no placeholder
   */
  public static int num(byte[] json, int start, int end) {
    if (json[start] != '{') {
      return -1;
    }
    boolean marked = false;
    int num = -1;
    int at = start;
    for (int members = 0; members < 2; members++) {
      if (members > 0 && json[at] != ',') {
        return -1;
      }
      int key = JsonScanner.skipWhitespace(json, at + 1, end);
      if (json[key] != '"') {
        return -1;
      }
      int keyEnd = JsonScanner.skipValue(json, key, end, 0);
      int value = JsonScanner.skipWhitespace(json, afterColon(json, keyEnd, end), end);
      if (json[value] == '{' || json[value] == '[') {
        return -1;
      }
      int valueEnd = JsonScanner.skipValue(json, value, end, 0);
      if (JsonScanner.stringEquals(json, key, keyEnd, MARK)) {
        marked |= isTrue(json, value);
      } else if (JsonScanner.stringEquals(json, key, keyEnd, NUM)) {
        num = index(json, value, valueEnd);
      }
      at = JsonScanner.skipWhitespace(json, valueEnd, end);
    }
    return marked && json[at] == '}' ? num : -1;
  }

  /**
   * Checks that every object with a true {@code _placeholder} is a placeholder for an attachment
   * that is there.
   *
   * @param json validated UTF-8 text
   * @param start where the payload starts
   * @param end where the payload ends
   * @param attachments how many there are
   */
  static void checkAll(byte[] json, int start, int end, int attachments) {
    int at = firstWrong(json, start, end, attachments, null);
    if (at < end) {
      throw ProtocolException.unexpected(
          ProtocolRule.INVALID_PLACEHOLDER,
          "exactly {\"_placeholder\":true,\"num\":n} with n below " + attachments,
          json,
          at,
          end);
    }
  }

  /**
   * Checks that nothing in a payload to be sent with attachments looks like a placeholder and is
   * none: the receiver would take a user's own map for an attachment.
   *
   * @param json validated UTF-8 text
   * @param start where the payload starts
   * @param end where the payload ends
   * @param attachments how many there are, each with one placeholder at most
   * @throws IllegalArgumentException if there is such a map
   */
  public static void checkOwn(byte[] json, int start, int end, int attachments) {
    if (firstWrong(json, start, end, attachments, new BitSet(attachments)) < end) {
      throw new IllegalArgumentException(
          "a map with \"_placeholder\": true beside binary data would be taken for binary data;"
              + " rename the key, or send the binary data in an event of its own");
    }
  }

  /**
   * Finds a mark that does not make its object a placeholder for an attachment.
   *
   * @param once gets the numbers that were found, if none may be there twice
   * @return its index, or that of its object; {@code end} if there is none
   */
  private static int firstWrong(
      byte[] json, int start, int end, int attachments, @Nullable BitSet once) {
    // One pass without a stack: an object that is a placeholder allows the one mark inside it.
    boolean markAllowed = false;
    int at = start;
    while (at < end) {
      byte b = json[at];
      if (b == '{') {
        int num = num(json, at, end);
        if (num >= attachments) {
          return at;
        }
        markAllowed = num >= 0;
        if (once != null && markAllowed) {
          if (once.get(num)) {
            return at;
          }
          once.set(num);
        }
        at++;
      } else if (b == '"') {
        int stringEnd = JsonScanner.skipValue(json, at, end, 0);
        if (isMark(json, at, stringEnd, end)) {
          if (!markAllowed) {
            return at;
          }
          markAllowed = false;
        }
        at = stringEnd;
      } else {
        at++;
      }
    }
    return end;
  }

  /**
   * Writes a placeholder.
   *
   * @param num the index of the attachment
   * @return JSON in UTF-8
   */
  public static byte[] json(int num) {
    byte[] json = new byte[MAX_BYTES];
    return Arrays.copyOf(json, write(num, json, 0));
  }

  /**
   * Writes a placeholder into an array.
   *
   * @param num the index of the attachment
   * @param target gets JSON in UTF-8; must have room for {@link #MAX_BYTES}
   * @param at where it starts
   * @return the index just after it
   */
  public static int write(int num, byte[] target, int at) {
    System.arraycopy(PREFIX, 0, target, at, PREFIX.length);
    int digits = 1;
    for (int rest = num / 10; rest > 0; rest /= 10) {
      digits++;
    }
    int brace = at + PREFIX.length + digits;
    int left = num;
    for (int i = brace - 1; i >= brace - digits; i--) {
      target[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    target[brace] = '}';
    return brace + 1;
  }

  /** Says whether a string is the name of a member {@code "_placeholder":true}. */
  private static boolean isMark(byte[] json, int start, int stringEnd, int end) {
    int colon = JsonScanner.skipWhitespace(json, stringEnd, end);
    return colon < end
        && json[colon] == ':'
        && isTrue(json, JsonScanner.skipWhitespace(json, colon + 1, end))
        && JsonScanner.stringEquals(json, start, stringEnd, MARK);
  }

  private static int afterColon(byte[] json, int keyEnd, int end) {
    return JsonScanner.skipWhitespace(json, keyEnd, end) + 1;
  }

  private static boolean isTrue(byte[] json, int value) {
    return json[value] == 't';
  }

  /** The value of plain digits, or -1 for anything else. */
  private static int index(byte[] json, int start, int end) {
    if (end - start > MAX_NUM_DIGITS) {
      return -1;
    }
    long index = 0;
    for (int i = start; i < end; i++) {
      if (json[i] < '0' || json[i] > '9') {
        return -1;
      }
      index = index * 10 + json[i] - '0';
    }
    return (int) Math.min(index, Integer.MAX_VALUE);
  }
}
