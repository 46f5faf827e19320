package io.tenterhook.cli.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Whether the operating system lets this process have a connection for each client. */
public final class OpenFiles {
  /** Libraries, streams, event loops, and those that are just being closed. */
  private static final int OTHERS = 100;

  private OpenFiles() {}

  /** How many this process may have; the JVM has raised the limit as far as it may. */
  public static long allowed() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  /** What is missing, in one sentence; empty if nothing. */
  public static Optional<String> shortage(int clients, long allowed) {
    return clients + OTHERS <= allowed
        ? Optional.empty()
        : Optional.of(
            "%d clients need about %d open files, but this process may have %d"
                .formatted(clients, clients + OTHERS, allowed));
  }
}
