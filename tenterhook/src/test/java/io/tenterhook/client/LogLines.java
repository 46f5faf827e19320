package io.tenterhook.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What one logger, and those below it, say at a level during a test. */
final class LogLines implements BeforeEachCallback, AfterEachCallback {
  private final Logger logger;
  private final Level level;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private Level before;

  LogLines(String name, Level level) {
    this.logger = Logger.getLogger(name);
    this.level = level;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    before = logger.getLevel();
    handler.setLevel(Level.ALL);
    logger.setLevel(level);
    logger.addHandler(handler);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    logger.removeHandler(handler);
    logger.setLevel(before);
  }

  /** Each as a person reads it, stack traces too. */
  List<String> formatted() {
    SimpleFormatter format = new SimpleFormatter();
    return records.stream().map(format::format).toList();
  }

  /** Level and message of what one logger said. */
  List<String> of(String name) {
    return records.stream()
        .filter(record -> record.getLoggerName().equals(name))
        .map(record -> record.getLevel() + " " + record.getMessage())
        .toList();
  }
}
