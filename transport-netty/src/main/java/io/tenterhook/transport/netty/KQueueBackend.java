package io.tenterhook.transport.netty;

import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;

/**
 * macOS and BSD, without the JDK's selector. Apart, because {@code netty-transport-classes-kqueue}
 * may be missing: whoever calls expects that.
 */
final class KQueueBackend {

  private KQueueBackend() {}

  /**
   * Opens it.
   *
   * @throws LinkageError if it cannot be used here
   */
  static IoBackend open() {
    KQueue.ensureAvailability();
    return new IoBackend(
        "kqueue",
        KQueueIoHandler.newFactory(),
        KQueueSocketChannel::new,
        KQueueDomainSocketChannel::new,
        file -> new DomainSocketAddress(file.toFile()));
  }
}
