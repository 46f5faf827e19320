package io.tenterhook.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard output and standard error. Safe for any thread.
 *
 * <p>When the reader of standard output goes ({@code | head -1}), nothing more is written, {@link
 * #whenClosed} is run once, and that is no error.
 */
final class Terminal {
  private final OutputStream out;
  private final PrintStream err;
  private final boolean interactive;

  /** Guarded by this. */
  private boolean colour;

  private boolean closed;

  /** 0 as long as nobody has asked. */
  private int width;

  /** Whether the last line of standard error is one that {@link #live} will write over. */
  private boolean live;

  private @Nullable IOException failure;
  private Runnable whenClosed = () -> {};

  Terminal(OutputStream out, PrintStream err, boolean interactive) {
    this.out = new BufferedOutputStream(out);
    this.err = err;
    this.interactive = interactive;
  }

  /** What a piece of text is, for its colour. */
  enum Style {
    PLAIN(""),
    FAINT("2"),
    NAME("1;36"),
    KEY("34"),
    TEXT("32"),
    NUMBER("33"),
    LITERAL("35"),
    GOOD("32"),
    WARNING("33"),
    BAD("31");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /** Whether a person reads standard output. */
  @SuppressWarnings("SystemConsoleNull") // asked for below
  static boolean isInteractive() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From JDK 22 on there is a console without a terminal too, and a method to ask.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException olderThan22) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException unknown) {
      return false;
    }
  }

  /** Whether a person reads standard error. The JDK does not tell; Linux does. */
  boolean isErrorInteractive() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/2"))
          .toString()
          .matches("/dev/(pts/|tty).*");
    } catch (IOException | UnsupportedOperationException unknown) {
      return interactive;
    }
  }

  boolean interactive() {
    return interactive;
  }

  synchronized void colour(boolean wanted) {
    colour = wanted;
  }

  synchronized String paint(Style style, String text) {
    return colour && style != Style.PLAIN ? "\033[" + style.code + "m" + text + "\033[0m" : text;
  }

  /** One line of data. */
  void data(String line) {
    Runnable goodbye = null;
    synchronized (this) {
      if (closed) {
        return;
      }
      clearLive();
      try {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException gone) {
        closed = true;
        failure = isClosedPipe(gone) ? null : gone;
        goodbye = whenClosed;
      }
    }
    if (goodbye != null) {
      goodbye.run();
    }
  }

  /** One line for people, on standard error. Whatever could move a terminal is taken out. */
  void status(String line) {
    status(Style.PLAIN, line);
  }

  void status(Style style, String line) {
    StringBuilder safe = new StringBuilder(line.length());
    line.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    synchronized (this) {
      clearLive();
      err.println(paint(style, safe.toString()));
    }
  }

  /**
   * One line for people that the next one takes the place of; an empty one takes it away. Only for
   * a standard error that is a terminal: see {@link #isErrorInteractive}.
   */
  synchronized void live(String line) {
    clearLive();
    if (!line.isEmpty()) {
      // Without wrapping: of a line that is too long the rest could not be written over.
      err.print("\033[?7l" + line + "\033[?7h");
      live = true;
    }
    err.flush();
  }

  private void clearLive() {
    if (live) {
      err.print("\r\033[K");
      err.flush();
      live = false;
    }
  }

  /** In columns; without end if nobody tells. Asks once. */
  synchronized int width() {
    if (width == 0) {
      width = interactive ? askWidth() : Integer.MAX_VALUE;
    }
    return width;
  }

  private static int askWidth() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      try (InputStream answer = stty.getInputStream()) {
        String[] size =
            new String(answer.readNBytes(64), StandardCharsets.US_ASCII).split("\\s+", -1);
        int columns = size.length > 1 ? Integer.parseInt(size[1]) : 0;
        return columns > 0 ? columns : Integer.MAX_VALUE;
      }
    } catch (IOException | NumberFormatException unknown) {
      return Integer.MAX_VALUE;
    }
  }

  void failed(CommandFailure failed) {
    failed.what().lines().forEach(line -> status("tenter: " + line));
    if (!failed.next().isEmpty()) {
      status("  next: " + failed.next());
    }
  }

  /** Runs once when standard output can no longer be written; at once if that is so already. */
  void whenClosed(Runnable action) {
    synchronized (this) {
      if (!closed) {
        whenClosed = action;
        return;
      }
    }
    action.run();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** The end of a command: a full disk must not look like success. */
  synchronized ExitCode settle(ExitCode code) {
    if (failure == null) {
      return code;
    }
    failed(
        new CommandFailure(
            ExitCode.INTERNAL,
            "cannot write to standard output: " + failure.getMessage(),
            "is the disk full?",
            failure));
    return ExitCode.INTERNAL;
  }

  /** The JDK has no type for EPIPE; Windows says "The pipe is being closed". */
  private static boolean isClosedPipe(IOException gone) {
    return String.valueOf(gone.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }
}
