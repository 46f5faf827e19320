package io.tenterhook.protocol.socketio;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the Socket.IO packets of one connection and puts binary ones together again. Socket.IO
 * v5, "Packet encoding".
 *
 * <pre>
 *   &lt;type&gt;[&lt;attachments&gt;-][&lt;namespace&gt;,][&lt;ack id&gt;][&lt;JSON&gt;]
 *
 *   2["hi"]     51-/chat,7["file",{"_placeholder":true,"num":0}]  + one binary message
 * </pre>
 *
 * <p>One thread. After a {@link io.tenterhook.protocol.ProtocolException} the decoder must not be
 * used again: its connection is over.
 */
public final class PacketDecoder {
  /**
   * A decoder for a new connection.
   *
   * @param limits what is accepted at most
   */
  public PacketDecoder(DecoderLimits limits) {}

  /**
   * Takes the content of an Engine.IO message packet, without its type.
   *
   * @param array holds the content; belongs to the packet from now on
   * @param start where the content starts
   * @param end where the content ends
   * @return the packet, or null while attachments are still due
   */
  public @Nullable Packet text(byte[] array, int start, int end) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes an attachment.
   *
   * @param attachment belongs to the packet from now on
   * @return the packet, or null while further attachments are due
   */
  public @Nullable Packet binary(byte[] attachment) {
    throw new UnsupportedOperationException();
  }

  /**
   * Says whether a packet is still incomplete.
   *
   * @return whether the next message must be binary
   */
  public boolean awaitsAttachments() {
    throw new UnsupportedOperationException();
  }
}
