package io.tenterhook.cli.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that may hold secrets: only their owner can read them (mode 0600, in folders of 0700),
 * where the file system knows such permissions.
 */
public final class OwnerFile {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerFile() {}

  /**
   * Replaces a file as a whole: whoever reads at this moment sees the old one or the new one.
   *
   * @param file in a folder that exists
   */
  public static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    Path next = Files.createTempFile(folder, ".tenter", ".tmp", only(folder, FILE));
    try {
      Files.writeString(next, text, StandardCharsets.UTF_8);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /**
   * Opens a file to be written from its start, each write at once.
   *
   * @param overwrite whether it may be there already
   * @throws java.nio.file.FileAlreadyExistsException if it is, and may not
   */
  public static OutputStream create(Path file, boolean overwrite) throws IOException {
    if (overwrite && Files.isRegularFile(file)) {
      // Before there is anything to be read in it.
      restrict(file);
    }
    Set<OpenOption> options =
        overwrite
            ? Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)
            : Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return Channels.newOutputStream(Files.newByteChannel(file, options, only(file, FILE)));
  }

  /** Makes a file and the folders above it, or takes one that is there from others' eyes. */
  public static void prepare(Path file) throws IOException {
    createFolder(file.toAbsolutePath().resolveSibling(""));
    if (Files.exists(file)) {
      restrict(file);
    } else {
      Files.createFile(file, only(file, FILE));
    }
  }

  /** Makes a folder, and those above it, unless it is there. */
  public static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, only(folder, FOLDER));
  }

  private static void restrict(Path file) throws IOException {
    if (isPosix(file)) {
      Files.setPosixFilePermissions(file, FILE);
    }
  }

  private static FileAttribute<?>[] only(Path near, Set<PosixFilePermission> permissions) {
    return isPosix(near)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
