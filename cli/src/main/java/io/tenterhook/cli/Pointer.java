package io.tenterhook.cli;

import io.tenterhook.client.RawJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JSON Pointer (RFC 6901) into the arguments of an event: {@code /0/sym} is the member {@code
 * sym} of the first. Where a pattern is taken, {@code *} stands for any member or element.
 *
 * @param steps member names and indices, one or more
 */
record Pointer(List<String> steps) {
  private static final String ANY = "*";

  /**
   * Understands {@code /0/sym}.
   *
   * @param flag whose value it is, for messages
   */
  static Pointer parse(String text, String flag) {
    if (!text.startsWith("/")) {
      throw CommandFailure.usage(
          flag + " is \"" + text + "\", which does not start with /",
          "/0/token is the member \"token\" of the first argument");
    }
    return new Pointer(
        Stream.of(text.substring(1).split("/", -1))
            .map(step -> step.replace("~1", "/").replace("~0", "~"))
            .toList());
  }

  /**
   * Follows it.
   *
   * @param args a JSON array
   * @return the value there; empty if there is none
   */
  Optional<RawJson> in(RawJson args) {
    RawJson value = args;
    for (String step : steps) {
      if (value.type() == RawJson.Type.OBJECT) {
        Map<String, RawJson> members = value.members();
        if (!members.containsKey(step)) {
          return Optional.empty();
        }
        value = value.member(step);
      } else if (value.type() == RawJson.Type.ARRAY && step.matches("0|[1-9]\\d{0,8}")) {
        List<RawJson> elements = value.elements();
        int index = Integer.parseInt(step);
        if (index >= elements.size()) {
          return Optional.empty();
        }
        value = elements.get(index);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(value);
  }

  /** Whether this pattern goes on below a member or element. */
  boolean takes(int depth, String step) {
    return steps.get(depth).equals(ANY) || steps.get(depth).equals(step);
  }

  boolean endsAt(int depth) {
    return steps.size() == depth;
  }
}
