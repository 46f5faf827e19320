package io.tenterhook.cli;

import io.tenterhook.client.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command that is run for each event, with the event's line on its standard input and {@code
 * TENTER_EVENT} and {@code TENTER_NSP} in its environment. What it prints is data.
 *
 * <p>One at a time: the events behind wait in the client, which stops reading when they are too
 * many, see {@code Limits.maxInboundQueueBytes}.
 */
final class EventProgram implements AutoCloseable {
  private final String command;
  private final Terminal terminal;

  /** Guarded by this. */
  private @Nullable Process running;

  private boolean closed;

  EventProgram(String command, Terminal terminal) {
    this.command = command;
    this.terminal = terminal;
  }

  /** Runs it to its end. */
  void run(Event event) {
    new JsonReport(line -> run(event, line), Redaction.none()).event(event);
  }

  private void run(Event event, String line) {
    try {
      Process process = start(event);
      if (process == null) {
        return;
      }
      Thread writer = new Thread(() -> write(process, line), "tenter-exec");
      writer.setDaemon(true);
      writer.start();
      LineReader output = new LineReader(process.getInputStream(), "the output of --exec");
      for (String text = output.next(); text != null; text = output.next()) {
        terminal.data(text);
      }
      int status = process.waitFor();
      if (status != 0 && !isClosed()) {
        told(event, "ended with status " + status);
      }
    } catch (IOException failed) {
      told(event, "cannot be run: " + failed.getMessage());
    } catch (CommandFailure unreadable) {
      told(event, unreadable.what());
      kill();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Process start(Event event) throws IOException {
    if (closed) {
      return null;
    }
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command).redirectError(Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.put("TENTER_EVENT", event.name().replace('\0', '?'));
    environment.put("TENTER_NSP", event.namespace());
    Process process = builder.start();
    running = process;
    return process;
  }

  /** By a thread of its own: a command may print before it has read. */
  private static void write(Process process, String line) {
    try (OutputStream in = process.getOutputStream()) {
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException unread) {
      // A command need not read what it is given.
    }
  }

  private void told(Event event, String what) {
    terminal.status("tenter: --exec, for event " + event.name() + ": " + what);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void kill() {
    if (running != null) {
      running.descendants().forEach(ProcessHandle::destroy);
      running.destroy();
    }
  }

  /** Ends the command that is running, if any. */
  @Override
  public synchronized void close() {
    closed = true;
    kill();
  }
}
