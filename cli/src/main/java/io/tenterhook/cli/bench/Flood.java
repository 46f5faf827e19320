package io.tenterhook.cli.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to receive.
 *
 * @param events their names; all events if there are none
 * @param start what each member emits to make the server begin
 * @param sentAt where events say when they were sent
 */
public record Flood(List<String> events, @Nullable Message start, @Nullable SentAt sentAt) {}
