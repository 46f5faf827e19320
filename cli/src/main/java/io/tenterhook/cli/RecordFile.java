package io.tenterhook.cli;

import io.tenterhook.cli.file.OwnerFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A new file of JSON Lines, which its owner alone can read. Safe for any thread. */
final class RecordFile implements AutoCloseable {
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
      return new RecordFile(name, OwnerFile.create(Path.of(name), force), whenFailed);
    } catch (FileAlreadyExistsException there) {
      throw CommandFailure.usage(
          "the file " + name + " is there already", "name another; record --force overwrites");
    } catch (IOException | InvalidPathException failed) {
      throw CommandFailure.usage("cannot record to " + name + ": " + failed, "name another file");
    }
  }

  String name() {
    return name;
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
