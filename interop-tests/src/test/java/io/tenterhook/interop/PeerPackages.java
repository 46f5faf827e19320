package io.tenterhook.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The npm packages of the peers, installed from their lock file when that has changed since the
 * last time; by one process at a time.
 */
final class PeerPackages {
  private static final int OLDEST_NODE = 20;
  private static final int ANSWER_SECONDS = 60;
  private static final int INSTALL_SECONDS = 300;

  private PeerPackages() {}

  /** Empty if Node and npm can be used, else a clause that says what cannot. */
  static Optional<String> whatIsMissing() {
    try {
      String node = output(Path.of("."), ANSWER_SECONDS, List.of("node", "--version")).strip();
      int major = Integer.parseInt(node.replaceFirst("^v(\\d+)\\..*$", "$1"));
      if (major < OLDEST_NODE) {
        return Optional.of("Node is " + node + " but must be " + OLDEST_NODE + " or newer");
      }
      output(Path.of("."), ANSWER_SECONDS, List.of("npm", "--version"));
      return Optional.empty();
    } catch (IOException | NumberFormatException absent) {
      return Optional.of("Node or npm cannot be run: " + absent.getMessage());
    }
  }

  /**
   * Installs the packages unless they are there.
   *
   * @return the folder of the peers
   */
  static synchronized Path installed() {
    try {
      Path peers = folder();
      // In node_modules, which npm ci removes first: a broken installation leaves no marker.
      Path lockFile = peers.resolve("package-lock.json");
      Path marker = peers.resolve("node_modules/.installed-lock.json");
      if (!isCopy(marker, lockFile)) {
        Path guard = peers.resolve(".npm-ci.lock");
        try (FileChannel channel =
                FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = channel.lock()) {
          if (held.isValid() && !isCopy(marker, lockFile)) {
            output(
                peers, INSTALL_SECONDS, List.of("npm", "ci", "--include=dev", "--prefer-offline"));
            Files.copy(lockFile, marker, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
      return peers;
    } catch (IOException failed) {
      throw new UncheckedIOException("the peers cannot be installed", failed);
    }
  }

  private static boolean isCopy(Path marker, Path lockFile) throws IOException {
    return Files.exists(marker) && Files.mismatch(marker, lockFile) == -1;
  }

  /** Maven runs tests in the module's folder and programs in the repository's. */
  private static Path folder() throws IOException {
    for (String candidate : List.of("peers", "interop-tests/peers")) {
      Path peers = Path.of(candidate).toAbsolutePath();
      if (Files.exists(peers.resolve("package-lock.json"))) {
        return peers;
      }
    }
    throw new IOException("no peers below " + Path.of("").toAbsolutePath());
  }

  private static String output(Path folder, int seconds, List<String> command) throws IOException {
    // A file and not a pipe: nobody has to read it while the process runs.
    Path log = Files.createTempFile("tenterhook-", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(log, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new IOException(
            String.join(" ", command)
                + (ended ? " exited with " + process.exitValue() : " ran into the time limit")
                + ":\n"
                + text);
      }
      return text;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command + " ran", interrupted);
    } finally {
      Files.delete(log);
    }
  }
}
