package io.tenterhook.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the operating system is asked for I/O. The one place where this is chosen.
 *
 * <p>NIO works everywhere. The others need jars of Netty that are no dependency of ours: a user who
 * wants one adds them, which is all it takes.
 *
 * @param name for diagnostics, for example {@code nio}
 * @param handlers makes one I/O handler for each loop
 * @param tcp makes one unconnected socket for each attempt to connect
 * @param unix the same for Unix domain sockets
 * @param unixAddress what such a socket connects to
 */
record IoBackend(
    String name,
    IoHandlerFactory handlers,
    Supplier<? extends Channel> tcp,
    Supplier<? extends Channel> unix,
    Function<Path, SocketAddress> unixAddress) {

  /** The system property that overrules the choice. */
  static final String PROPERTY = "io.tenterhook.netty.backend";

  /**
   * By preference. io_uring comes after epoll: it is younger, and what it needs of the kernel is
   * often forbidden in containers. Whoever wants it beside epoll's jars names it. These are no
   * method references, because such a one may link its class, and fail, before it is called.
   */
  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate("epoll", () -> EpollBackend.open()),
          new Candidate("kqueue", () -> KQueueBackend.open()),
          new Candidate("io_uring", () -> IoUringBackend.open()),
          new Candidate("nio", IoBackend::nio));

  /**
   * A backend that may not be there.
   *
   * @param name as {@link #PROPERTY} has it
   * @param open throws a {@link LinkageError} if a class or the native library is missing, or if
   *     the operating system does not take part; an {@link IllegalStateException} if it is there
   *     and must not be used
   */
  record Candidate(String name, Supplier<IoBackend> open) {}

  private static IoBackend nio() {
    return new IoBackend(
        "nio",
        NioIoHandler.newFactory(),
        NioSocketChannel::new,
        NioDomainSocketChannel::new,
        UnixDomainSocketAddress::of);
  }

  /**
   * The one that the system property names, else the best that works on this machine.
   *
   * @throws IllegalStateException if the property names one that does not
   */
  static IoBackend best() {
    return choose(CANDIDATES, System.getProperty(PROPERTY));
  }

  static IoBackend choose(List<Candidate> candidates, @Nullable String wanted) {
    for (Candidate candidate : candidates) {
      if (wanted == null || wanted.equals(candidate.name())) {
        try {
          return candidate.open().get();
        } catch (LinkageError | IllegalStateException e) {
          if (wanted != null) {
            throw new IllegalStateException(
                PROPERTY + " is " + wanted + ", which does not work here: " + reason(e), e);
          }
          // Not wanted by name, so not missed.
        }
      }
    }
    throw new IllegalStateException(
        PROPERTY
            + " is "
            + Excerpt.of(String.valueOf(wanted))
            + " but must be one of "
            + candidates.stream().map(Candidate::name).collect(Collectors.joining(", ")));
  }

  /** The errors around it say only that something failed. */
  private static String reason(Throwable e) {
    Throwable reason = e;
    while (reason.getCause() != null
        && !(reason instanceof UnsatisfiedLinkError inner && inner != e)) {
      reason = reason.getCause();
    }
    return reason.getClass().getSimpleName()
        + ": "
        + Excerpt.of(String.valueOf(reason.getMessage()));
  }
}
