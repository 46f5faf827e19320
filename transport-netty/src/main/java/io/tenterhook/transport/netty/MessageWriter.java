package io.tenterhook.transport.netty;

import io.tenterhook.client.spi.Link.WriteListener;
import org.jspecify.annotations.Nullable;

/** How messages become frames on an open channel. On the loop. */
interface MessageWriter {

  /** Takes one message as {@link io.tenterhook.client.spi.Link#send} has it. */
  void write(byte[] array, int start, int end, boolean binary, @Nullable WriteListener written);

  /** Gives the channel, unflushed, what it has not been given yet. */
  void handOver();

  /** Bytes that {@link #handOver} would give. */
  long collectedBytes();
}
