package io.tenterhook.client;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/**
 * Events of a real connection, for the TCK; run by {@link FlowTckTest}. Each publisher has a
 * namespace of its own, where the server emits as many events as are asked for when the first
 * subscriber has come, and one more, upon which the client leaves: the stream completes.
 */
public final class FlowVerification extends FlowPublisherVerification<Event> {
  private static final long MANY = 1_000;
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Stage STAGE = new Stage();
  private static final SocketIoClient CLIENT = STAGE.build(STAGE.client());

  /** Made by TestNG. */
  public FlowVerification() {
    super(new TestEnvironment(4_000, 100));
  }

  static void close() {
    STAGE.close();
  }

  @Override
  public long maxElementsFromPublisher() {
    return MANY;
  }

  @Override
  public Flow.Publisher<Event> createFlowPublisher(long elements) {
    String namespace = "/" + NUMBER.incrementAndGet();
    STAGE
        .server
        .namespace(namespace)
        .on(
            "subscribed",
            subscribed -> {
              for (long i = 0; i < Math.min(elements, MANY); i++) {
                subscribed.peer().emit("n", String.valueOf(i));
              }
              subscribed.peer().emit("last");
            });
    NamespaceSocket socket = CLIENT.socket(namespace);
    Stage.join(socket.connect());
    socket.on(
        "last",
        event -> {
          var unused = socket.disconnect();
        });
    Flow.Publisher<Event> events = socket.events("n");
    return subscriber -> {
      events.subscribe(subscriber);
      if (socket.isConnected()) {
        socket.emit("subscribed");
      }
    };
  }

  /** None: a stream fails when its namespace does, not before. */
  @Override
  public Flow.Publisher<Event> createFailedFlowPublisher() {
    return null;
  }
}
