package io.tenterhook.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenterhook.benchmarks.server.FloodServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartUpTest {
  private static final Surroundings QUIET =
      new Surroundings("2026-01-01T00:00:00Z", 0.1, 2, "a processor", "a JVM");
  private static final Path OWN_JDK = Path.of(System.getProperty("java.home"));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tenterhook", "official", "netty-raw"})
  void everyClientHandlesItsFirstEvent(String client) throws Exception {
    try (FloodServer server = new FloodServer()) {
      Launch launch = Launch.plain(Jdk.at(OWN_JDK), client);

      Measurement found = launch.run(Integer.toString(server.port()));

      assertThat(found.get(Figure.WALL_NANOS)).isPositive();
      assertThat(found.get(Figure.CPU_NANOS)).isPositive();
    }
  }

  @Test
  void givesEachClientItsOwnJarsOnly() {
    String whole =
        String.join(
            File.pathSeparator,
            "lib/netty-common-4.2.jar",
            "lib/okhttp-3.12.jar",
            "lib/tenterhook-0.1.jar",
            "lib/tenterhook-benchmarks-0.1.jar",
            "lib/jmh-core-1.37.jar");

    assertThat(Launch.classPath(whole, "tenterhook").split(File.pathSeparator, -1))
        .containsExactly(
            "lib/netty-common-4.2.jar",
            "lib/tenterhook-0.1.jar",
            "lib/tenterhook-benchmarks-0.1.jar");
    assertThat(Launch.classPath(whole, "official").split(File.pathSeparator, -1))
        .containsExactly("lib/okhttp-3.12.jar", "lib/tenterhook-benchmarks-0.1.jar");
    assertThat(Launch.classPath(whole, FirstEventProcess.NO_CLIENT))
        .isEqualTo("lib/tenterhook-benchmarks-0.1.jar");
  }

  @Test
  void takesTheArchiveThatTheJdkCanMake() throws Exception {
    Path archive = Path.of("x.archive");

    assertThat(jdk("17.0.15").toMake(archive)).isEqualTo("-XX:ArchiveClassesAtExit=x.archive");
    assertThat(jdk("25").toUse(archive)).contains("-XX:AOTCache=x.archive");
  }

  @Test
  void comparesOnlyWhatWasStartedInTheSameWay() {
    StartUpResults results =
        new StartUpResults(
            QUIET,
            QUIET,
            2,
            List.of(
                start("JDK 17", "tenterhook", 30, 50),
                start("JDK 17", "official", 100, 100),
                start("JDK 25", "tenterhook", 70, 70)));

    assertThat(results.markdown())
        .contains("| JDK 17 | plain | tenterhook | 40 | 40 | 0.40 | 0.40 |")
        .contains("| JDK 25 | plain | tenterhook | 70 | 70 |  |  |");
  }

  @Test
  void readsEveryOption() {
    StartUpOptions options =
        StartUpOptions.parse(new String[] {"--rounds", "3", "--out", "x.json", OWN_JDK.toString()});

    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.out()).hasToString("x.json");
    assertThat(options.jdks()).containsExactly(Jdk.at(OWN_JDK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rounds 0", "--rounds", "--fast", "no/such/jdk"})
  void refusesWhatItDoesNotKnow(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StartUpOptions.parse(line.split(" ", -1)));
  }

  private Jdk jdk(String version) throws Exception {
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return Jdk.at(folder);
  }

  private static Start start(String on, String client, long... millis) {
    List<Measurement> rounds =
        Arrays.stream(millis)
            .mapToObj(
                each ->
                    new Measurement(
                        Map.of(
                            Figure.WALL_NANOS,
                            each * 1_000_000,
                            Figure.CPU_NANOS,
                            each * 1_000_000)))
            .toList();
    return new Start(on, Launch.PLAIN, client, rounds);
  }
}
