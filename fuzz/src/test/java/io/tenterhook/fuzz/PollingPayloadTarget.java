package io.tenterhook.fuzz;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.PollingPayload;
import java.util.ArrayList;
import java.util.List;

/** The bodies of HTTP long-polling; what is read can be written and read again. */
public final class PollingPayloadTarget {
  private PollingPayloadTarget() {}

  /**
   * Takes a body.
   *
   * @param data of a response or request
   */
  public static void fuzzerTestOneInput(byte[] data) {
    List<EnginePacket> packets = new ArrayList<>();
    try {
      PollingPayload.decode(data, 0, data.length, 1_000, packets::add);
    } catch (ProtocolException refused) {
      return;
    }
    byte[] again = PollingPayload.encode(packets);
    List<EnginePacket> second = new ArrayList<>();
    PollingPayload.decode(again, 0, again.length, 1_000, second::add);
    if (!packets.equals(second)) {
      throw new AssertionError("read differently the second time: " + packets);
    }
  }
}
