package io.tenterhook.cli;

import io.tenterhook.cli.JsonLines.Direction;
import io.tenterhook.client.RawJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the schema whose kind is {@code event}, read back: see {@link JsonLines}.
 *
 * @param where it stands, for messages
 * @param at when it happened; null if the line does not say
 * @param dir which way it went; null if the line does not say
 * @param namespace null if the line does not say
 * @param args a JSON array, in which binary is <code>{"$base64":"…"}</code>
 */
record EventLine(
    String where,
    @Nullable Instant at,
    @Nullable Direction dir,
    @Nullable String namespace,
    String event,
    String args) {

  /** What is to be sent. */
  Object[] arguments() {
    return RawJson.of(args).elements().stream()
        .map(value -> EmitArguments.json(value.toString()))
        .toArray();
  }
}
