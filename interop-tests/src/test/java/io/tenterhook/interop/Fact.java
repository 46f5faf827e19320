package io.tenterhook.interop;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One JSON line of a peer: what the server saw. {@code peers/README.md} lists the kinds.
 *
 * @param event the kind, for example {@code packet}
 * @param json the whole line
 */
record Fact(String event, JsonNode json) {

  boolean is(String kind) {
    return event.equals(kind);
  }

  /** A string member, or another one as JSON; empty if there is none. */
  String text(String member) {
    JsonNode value = json.path(member);
    return value.isValueNode() ? value.asText() : value.toString();
  }

  int number(String member) {
    return json.path(member).asInt();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
