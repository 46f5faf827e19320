package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenterhook.testing.ServerNamespace;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers on virtual threads, where the JVM has them. */
@Timeout(60)
class VirtualThreadsTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void saysThatTheyNeedALaterJava() {
    assertThatThrownBy(() -> Resources.createWithVirtualThreads(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Java 21 or later, this is Java " + Runtime.version().feature());
  }

  /** Far more handlers block at the same time than a pool would have threads. */
  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void runsAnyNumberOfHandlersThatBlock() {
    int namespaces = 100;
    CountDownLatch gate = new CountDownLatch(1);
    List<String> inside = new CopyOnWriteArrayList<>();
    try (Stage stage = new Stage();
        Resources virtual = Resources.createWithVirtualThreads(1)) {
      SocketIoClient client = stage.build(stage.client().resources(virtual));
      for (int i = 0; i < namespaces; i++) {
        ServerNamespace namespace = stage.server.namespace("/" + i);
        NamespaceSocket socket = client.socket("/" + i);
        socket.on(
            "block",
            event -> {
              inside.add(Thread.currentThread().toString());
              gate.await();
            });
        Stage.join(socket.connect());
        namespace.emit("block");
      }

      await().until(() -> inside.size() == namespaces);
      gate.countDown();
      assertThat(inside).allMatch(thread -> thread.startsWith("VirtualThread"));
      client.close();
    }
  }
}
