package io.tenterhook.json.jackson;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;

/** Says where in a value something went wrong, and what, with foreign text kept short. */
final class Complaint {

  private static final int MAX_CHARS = 200;
  private static final int MAX_NAME_CHARS = 40;

  private Complaint() {}

  /** The end of a sentence, for example {@code " at $.items[3].name: Cannot …"}. */
  static String of(Exception e) {
    String reason =
        e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.toString();
    return where(e) + ": " + shortened(String.valueOf(reason), MAX_CHARS);
  }

  private static String where(Exception e) {
    if (e instanceof JsonMappingException mapping) {
      StringBuilder path = new StringBuilder(" at $");
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() != null) {
          path.append('.').append(shortened(step.getFieldName(), MAX_NAME_CHARS));
        } else {
          path.append('[').append(step.getIndex()).append(']');
        }
        if (path.length() > MAX_CHARS) {
          return path.append('…').toString();
        }
      }
      return path.toString();
    }
    if (e instanceof JacksonException jackson && jackson.getLocation() != null) {
      JsonLocation location = jackson.getLocation();
      return " at byte " + location.getByteOffset();
    }
    return "";
  }

  private static String shortened(String text, int maxChars) {
    String start = text.length() <= maxChars ? text : text.substring(0, maxChars) + '…';
    return start.replaceAll("\\p{Cntrl}", ".");
  }
}
