package io.tenterhook.benchmarks.whole;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Without which figures mean little.
 *
 * @param load how many threads have wanted a processor, on average over the last minute
 */
record Surroundings(String at, double load, int processors, String processor, String jdk) {

  static Surroundings now() {
    return new Surroundings(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().availableProcessors(),
        processorName(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
  }

  private static String processorName() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }
}
