package io.tenterhook.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test waits for what it waits for, never for time to pass.
 *
 * <p>Reads sources, not classes: the modules that come later in the build have no classes yet.
 */
final class NoSleepInTestsTest {

  /** A call, a static import or a method reference, whatever it is called on. */
  private static final Pattern SLEEP = Pattern.compile("(\\.|::)\\s*sleep\\b");

  @Test
  void noTestSleeps() throws IOException {
    assertThat(sleepersBelow(repository())).isEmpty();
  }

  @Test
  void findsEachWayToSleep(@TempDir Path repository) throws IOException {
    Path tests = Files.createDirectories(repository.resolve("module/src/test/java"));
    String sleep = "sleep";
    Files.writeString(tests.resolve("Call.java"), "Thread." + sleep + "(5);");
    Files.writeString(tests.resolve("Unit.java"), "SECONDS\n        ." + sleep + "(5);");
    Files.writeString(
        tests.resolve("Import.java"), "import static java.lang.Thread." + sleep + ";");
    Files.writeString(tests.resolve("Reference.java"), "retry(Thread::" + sleep + ");");
    Files.writeString(
        tests.resolve("Awake.java"), "await().until(server::isUp); // no need to sleep");

    assertThat(sleepersBelow(repository))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("Call.java", "Unit.java", "Import.java", "Reference.java");
  }

  private static List<Path> sleepersBelow(Path repository) throws IOException {
    List<Path> sleepers = new ArrayList<>();
    try (Stream<Path> modules = Files.list(repository)) {
      for (Path module : modules.toList()) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          sleepers.addAll(sleepersIn(tests));
        }
      }
    }
    return sleepers;
  }

  private static List<Path> sleepersIn(Path tests) throws IOException {
    List<Path> sleepers = new ArrayList<>();
    try (Stream<Path> files = Files.walk(tests)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (SLEEP.matcher(Files.readString(file)).find()) {
          sleepers.add(file);
        }
      }
    }
    return sleepers;
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
      assertThat(folder).as("the folder that holds .mvn").isNotNull();
    }
    return folder;
  }
}
