package io.tenterhook.client.spi;

import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Takes the UTF-8 bytes of JSON values and, beside them, binary attachments. Used by one thread,
 * for the time of one {@link JsonBinding#write}.
 */
public abstract class JsonSink extends OutputStream {

  /** For implementations. */
  protected JsonSink() {}

  @Override
  public abstract void write(int value);

  @Override
  public abstract void write(byte[] bytes, int offset, int length);

  /**
   * Keeps binary data as an attachment. The caller then writes <code>
   * {"_placeholder":true,"num":N}</code> in the data's place (Socket.IO v5, "Binary event").
   *
   * @param data copied from its position to its limit; left as it is
   * @return the attachment's number N
   */
  public abstract int attach(ByteBuffer data);

  /** Does nothing: the sink is memory. */
  @Override
  public final void flush() {}

  /** Does nothing: the sink is memory. */
  @Override
  public final void close() {}
}
