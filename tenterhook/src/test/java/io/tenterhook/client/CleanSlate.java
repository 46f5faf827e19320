package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each test: nothing was thrown where nobody looks, nothing was logged as a warning (Netty
 * logs what tasks of a loop throw), and no thread of ours is left.
 */
final class CleanSlate implements BeforeEachCallback, AfterEachCallback {
  private static final Logger ROOT = Logger.getLogger("");

  private final List<String> surprises = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            Throwable thrown = record.getThrown();
            surprises.add(
                record.getMessage() + (thrown == null ? "" : "\n" + StackTraces.of(thrown)));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private Thread.UncaughtExceptionHandler before;

  @Override
  public void beforeEach(ExtensionContext context) {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
    surprises.clear();
    ROOT.addHandler(handler);
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> surprises.add(thread + "\n" + StackTraces.of(thrown)));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ROOT.removeHandler(handler);
    Thread.setDefaultUncaughtExceptionHandler(before);
    assertThat(surprises).as("logged or thrown where nobody looks").isEmpty();
    await("no thread of ours is left")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  /** What was logged until now was wanted. */
  void forgive() {
    surprises.clear();
  }

  /** The names of our living threads. */
  static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("tenterhook-"))
        .toList();
  }
}
