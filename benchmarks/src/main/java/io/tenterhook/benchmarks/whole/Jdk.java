package io.tenterhook.benchmarks.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JDK to start programs with.
 *
 * @param home what {@code JAVA_HOME} would be
 * @param version for example {@code 17.0.15}
 */
record Jdk(Path home, String version) {
  private static final String VERSION = "JAVA_VERSION=";

  /** From where "-XX:AOTCacheOutput" makes a cache in one step (JEP 514). */
  private static final int FIRST_WITH_AOT_CACHE = 25;

  /** Asks the file in which every JDK says what it is. */
  static Jdk at(Path home) {
    Path release = home.resolve("release");
    try {
      return Files.readAllLines(release).stream()
          .filter(line -> line.startsWith(VERSION))
          .map(line -> line.substring(VERSION.length()).replace("\"", ""))
          .findFirst()
          .map(version -> new Jdk(home, version))
          .orElseThrow(() -> new IllegalArgumentException(release + " has no " + VERSION));
    } catch (IOException absent) {
      throw new IllegalArgumentException(home + " is no JDK: it has no file release", absent);
    }
  }

  private boolean hasAotCache() {
    return Integer.parseInt(version.split("[^0-9]", -1)[0]) >= FIRST_WITH_AOT_CACHE;
  }

  /** What it calls the classes of an earlier run, kept in a file. */
  String archiveName() {
    return hasAotCache() ? "AOT cache" : "class archive";
  }

  /** The flag that makes the archive when the program ends. */
  String toMake(Path archive) {
    return (hasAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
  }

  /** The flags that use it, or fail: a measurement must not go on without. */
  List<String> toUse(Path archive) {
    return hasAotCache()
        ? List.of("-XX:AOTMode=on", "-XX:AOTCache=" + archive)
        : List.of("-Xshare:on", "-XX:SharedArchiveFile=" + archive);
  }

  /** With its own defaults but for the given flags, as a user's program has them. */
  List<String> command(
      List<String> flags, String classPath, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(arguments);
    return command;
  }
}
