package io.tenterhook.client;

import java.util.concurrent.TimeUnit;

/** A program of its own, on a JDK without the Flight Recorder: connects, calls, closes. */
final class WithoutFlightRecorder {
  static final String DONE = "called without a recorder";

  private WithoutFlightRecorder() {}

  public static void main(String[] args) {
    if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
      throw new IllegalStateException("the recorder is there");
    }
    try (SocketIoClient client = SocketIoClient.builder(args[0]).build()) {
      NamespaceSocket socket = client.socket();
      socket.connect().orTimeout(20, TimeUnit.SECONDS).join();
      socket.emit("hello", 1);
      System.out.println(DONE);
    }
  }
}
