package io.tenterhook.benchmarks.whole;

import io.tenterhook.benchmarks.server.Script;
import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.Resources;
import io.tenterhook.client.SocketIoClient;
import java.util.concurrent.CompletableFuture;

/**
 * This project's client, with all defaults but for reconnects, which would hide a failure. Threads
 * are kept between connections, as netty-raw's are.
 */
final class TenterhookCandidate implements Candidate {
  private static final RawJson ARGUMENT = RawJson.of(Script.ARGUMENT);
  private static final byte[] BLOB = new byte[Script.BLOB_BYTES];

  private static final ClientObserver LOUD = new FailsLoudly();

  private final Resources resources = Resources.create(1);

  @Override
  public CompletableFuture<Link> open(int port, Ears ears) {
    SocketIoClient client =
        SocketIoClient.builder("http://127.0.0.1:" + port)
            .resources(resources)
            .reconnect(ReconnectPolicy.never())
            .observer(LOUD)
            .build();
    NamespaceSocket root = client.socket();
    if (!ears.isDeaf()) {
      if (ears.event().equals("order")) {
        root.on("order", Order.class, order -> ears.onEvent().run());
      } else {
        root.on(ears.event(), event -> ears.onEvent().run());
      }
      root.on("seen", event -> ears.onSeen().run());
    }
    return root.connect().thenApply(connected -> new Connected(client, root));
  }

  @Override
  public void close() {
    resources.close();
  }

  private record Connected(SocketIoClient client, NamespaceSocket root) implements Link {
    @Override
    public void requestFlood(String event, long events, long perSecond) {
      root.emit("flood", event, events, perSecond);
    }

    @Override
    public void emitTick() {
      root.emit("tick", ARGUMENT);
    }

    @Override
    public void emitOrder() {
      root.emit("tick", Order.EXAMPLE);
    }

    @Override
    public void emitBlob() {
      root.emit("blob", (Object) BLOB);
    }

    @Override
    public void ask(Runnable onAnswer) {
      var unused =
          root.call("ask", ARGUMENT)
              .args()
              .whenComplete(
                  (answer, failure) -> {
                    if (failure == null) {
                      onAnswer.run();
                    } else {
                      ClientProcess.fail("an ask failed", failure);
                    }
                  });
    }

    @Override
    public void close() {
      var unused = client.closeAsync();
    }
  }

  private static final class FailsLoudly implements ClientObserver {
    @Override
    public void onHandlerError(String where, Throwable error) {
      ClientProcess.fail(where, error);
    }

    @Override
    public void onDropped(String namespace, String what) {
      ClientProcess.fail("dropped on " + namespace + ": " + what, null);
    }
  }
}
