package io.tenterhook.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that may hold secrets: only their owner can read them (mode 0600, in folders of 0700). */
final class OwnerFile {
  private OwnerFile() {}

  /**
   * Replaces a file as a whole: whoever reads at this moment sees the old one or the new one.
   *
   * @param file in a folder that exists
   */
  static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    Path next = Files.createTempFile(folder, ".tenter", ".tmp", only(folder, "rw-------"));
    try {
      Files.writeString(next, text, StandardCharsets.UTF_8);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** Makes a folder, and those above it, unless it is there. */
  static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, only(folder, "rwx------"));
  }

  /** None where the file system knows no such permissions. */
  private static FileAttribute<?>[] only(Path near, String permissions) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
