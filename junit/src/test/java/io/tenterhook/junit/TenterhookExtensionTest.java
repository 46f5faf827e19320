package io.tenterhook.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.tenterhook.testing.SocketIoServer;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What the extension does to test classes, which are run here by JUnit's launcher. */
class TenterhookExtensionTest {
  /** What the fixtures have met. */
  private static final Queue<Object> MET = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void forget() {
    MET.clear();
  }

  private static TestExecutionSummary run(Class<?> fixture) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(fixture))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, summary);
    return summary.getSummary();
  }

  private static void passes(Class<?> fixture, int tests) {
    TestExecutionSummary summary = run(fixture);
    assertThat(summary.getFailures()).extracting(f -> f.getException()).isEmpty();
    assertThat(summary.getTestsSucceededCount()).isEqualTo(tests);
  }

  private static Throwable failure(Class<?> fixture) {
    List<TestExecutionSummary.Failure> failures = run(fixture).getFailures();
    assertThat(failures).hasSize(1);
    return failures.get(0).getException();
  }

  @TenterhookServer
  static class Everywhere {
    @BeforeAll
    static void beforeAll(SocketIoServer server) {
      MET.add(server);
    }

    Everywhere(SocketIoServer server) {
      MET.add(server);
    }

    @BeforeEach
    void beforeEach(SocketIoServer server) {
      MET.add(server);
    }

    @Test
    void test(SocketIoServer server, URI uri) {
      MET.add(server);
      assertThat(uri).isEqualTo(server.uri());
    }

    @AfterEach
    void afterEach(SocketIoServer server) {
      MET.add(server);
    }
  }

  @Test
  void givesOneServerToAllWhoAskForItAndClosesItAtTheEnd() {
    passes(Everywhere.class, 1);

    assertThat(MET).hasSize(5);
    assertThat(MET.stream().distinct()).hasSize(1);
    assertThatThrownBy(((SocketIoServer) MET.element())::startAgain)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @ExtendWith(TenterhookExtension.class)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class Shared {
    Shared(SocketIoServer server) {
      MET.add(server);
    }

    @RepeatedTest(2)
    void leavesSomething(SocketIoServer server) {
      MET.add(server);
      assertThat(server.journal().entries()).isEmpty();
      Visits.handshake(server.uri());
      assertThat(server.journal().entries()).isNotEmpty();
    }

    @Nested
    class Inner {
      @Test
      void asksToo(SocketIoServer server) {
        MET.add(server);
        assertThat(server.journal().entries()).isEmpty();
      }
    }
  }

  @Test
  void resetsTheSharedServerAfterEachTest() {
    passes(Shared.class, 3);

    assertThat(MET).hasSize(4);
    assertThat(MET.stream().distinct()).hasSize(1);
  }

  static class OwnOnes {
    @RegisterExtension
    final TenterhookExtension tenterhook =
        TenterhookExtension.with(builder -> builder.maxPayload(1234));

    @RepeatedTest(2)
    void asks(SocketIoServer server) {
      MET.add(server);
      assertThat(Visits.handshake(server.uri())).contains("\"maxPayload\":1234");
    }
  }

  @Test
  void startsAServerForEachTestWhereTheFieldIsNotStatic() {
    passes(OwnOnes.class, 2);

    assertThat(MET.stream().distinct()).hasSize(2);
  }

  @Execution(ExecutionMode.CONCURRENT)
  static class AtOnce {
    private static final CountDownLatch BOTH = new CountDownLatch(2);

    @RegisterExtension static final TenterhookExtension TENTERHOOK = new TenterhookExtension();

    private final SocketIoServer own;

    AtOnce(SocketIoServer own) {
      this.own = own;
    }

    private void meet(SocketIoServer server) throws InterruptedException {
      BOTH.countDown();
      assertThat(BOTH.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server).isSameAs(own);
      MET.add(server);
    }

    @Test
    void one(SocketIoServer server) throws InterruptedException {
      meet(server);
    }

    @Test
    void other(SocketIoServer server) throws InterruptedException {
      meet(server);
    }
  }

  @Test
  void startsAServerForEachOfTheTestsThatRunAtOnce() {
    passes(AtOnce.class, 2);

    assertThat(MET.stream().distinct()).hasSize(2);
  }

  @TenterhookServer
  static class WithError {
    @Test
    void breaksARule(URI uri) {
      Visits.nonsense(uri);
    }
  }

  @Test
  void failsATestWhoseClientBreaksARule() {
    assertThat(failure(WithError.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PROTOCOL")
        .hasMessageContaining("journal:")
        .hasMessageContaining("POST /socket.io/");
  }

  @TenterhookServer
  static class WithExpectedError {
    @Test
    void breaksARule(SocketIoServer server) {
      Visits.nonsense(server.uri());
      assertThat(server.errors()).hasSize(1);
      server.clearErrors();
    }

    @Test
    void breaksNone() {}
  }

  @Test
  void passesATestThatClearsItsErrors() {
    passes(WithExpectedError.class, 2);
  }

  @TenterhookServer
  static class Failing {
    @Test
    void fails(URI uri) {
      Visits.handshake(uri);
      throw new AssertionError("on its own");
    }
  }

  @Test
  void addsTheJournalToAFailure() {
    Throwable failure = failure(Failing.class);

    assertThat(failure).hasMessage("on its own");
    assertThat(failure.getSuppressed())
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("the server's journal:")
        .contains("SENT 0{\"sid\"");
  }
}
