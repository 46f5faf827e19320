package io.tenterhook.fuzz;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;

/** A valid value is walked by a cursor and skipped to the same end. */
public final class JsonTarget {
  private JsonTarget() {}

  /**
   * Takes a text.
   *
   * @param data JSON or not
   */
  public static void fuzzerTestOneInput(byte[] data) {
    int end;
    try {
      end = JsonScanner.skipValue(data, 0, data.length, 512);
    } catch (ProtocolException refused) {
      return;
    }
    int start = JsonScanner.skipWhitespace(data, 0, end);
    if (data[start] == '[') {
      JsonCursor element = JsonCursor.array(data, start, end);
      while (element.next()) {
        if (JsonScanner.skipValue(data, element.start(), element.end(), 512) != element.end()) {
          throw new AssertionError("cursor and scanner differ at " + element.start());
        }
      }
    } else if (data[start] == '"') {
      JsonScanner.readString(data, start, end);
    }
  }
}
