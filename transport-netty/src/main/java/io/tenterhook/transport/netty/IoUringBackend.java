package io.tenterhook.transport.netty;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
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
   * @throws IllegalStateException if it would lose connections without noticing
   */
  static IoBackend open() {
    IoUring.ensureAvailability();
    if (IoUring.isPollAddMultishotEnabled()) {
      // Netty 4.2.18: of 60 connections that were reset right after an answer 36 stayed open for
      // ever; without multishot polls none did.
      throw new IllegalStateException(
          "it misses resets unless -Dio.netty.iouring.pollAddMultishotEnabled=false");
    }
    return new IoBackend(
        "io_uring",
        IoUringIoHandler.newFactory(),
        IoUringSocketChannel::new,
        IoUringDomainSocketChannel::new,
        file -> new DomainSocketAddress(file.toFile()));
  }
}
