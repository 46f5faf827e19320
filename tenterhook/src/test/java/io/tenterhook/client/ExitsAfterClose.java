package io.tenterhook.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program of its own: connects, closes, returns from main. The JVM then waits for whatever thread
 * keeps it alive; how long, is measured in here, so that the start of a process does not count.
 */
final class ExitsAfterClose {
  static final String EXITED = "exited after ms: ";

  private ExitsAfterClose() {}

  public static void main(String[] args) {
    AtomicLong closedAt = new AtomicLong();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  long nanos = System.nanoTime() - closedAt.get();
                  System.out.println(EXITED + TimeUnit.NANOSECONDS.toMillis(nanos));
                }));
    try (SocketIoClient client = SocketIoClient.builder(args[0]).build()) {
      client.socket().connect().orTimeout(20, TimeUnit.SECONDS).join();
      System.out.println("connected");
    }
    closedAt.set(System.nanoTime());
  }
}
