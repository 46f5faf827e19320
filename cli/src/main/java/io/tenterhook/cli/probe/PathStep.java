package io.tenterhook.cli.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Looks for Socket.IO at the paths where people have it, when it is not where it was looked for.
 */
final class PathStep {
  private static final Duration EACH = Duration.ofSeconds(2);

  private final Target target;
  private final Requests requests;

  PathStep(Target target, Requests requests) {
    this.target = target;
    this.requests = requests;
  }

  /**
   * @param other whether Socket.IO is where it was looked for, and this is about another one
   */
  Step take(boolean other) throws InterruptedException {
    Step.Taking taking = new Step.Taking(Step.Kind.PATH);
    List<String> tried = List.copyOf(candidates(other));
    taking.note("tried", tried);
    ExecutorService threads = Executors.newFixedThreadPool(tried.size(), PathStep::daemon);
    try {
      // All at once: a server may leave requests for other paths without any answer.
      List<Future<Boolean>> answers =
          threads.invokeAll(
              tried.stream().map(path -> (Callable<Boolean>) () -> answers(path)).toList(),
              EACH.toMillis() * 2,
              TimeUnit.MILLISECONDS);
      for (int i = 0; i < tried.size(); i++) {
        if (!answers.get(i).isCancelled() && answers.get(i).get()) {
          taking.note("path", tried.get(i));
          return taking.warning(Finding.FOUND_ELSEWHERE, "Socket.IO answers at " + tried.get(i));
        }
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a path was not tried", failed);
    } finally {
      threads.shutdownNow();
    }
    return taking.failed(Finding.NOT_FOUND, "no Socket.IO at " + String.join(", ", tried));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tenter-probe-path");
    thread.setDaemon(true);
    return thread;
  }

  private boolean answers(String path) {
    try {
      return Handshake.of(requests.handshake(path, EACH)).isEngineIo();
    } catch (IOException no) {
      return false;
    }
  }

  private Set<String> candidates(boolean other) {
    Set<String> paths = new LinkedHashSet<>();
    for (String own : List.of(target.urlPath(), target.path())) {
      String path = own.endsWith("/") ? own : own + "/";
      if (path.length() > 1) {
        paths.add(path);
        paths.add(path + "socket.io/");
        paths.add(path.replaceFirst("/socket\\.io/$", "/"));
      }
    }
    paths.addAll(
        List.of(
            "/socket.io/",
            "/api/socket.io/",
            "/ws/",
            "/ws/socket.io/",
            "/engine.io/",
            "/realtime/",
            "/socket/",
            "/"));
    paths.remove(target.path());
    // A server takes whatever begins as its path does.
    paths.removeIf(path -> other && path.startsWith(target.path()));
    return paths;
  }
}
