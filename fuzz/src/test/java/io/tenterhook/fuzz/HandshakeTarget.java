package io.tenterhook.fuzz;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.Handshake;

/** The OPEN packet; what is read can be written and read again. */
public final class HandshakeTarget {
  private HandshakeTarget() {}

  /**
   * Takes the content of an OPEN packet.
   *
   * @param data JSON or not
   */
  public static void fuzzerTestOneInput(byte[] data) {
    Handshake read;
    try {
      read = Handshake.parse(data, 0, data.length);
    } catch (ProtocolException refused) {
      return;
    }
    byte[] json = read.toJson();
    if (!read.equals(Handshake.parse(json, 0, json.length))) {
      throw new AssertionError("read differently the second time: " + read);
    }
  }
}
