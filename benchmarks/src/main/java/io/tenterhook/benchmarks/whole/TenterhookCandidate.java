package io.tenterhook.benchmarks.whole;

import io.tenterhook.benchmarks.server.Script;
import io.tenterhook.client.ClientObserver;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** This project's client, with all defaults but for reconnects, which would hide a failure. */
final class TenterhookCandidate implements Candidate {
  private static final RawJson ARGUMENT = RawJson.of(Script.ARGUMENT);

  private @Nullable SocketIoClient client;
  private @Nullable NamespaceSocket socket;

  @Override
  public void connect(int port, Runnable onTick, Runnable onSeen) throws Exception {
    client =
        SocketIoClient.builder("http://127.0.0.1:" + port)
            .reconnect(ReconnectPolicy.never())
            .observer(new FailsLoudly())
            .build();
    NamespaceSocket root = client.socket();
    root.on("tick", event -> onTick.run());
    root.on("seen", event -> onSeen.run());
    root.connect().get(10, TimeUnit.SECONDS);
    socket = root;
  }

  @Override
  public void requestFlood(long ticks) {
    socket().emit("flood", ticks);
  }

  @Override
  public void emitTick() {
    socket().emit("tick", ARGUMENT);
  }

  @Override
  public void ask(Runnable onAnswer) {
    var unused =
        socket()
            .call("ask", ARGUMENT)
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

  private NamespaceSocket socket() {
    NamespaceSocket connected = socket;
    if (connected == null) {
      throw new IllegalStateException("not connected");
    }
    return connected;
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
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
