package io.tenterhook.benchmarks.whole;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One way of starting one client.
 *
 * @param on the runtime, for the table
 * @param how the same: with an archive or without
 * @param client its name
 * @param command without the port, which comes last
 */
record Launch(String on, String how, String client, List<String> command) {
  static final String PLAIN = "plain";

  /** Making an AOT cache takes seconds. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What is on the benchmarks' own class path, but not on that of a program with this client. */
  private static final Map<String, List<String>> NOT_NEEDED =
      Map.of(
          Candidate.TENTERHOOK, List.of("socket.io-", "engine.io-", "okhttp-", "okio-", "json-2"),
          Candidate.OFFICIAL, List.of("tenterhook", "netty-", "jackson-"),
          Candidate.NETTY_RAW,
              List.of("tenterhook", "jackson-", "socket.io-", "engine.io-", "okhttp-", "okio-"),
          // All of them.
          FirstEventProcess.NO_CLIENT, List.of(""));

  private static final List<String> OF_JMH = List.of("jmh-", "jopt-simple-", "commons-math3-");
  private static final String OWN = "tenterhook-benchmarks";

  static Launch npm() {
    return new Launch("Node", PLAIN, Candidate.NPM, NodeProgram.firstEvent());
  }

  static Launch plain(Jdk jdk, String client) {
    return of(jdk, PLAIN, client, List.of());
  }

  /** Runs the client once to see which classes it loads. */
  static Launch archived(Jdk jdk, String client, String port, Path folder) throws IOException {
    Path archive = folder.resolve((jdk.version() + "-" + client).replace(' ', '-') + ".archive");
    Files.createDirectories(folder);
    // The jars may have changed since an earlier run.
    Files.deleteIfExists(archive);
    List<String> flags = List.of("-Xlog:disable", jdk.toMake(archive));
    try (Child child = of(jdk, "making", client, flags).start(port)) {
      expectHandled(child);
      child.end();
    }
    if (!Files.exists(archive)) {
      throw new IOException(jdk.home() + " has made no " + jdk.archiveName());
    }
    return of(jdk, jdk.archiveName(), client, jdk.toUse(archive));
  }

  private static Launch of(Jdk jdk, String how, String client, List<String> flags) {
    return new Launch(
        "JDK " + jdk.version(),
        how,
        client,
        jdk.command(
            flags,
            classPath(System.getProperty("java.class.path"), client),
            FirstEventProcess.class,
            List.of(client)));
  }

  /** Each client with its own jars only: whatever looks for services opens them all. */
  static String classPath(String whole, String client) {
    List<String> others = NOT_NEEDED.getOrDefault(client, List.of());
    return Arrays.stream(whole.split(File.pathSeparator, -1))
        .filter(entry -> isNeeded(Path.of(entry).getFileName().toString(), others))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isNeeded(String jar, List<String> others) {
    return jar.startsWith(OWN)
        || (others.stream().noneMatch(jar::startsWith)
            && OF_JMH.stream().noneMatch(jar::startsWith));
  }

  /** One start: until the child's line, by the clock and by the CPU time of its whole process. */
  Measurement run(String port) throws IOException {
    long start = System.nanoTime();
    try (Child child = start(port)) {
      expectHandled(child);
      long wall = System.nanoTime() - start;
      return new Measurement(
          Map.of(Figure.EVENTS, 1L, Figure.WALL_NANOS, wall, Figure.CPU_NANOS, child.cpuNanos()));
    }
  }

  /** Not what a JVM has to say about its archive. */
  private static void expectHandled(Child child) throws IOException {
    String line = child.line();
    if (!line.equals(FirstEventProcess.HANDLED)) {
      throw new IOException("expected " + FirstEventProcess.HANDLED + ", found: " + line);
    }
  }

  private Child start(String port) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.add(port);
    return Child.start(client + " on " + on, whole, LIMIT);
  }
}
