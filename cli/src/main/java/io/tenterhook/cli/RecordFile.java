package io.tenterhook.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A new file of JSON Lines, which its owner alone can read. Safe for any thread. */
final class RecordFile implements AutoCloseable {
  private static final String OWNER_ONLY = "rw-------";

  private final String name;
  private final OutputStream out;
  private final Runnable whenFailed;

  /** Guarded by this. */
  private @Nullable IOException failure;

  private RecordFile(String name, OutputStream out, Runnable whenFailed) {
    this.name = name;
    this.out = out;
    this.whenFailed = whenFailed;
  }

  /**
   * Makes the file.
   *
   * @param force whether one that is there may be overwritten
   * @param whenFailed is run once, when a line cannot be written
   */
  static RecordFile create(String name, boolean force, Runnable whenFailed) {
    try {
      return new RecordFile(name, open(Path.of(name), force), whenFailed);
    } catch (FileAlreadyExistsException there) {
      throw CommandFailure.usage(
          "the file " + name + " is there already", "name another, or overwrite it with --force");
    } catch (IOException | InvalidPathException failed) {
      throw CommandFailure.usage("cannot record to " + name + ": " + failed, "name another file");
    }
  }

  private static OutputStream open(Path file, boolean force) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (force && Files.isRegularFile(file) && posix) {
      // Before there is anything to be read in it.
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(OWNER_ONLY));
    }
    Set<OpenOption> options =
        force
            ? Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)
            : Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
            }
            : new FileAttribute<?>[0];
    return Channels.newOutputStream(Files.newByteChannel(file, options, attributes));
  }

  /** Writes a line at once: what was recorded is there, whatever becomes of us. */
  void line(String line) {
    synchronized (this) {
      if (failure != null) {
        return;
      }
      try {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        return;
      } catch (IOException full) {
        failure = full;
      }
    }
    whenFailed.run();
  }

  /**
   * @throws CommandFailure if a line could not be written
   */
  synchronized void verify() {
    if (failure != null) {
      throw new CommandFailure(
          ExitCode.INTERNAL,
          "cannot write to " + name + ": " + failure.getMessage(),
          "is the disk full? what came before is in the file",
          failure);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
