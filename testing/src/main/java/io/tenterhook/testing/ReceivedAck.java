package io.tenterhook.testing;

import java.util.List;

/**
 * A client's answer to an event.
 *
 * @param args its arguments, as JSON texts
 * @param attachments what {@link Json#attachment} places among the arguments stand for
 */
public record ReceivedAck(List<String> args, List<byte[]> attachments) {}
