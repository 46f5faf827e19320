package io.tenterhook.json.jackson3;

import tools.jackson.core.JacksonException;

/** Says where in a value something went wrong, and what, with foreign text kept short. */
final class Complaint {

  private static final int MAX_CHARS = 200;
  private static final int MAX_NAME_CHARS = 40;

  private Complaint() {}

  /** The end of a sentence, for example {@code " at $.items[3].name: Cannot …"}. */
  static String of(Exception e) {
    if (e instanceof JacksonException jackson) {
      return where(jackson) + ": " + shortened(jackson.getOriginalMessage(), MAX_CHARS);
    }
    return ": " + shortened(e.toString(), MAX_CHARS);
  }

  private static String where(JacksonException e) {
    if (e.getPath().isEmpty()) {
      return e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
    }
    StringBuilder path = new StringBuilder(" at $");
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() != null) {
        path.append('.').append(shortened(step.getPropertyName(), MAX_NAME_CHARS));
      } else {
        path.append('[').append(step.getIndex()).append(']');
      }
      if (path.length() > MAX_CHARS) {
        return path.append('…').toString();
      }
    }
    return path.toString();
  }

  private static String shortened(String text, int maxChars) {
    String start = text.length() <= maxChars ? text : text.substring(0, maxChars) + '…';
    return start.replaceAll("\\p{Cntrl}", ".");
  }
}
