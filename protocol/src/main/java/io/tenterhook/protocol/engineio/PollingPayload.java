package io.tenterhook.protocol.engineio;

import java.util.List;
import java.util.function.Consumer;

/**
 * The body of an HTTP long-polling request or response. Engine.IO v4, "HTTP long-polling".
 *
 * <pre>
 *   &lt;type&gt;[&lt;data&gt;] 0x1E b&lt;base64&gt; 0x1E …       4hello 1E 2 1E bAQIDBA==
 * </pre>
 */
public final class PollingPayload {
  private PollingPayload() {}

  /**
   * Reads the packets of a body, in order. The packets before a mistake have been handed over when
   * the mistake is reported.
   *
   * @param body the body; text packets refer to it
   * @param start where the payload starts
   * @param end where the payload ends
   * @param maxPackets how many packets are accepted
   * @param sink gets each packet
   */
  public static void decode(
      byte[] body, int start, int end, int maxPackets, Consumer<EnginePacket> sink) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes packets to a body.
   *
   * @param packets at least one
   * @return a new array
   */
  public static byte[] encode(List<EnginePacket> packets) {
    throw new UnsupportedOperationException();
  }

  /**
   * How many bytes a packet takes in a body: base64 growth counted, the separator not. A body of n
   * packets has n-1 separators of one byte.
   *
   * @param packet the packet
   * @return bytes
   */
  public static long encodedLength(EnginePacket packet) {
    throw new UnsupportedOperationException();
  }
}
