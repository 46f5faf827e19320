package io.tenterhook.transport.netty;

import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;

/**
 * Linux, by a ring shared with the kernel. Apart, because {@code netty-transport-classes-io_uring}
 * may be missing: whoever calls expects that.
 */
final class IoUringBackend {

  private IoUringBackend() {}

  /**
   * Opens it.
   *
   * @throws LinkageError if it cannot be used here
   */
  static IoBackend open() {
    IoUring.ensureAvailability();
    return new IoBackend("io_uring", IoUringIoHandler.newFactory(), IoUringSocketChannel::new);
  }
}
