package io.tenterhook.cli;

import io.tenterhook.msgpack.MessagePackParser;
import io.tenterhook.protocol.socketio.Parser;
import picocli.CommandLine.Option;

/** How packets are written down where there is no network. */
final class WireOptions {
  @Option(names = "--hex", description = "frames are hexadecimal digits, two for each byte")
  private boolean hex;

  @Option(
      names = "--parser",
      paramLabel = "json|msgpack",
      defaultValue = "json",
      description = "the wire format (default: ${DEFAULT-VALUE})")
  private RoadOptions.WireFormat format = RoadOptions.WireFormat.JSON;

  boolean hex() {
    return hex;
  }

  Parser parser() {
    return format == RoadOptions.WireFormat.MSGPACK ? MessagePackParser.create() : Parser.json();
  }
}
