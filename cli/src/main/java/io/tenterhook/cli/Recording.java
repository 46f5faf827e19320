package io.tenterhook.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A new file of JSON Lines, readable for its owner alone. Each line is written at once; when one
 * cannot be, that is told once, and nothing more is written.
 */
final class Recording {
  private final Path file;
  private final OutputStream out;
  private final Terminal lines;

  private Recording(Path file, OutputStream out, Terminal people) {
    this.file = file;
    this.out = out;
    this.lines = new Terminal(out, System.err, false);
    lines.whenClosed(
        () -> people.status("recording to " + file + " has failed: is the disk full?"));
  }

  /**
   * Starts a file.
   *
   * @param people who are told if it fails later
   */
  static Recording to(String name, Terminal people) {
    try {
      Path file = Path.of(name);
      boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] ownerOnly =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0];
      Files.newByteChannel(
              file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)
          .close();
      return new Recording(file, Files.newOutputStream(file), people);
    } catch (FileAlreadyExistsException there) {
      throw CommandFailure.usage("the file " + name + " is there already", "name a new one");
    } catch (IOException | InvalidPathException failed) {
      throw CommandFailure.usage("cannot record to " + name + ": " + failed, "name a new file");
    }
  }

  Path file() {
    return file;
  }

  JsonReport report() {
    return new JsonReport(lines);
  }

  void close() throws IOException {
    out.close();
  }
}
