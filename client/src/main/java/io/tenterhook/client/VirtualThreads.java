package io.tenterhook.client;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, which this library's Java 17 does not know by name. */
final class VirtualThreads {
  private VirtualThreads() {}

  /** A thread for each task. */
  static ExecutorService executor(String namePrefix) {
    try {
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      builder = type.getMethod("name", String.class, long.class).invoke(builder, namePrefix, 1L);
      ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(builder);
      return (ExecutorService)
          Executors.class
              .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
              .invoke(null, factory);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException missing) {
      throw new IllegalStateException(
          "virtual threads need Java 21 or later, this is Java "
              + Runtime.version().feature()
              + "; use Resources.create",
          missing);
    }
  }
}
