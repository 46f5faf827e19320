package io.tenterhook.cli.shell;

import io.tenterhook.cli.file.OwnerFile;
import io.tenterhook.cli.shell.Completions.Offer;
import io.tenterhook.cli.shell.Effect.Kind;
import io.tenterhook.cli.shell.Lexer.Reading;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalExt;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The door of a person: a line that can be edited, with completion and a history, and what happens
 * shown above it.
 */
public final class LineEditor implements AutoCloseable {
  private static final Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");

  /** JLine may tell of one Ctrl-C twice, by the signal and by the character: 10 to 20 ms apart. */
  private static final long SAME_KEY_NANOS = 150_000_000L;

  private final Terminal terminal;
  private final LineReaderImpl reader;

  /** While there is a talk; of the thread that reads lines. */
  private @Nullable ShellSession session;

  private LineEditor(Terminal terminal) {
    this.terminal = terminal;
    this.reader =
        (LineReaderImpl)
            LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("tenter")
                .parser(new EditorParser())
                .history(new KeptHistory())
                .completer((line, word, candidates) -> complete(word, candidates))
                // Events may have a ! in their names and arguments.
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P %M> ")
                .variable(LineReader.HISTORY_SIZE, HistoryFile.MAX_LINES)
                .variable(LineReader.HISTORY_FILE_SIZE, HistoryFile.MAX_LINES)
                .build();
  }

  /**
   * Takes the terminal over.
   *
   * @throws IOException if there is none that can be used
   */
  public static LineEditor open() throws IOException {
    Terminal terminal = TerminalBuilder.builder().name("tenter").system(true).dumb(true).build();
    // What is typed while a line is being done is shown by the next prompt, not twice.
    Attributes attributes = terminal.getAttributes();
    attributes.setLocalFlag(LocalFlag.ECHO, false);
    terminal.setAttributes(attributes);
    // Between two lines Ctrl-C would kill the program.
    terminal.handle(Signal.INT, signal -> {});
    return new LineEditor(terminal);
  }

  /**
   * Keeps lines in this file, from now on.
   *
   * @throws IOException if that cannot be
   */
  public void keepHistory(Path file) throws IOException {
    OwnerFile.prepare(file);
    reader.setVariable(LineReader.HISTORY_FILE, file);
  }

  /** For data: its lines are shown above the one being typed. */
  public OutputStream out() {
    return new LinesAbove(reader::printAbove);
  }

  /** For everything else: the same, unless the user has sent standard error elsewhere. */
  public OutputStream err() {
    boolean here =
        terminal instanceof TerminalExt known
            && known.getProvider() != null
            && known.getProvider().isSystemStream(SystemStream.Error);
    return here
        ? new LinesAbove(
            line -> reader.printAbove(Wrapping.wrapped(line, terminal.getSize().getColumns())))
        : new LinesAbove(line -> System.err.println(COLOUR.matcher(line).replaceAll("")));
  }

  /**
   * Reads lines and does what they say, until told to leave.
   *
   * @param namespace the first one
   * @param painted makes a prompt of the right colours
   */
  public void talk(
      ShellSession with, Program program, String namespace, Function<Prompt, String> painted)
      throws InterruptedException {
    session = with;
    Runnable refresh = () -> refresh(painted.apply(with.prompt()));
    with.whenPromptChanges(refresh);
    watch(with.open(namespace), program, refresh);
    boolean interrupted = false;
    long interruptedAt = 0;
    while (true) {
      String line;
      try {
        line = reader.readLine(painted.apply(with.prompt()));
      } catch (UserInterruptException clear) {
        long now = System.nanoTime();
        if (interrupted && now - interruptedAt < SAME_KEY_NANOS) {
          continue;
        }
        if (interrupted && clear.getPartialLine().isBlank()) {
          return;
        }
        interrupted = true;
        interruptedAt = now;
        if (clear.getPartialLine().isBlank()) {
          program.say("Ctrl-C again leaves");
        }
        continue;
      } catch (EndOfFileException leave) {
        return;
      }
      interrupted = false;
      if (run(Lexer.read(line), with, program, refresh)) {
        return;
      }
    }
  }

  /**
   * @return whether to leave
   */
  private boolean run(Reading reading, ShellSession with, Program program, Runnable refresh)
      throws InterruptedException {
    for (Sentence sentence : reading.sentences()) {
      try {
        Effect effect = with.run(sentence);
        watch(effect.outcome(), program, refresh);
        if (effect.kind() == Kind.QUIT) {
          return true;
        }
        if (effect.kind() == Kind.CLEAR) {
          terminal.puts(Capability.clear_screen);
        }
        if (pause(effect.pause())) {
          return false;
        }
      } catch (RuntimeException failed) {
        program.complain(failed);
        return false;
      }
    }
    return false;
  }

  private static void watch(CompletableFuture<?> outcome, Program program, Runnable refresh) {
    var unused =
        outcome.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                program.complain(
                    Outcomes.cause(failure) instanceof RuntimeException known
                        ? known
                        : new IllegalStateException(failure));
              }
              refresh.run();
            });
  }

  /**
   * @return whether Ctrl-C has ended it
   */
  private boolean pause(Duration span) throws InterruptedException {
    if (span.isZero()) {
      return false;
    }
    CompletableFuture<Void> interrupted = new CompletableFuture<>();
    SignalHandler before = terminal.handle(Signal.INT, signal -> interrupted.complete(null));
    try {
      interrupted.get(span.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException over) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      terminal.handle(Signal.INT, before);
    }
  }

  private void refresh(String prompt) {
    reader.setPrompt(prompt);
    try {
      reader.callWidget(LineReader.REDISPLAY);
    } catch (IllegalStateException noLineIsRead) {
      // The next one will have it.
    }
  }

  private void complete(ParsedLine word, List<Candidate> candidates) {
    if (session != null && word instanceof EditorParser.Cursor cursor) {
      for (Offer offer : session.complete(cursor.before(), cursor.word())) {
        candidates.add(
            new Candidate(
                offer.text(),
                offer.text(),
                null,
                offer.about().isEmpty() ? null : offer.about(),
                null,
                null,
                offer.whole()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
