package io.tenterhook.cli.shell;

import io.tenterhook.cli.shell.Effect.Kind;
import io.tenterhook.cli.shell.Lexer.Reading;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The door of a pipe: does one line after the other. Each line waits for the connection; at the end
 * of the text, calls are waited for.
 */
public final class ShellScript {
  static final int MAX_SENTENCE_CHARS = 1 << 20;
  static final int MAX_SENTENCE_LINES = 1_000;

  private final ShellSession session;
  private final Program program;
  private final Reader in;
  private final Duration patience;
  private final boolean keepGoing;

  /** Calls whose acks have not come, numbered. */
  private final Map<Integer, CompletableFuture<?>> pending = new ConcurrentHashMap<>();

  private int calls;

  private final AtomicReference<@Nullable RuntimeException> first = new AtomicReference<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private int linesRead;

  /**
   * Reads nothing yet.
   *
   * @param patience how long a line waits for the connection
   * @param keepGoing whether lines behind one that fails are done too
   */
  public ShellScript(
      ShellSession session, Program program, Reader in, Duration patience, boolean keepGoing) {
    this.session = session;
    this.program = program;
    this.in = in;
    this.patience = patience;
    this.keepGoing = keepGoing;
  }

  /**
   * Does all of it.
   *
   * @param namespace the first one
   * @return the first error, which has been complained about; null if there was none
   */
  public @Nullable RuntimeException run(String namespace) throws InterruptedException {
    try {
      await(session.open(namespace));
    } catch (RuntimeException failed) {
      complain(failed);
      return failed;
    }
    boolean more = true;
    while (more && !stopped.isDone()) {
      more = next();
    }
    while (!pending.isEmpty() && !stopped.isDone()) {
      awaitOneAck();
    }
    return first.get();
  }

  /** What a line has not caused: a connection that ends. */
  public void fail(RuntimeException error) {
    complain(error);
    stop();
  }

  /** Makes {@link #run} return soon, unless it waits for its input. */
  private void stop() {
    stopped.complete(null);
  }

  private void complain(RuntimeException error) {
    if (first.compareAndSet(null, error) || keepGoing) {
      program.complain(error);
    }
  }

  private void failed(int line, Throwable error) {
    Throwable cause = Outcomes.cause(error);
    complain(
        program.inLine(
            line,
            cause instanceof RuntimeException known ? known : new IllegalStateException(cause)));
    if (!keepGoing) {
      stop();
    }
  }

  /** Reads and does what belongs together. @return false at the end */
  private boolean next() throws InterruptedException {
    int line = linesRead + 1;
    StringBuilder text = new StringBuilder();
    try {
      boolean more;
      Reading reading;
      do {
        more = readLine(text);
        reading = Lexer.read(text.toString());
      } while (more && !reading.isComplete() && linesRead - line < MAX_SENTENCE_LINES);
      if (!reading.isComplete()) {
        throw unclosed(text, reading);
      }
      for (Sentence sentence : reading.sentences()) {
        more &= !run(sentence, line);
      }
      return more;
    } catch (IOException unreadable) {
      failed(line, program.misuse("standard input cannot be read: " + unreadable, ""));
      return false;
    } catch (RuntimeException failed) {
      failed(line, failed);
      return !text.isEmpty();
    }
  }

  private RuntimeException unclosed(StringBuilder text, Reading reading) {
    return program.misuse(
        "what begins with "
            + text.charAt(reading.openedAt())
            + " at column "
            + (reading.openedAt() - text.lastIndexOf("\n", reading.openedAt()))
            + " is never closed",
        "write " + reading.missing() + " behind it");
  }

  /**
   * @return false at the end of the input
   */
  private boolean readLine(StringBuilder text) throws IOException {
    linesRead++;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (text.length() == MAX_SENTENCE_CHARS) {
        throw new IOException("a line is longer than " + MAX_SENTENCE_CHARS + " characters");
      }
      text.append((char) c);
      if (c == '\n') {
        return true;
      }
    }
    return false;
  }

  /**
   * @return whether to leave
   */
  private boolean run(Sentence sentence, int line) throws InterruptedException {
    await(session.arrival());
    while (pending.size() >= ShellSession.MAX_CALLS) {
      awaitOneAck();
    }
    Effect effect = session.run(sentence);
    CompletableFuture<?> outcome = effect.outcome();
    if (effect.kind() == Kind.AWAITED) {
      await(outcome);
    } else if (effect.kind() == Kind.PENDING) {
      int call = calls++;
      pending.put(call, outcome);
      var unused =
          outcome.whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  failed(line, failure);
                }
                pending.remove(call);
              });
    }
    pause(effect.pause());
    return effect.kind() == Kind.QUIT;
  }

  private void pause(Duration span) throws InterruptedException {
    if (!span.isZero()) {
      try {
        stopped.get(span.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException over) {
        // Nothing has stopped it.
      }
    }
  }

  /** Acks have a limit of their own. */
  private void awaitOneAck() throws InterruptedException {
    CompletableFuture<?>[] all = pending.values().toArray(CompletableFuture[]::new);
    if (all.length > 0) {
      try {
        CompletableFuture.anyOf(CompletableFuture.anyOf(all), stopped).get();
      } catch (ExecutionException failed) {
        // It has been complained about.
      }
    }
  }

  private void await(CompletableFuture<?> outcome) throws InterruptedException {
    try {
      outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw Outcomes.cause(failed) instanceof RuntimeException known
          ? known
          : new IllegalStateException(failed);
    } catch (TimeoutException late) {
      throw program.late(patience);
    }
  }
}
