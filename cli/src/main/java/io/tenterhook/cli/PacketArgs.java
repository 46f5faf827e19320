package io.tenterhook.cli;

import io.tenterhook.client.RawJson;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Packet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The arguments of decoded packets, as a JSON array for people: see {@link JsonText#compact}. */
final class PacketArgs {
  /** What is read for people may be larger than what a client accepts. */
  static final DecoderLimits LIMITS =
      new DecoderLimits(1_000, 64L << 20, JsonScanner.DEFAULT_MAX_DEPTH, 1 << 16);

  private PacketArgs() {}

  /** Without the event's name. */
  static String of(Packet.Event event) {
    List<RawJson> elements =
        RawJson.of(text(event.array(), event.argsStart(), event.argsEnd())).elements();
    String args =
        elements.stream().skip(1).map(RawJson::toString).collect(Collectors.joining(",", "[", "]"));
    return JsonText.compact(args, event.attachments());
  }

  static String of(Packet.Ack ack) {
    return JsonText.compact(text(ack.array(), ack.start(), ack.end()), ack.attachments());
  }

  private static String text(byte[] array, int start, int end) {
    return new String(array, start, end - start, StandardCharsets.UTF_8);
  }
}
