package io.tenterhook.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;

/** A program of its own, in which nobody has recorded anything when its client connects. */
final class RecorderComesLater {
  static final String DONE = "told of / by its end";

  private RecorderComesLater() {}

  public static void main(String[] args) {
    try (SocketIoClient client = SocketIoClient.builder(args[0]).build()) {
      NamespaceSocket socket = client.socket();
      CompletableFuture<Void> told = new CompletableFuture<>();
      socket.onDisconnect((ending, willReconnect) -> told.complete(null));
      socket.connect().orTimeout(20, TimeUnit.SECONDS).join();
      socket.call("ask").args().orTimeout(20, TimeUnit.SECONDS).join();
      if (FlightRecorder.isInitialized()) {
        throw new IllegalStateException("the client has started the recorder");
      }
      try (FlightRecord flight = new FlightRecord()) {
        socket.disconnect().orTimeout(20, TimeUnit.SECONDS).join();
        told.orTimeout(20, TimeUnit.SECONDS).join();
        flight.recorded().stream()
            .filter(event -> event.getEventType().getName().equals("tenterhook.Connection"))
            .forEach(
                event ->
                    System.out.println("told of " + event.getString("namespace") + " by its end"));
      }
    }
  }
}
