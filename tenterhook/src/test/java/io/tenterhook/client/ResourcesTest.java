package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Default resources are counted; those of a user's own are the user's. */
@Timeout(60)
class ResourcesTest {
  @RegisterExtension final CleanSlate slate = new CleanSlate();
  @RegisterExtension final LogLines log = new LogLines("io.tenterhook.client", Level.FINE);

  private final Stage stage = new Stage();

  @AfterEach
  void tearDown() {
    stage.close();
  }

  @Test
  void sharesDefaultThreadsUntilTheLastClientCloses() {
    SocketIoClient first = stage.build(stage.client());
    SocketIoClient second = stage.build(stage.client());
    Stage.join(first.socket().connect());
    Stage.join(second.socket().connect());
    assertThat(loops()).isEqualTo(1);

    first.close();
    assertThat(loops()).isEqualTo(1);
    assertThat(second.socket().isConnected()).isTrue();
    second.close();

    assertThat(loops()).isZero();
    SocketIoClient third = stage.build(stage.client());
    Stage.join(third.socket().connect());
    assertThat(loops()).isEqualTo(1);
  }

  @Test
  void keepsResourcesOfYourOwnUntilYouCloseThem() {
    try (Resources mine = Resources.create(2)) {
      SocketIoClient one = stage.build(stage.client().resources(mine));
      SocketIoClient two = stage.build(stage.client().resources(mine));
      Stage.join(one.socket().connect());
      Stage.join(two.socket().connect());
      assertThat(loops()).as("in turn").isEqualTo(2);
      one.close();
      two.close();
      assertThat(loops()).isEqualTo(2);
    }
    assertThat(loops()).isZero();
  }

  @Test
  void endsClientsWhoseResourcesWereClosedTooEarly() {
    Resources mine = Resources.create(1);
    SocketIoClient client =
        stage.build(stage.client().resources(mine).reconnect(failure -> Optional.of(ofMillis(30))));
    CompletableFuture<Ending> ending = stage.running(client.socket());

    mine.close();
    client.close();

    assertThat(Stage.join(ending)).isNotNull();
    assertThat(Stage.failure(client.socket().connect())).isInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> client.socket().emit("e")).isInstanceOf(SocketIoException.class);
  }

  @Test
  void goesByNioWhereNobodyHasAddedNativeTransports() {
    try (Resources mine = Resources.create(1)) {
      assertThat(mine.transport()).isEqualTo("netty-nio");
      assertThat(log.of("io.tenterhook.client.connection"))
          .containsExactly("FINE new event loops by netty-nio");
    }
  }

  @Test
  void demandsTheNativeTransportThatASystemPropertyNames() {
    String property = "io.tenterhook.netty.backend";
    System.setProperty(property, "epoll");
    try {
      assertThatThrownBy(() -> stage.client().build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("io.tenterhook.netty.backend is epoll")
          .hasMessageContaining("io.netty.channel.epoll.Epoll");
    } finally {
      System.clearProperty(property);
    }
    assertThat(loops()).isZero();
  }

  private static long loops() {
    return CleanSlate.threads().stream()
        .filter(name -> name.startsWith("tenterhook-loop-"))
        .count();
  }
}
