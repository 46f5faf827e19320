package io.tenterhook.transport.netty;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;

/**
 * Linux, without the JDK's selector. Apart, because {@code netty-transport-classes-epoll} may be
 * missing: whoever calls expects that.
 */
final class EpollBackend {

  private EpollBackend() {}

  /**
   * Opens it.
   *
   * @throws LinkageError if it cannot be used here
   */
  static IoBackend open() {
    Epoll.ensureAvailability();
    return new IoBackend(
        "epoll",
        EpollIoHandler.newFactory(),
        EpollSocketChannel::new,
        EpollDomainSocketChannel::new,
        file -> new DomainSocketAddress(file.toFile()));
  }
}
