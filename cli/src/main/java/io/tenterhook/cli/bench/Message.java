package io.tenterhook.cli.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is sent, again and again.
 *
 * @param arguments as the client takes them; JSON already where that is possible
 * @param bytes of all arguments: of their JSON, and of attachments
 */
public record Message(String event, List<@Nullable Object> arguments, long bytes) {

  @Nullable Object[] array() {
    return arguments.toArray();
  }
}
