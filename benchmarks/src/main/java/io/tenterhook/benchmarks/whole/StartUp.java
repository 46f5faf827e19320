package io.tenterhook.benchmarks.whole;

import io.tenterhook.benchmarks.server.FloodServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Time to the first event of a fresh process: every client, on every JDK, with and without an
 * archive of its classes. Each round starts each of them once, one after another, so that whatever
 * else the machine does hits them alike.
 */
public final class StartUp {
  private static final Duration SERVER_LIMIT = Duration.ofMinutes(30);

  private static final List<String> JAVA_CLIENTS =
      List.of(
          Candidate.TENTERHOOK,
          Candidate.OFFICIAL,
          Candidate.NETTY_RAW,
          FirstEventProcess.NO_CLIENT);

  private final StartUpOptions options;

  private StartUp(StartUpOptions options) {
    this.options = options;
  }

  /**
   * Prints the table as Markdown to standard output, progress to standard error, and writes JSON.
   *
   * @param arguments see {@link StartUpOptions#USAGE}
   */
  public static void main(String[] arguments) throws IOException {
    StartUpOptions options;
    try {
      options = StartUpOptions.parse(arguments);
    } catch (IllegalArgumentException refused) {
      System.err.println(refused.getMessage());
      System.err.print(StartUpOptions.USAGE);
      System.exit(2);
      return;
    }
    new StartUp(options).run();
  }

  private void run() throws IOException {
    Surroundings before = Surroundings.now();
    List<List<Measurement>> found = new ArrayList<>();
    List<Launch> launches;
    try (Child server = Child.start(FloodServer.class, List.of(), SERVER_LIMIT)) {
      String port = server.line().replace("port ", "");
      launches = launches(port);
      launches.forEach(launch -> found.add(new ArrayList<>()));
      for (int round = 0; round < options.rounds(); round++) {
        for (int i = 0; i < launches.size(); i++) {
          int turn = (round + i) % launches.size();
          found.get(turn).add(launches.get(turn).run(port));
        }
        System.err.printf("round %d of %d%n", round + 1, options.rounds());
      }
    }
    List<Start> starts = new ArrayList<>();
    for (int i = 0; i < launches.size(); i++) {
      Launch launch = launches.get(i);
      starts.add(new Start(launch.on(), launch.how(), launch.client(), found.get(i)));
    }
    StartUpResults results =
        new StartUpResults(before, Surroundings.now(), options.rounds(), starts);
    results.write(options.out());
    System.out.print(results.markdown());
    System.err.println("JSON: " + options.out());
  }

  private List<Launch> launches(String port) throws IOException {
    Path folder = options.out().toAbsolutePath().resolveSibling("start-up");
    List<Launch> launches = new ArrayList<>();
    for (Jdk jdk : options.jdks()) {
      for (String client : JAVA_CLIENTS) {
        launches.add(Launch.plain(jdk, client));
      }
      for (String client : JAVA_CLIENTS) {
        launches.add(Launch.archived(jdk, client, port, folder));
        System.err.println("JDK " + jdk.version() + ": " + jdk.archiveName() + " of " + client);
      }
    }
    Optional<String> missing = NodeProgram.whatIsMissing();
    if (missing.isPresent()) {
      System.err.println("npm is left out: " + missing.get());
    } else {
      launches.add(Launch.npm());
    }
    return launches;
  }
}
