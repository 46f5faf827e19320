package io.tenterhook.cli.shell;

import io.tenterhook.cli.shell.Effect.Kind;
import io.tenterhook.cli.shell.Program.Answer;
import io.tenterhook.client.Arguments;
import io.tenterhook.client.Event;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.SocketIoException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A talk with a server: sentences go in, effects come out, and what the server does is told to the
 * {@link Program} as it happens.
 *
 * <p>Knows neither terminals nor pipes. One thread runs sentences; the client's tell what comes.
 */
public final class ShellSession {
  static final int MAX_CALLS = 100;

  /** How the scanner of JSON says where. */
  private static final Pattern PLACE =
      Pattern.compile("not JSON: \\w+: (.*) at index (\\d{1,9}) \\[.*]", Pattern.DOTALL);

  private final Program program;
  private final Standing standing;
  private final String host;
  private final Duration ackLimit;
  private final Namespaces namespaces;
  private final Commands commands;
  private final SeenNames events = new SeenNames();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Of the thread that runs sentences. */
  private int calls;

  /**
   * Nothing is connected before {@link #open}.
   *
   * @param standing which the client's observer keeps
   * @param host for the prompt
   * @param ackLimit how long to wait for an ack
   */
  public ShellSession(
      SocketIoClient client, Program program, Standing standing, String host, Duration ackLimit) {
    this.program = program;
    this.standing = standing;
    this.host = host;
    this.ackLimit = ackLimit;
    this.namespaces = new Namespaces(client, this::received);
    this.commands = new Commands(client, program, standing, namespaces);
  }

  /**
   * Connects to the first namespace.
   *
   * @return as {@link Effect#outcome}
   */
  CompletableFuture<?> open(String namespace) {
    return commands.join(namespace);
  }

  /**
   * Does what a sentence says.
   *
   * @throws RuntimeException of the program, if it cannot be done; nothing was sent then
   */
  Effect run(Sentence sentence) {
    Order order = Order.of(sentence);
    if (order instanceof Order.Emit emit) {
      return emit(emit);
    }
    if (order instanceof Order.Call call) {
      return call(call);
    }
    if (order instanceof Order.Command command) {
      return commands.run(command);
    }
    String word = ((Order.Slip) order).word();
    throw Order.SLIPS.contains(word)
        ? program.misuse(
            "\"" + word + "\" would be an event",
            "commands begin with a dot: .help, .quit; to send the event write '" + word + "'")
        : program.misuse(
            "a line begins with the name of an event, not with " + word.charAt(0),
            "write EVENT " + word.charAt(0) + "…");
  }

  private Effect emit(Order.Emit emit) {
    @Nullable Object[] arguments = arguments(emit.arguments());
    NamespaceSocket socket = connected(emit.event());
    try {
      socket.emit(emit.event(), arguments);
    } catch (SocketIoException failed) {
      throw program.unsent(failed);
    } catch (IllegalArgumentException refused) {
      throw program.misuse(String.valueOf(refused.getMessage()), "");
    }
    events.add(emit.event());
    program.sent(socket.namespace(), emit.event(), arguments, OptionalLong.empty());
    return Effect.of(Kind.NOTHING);
  }

  private NamespaceSocket connected(String event) {
    NamespaceSocket socket = namespaces.socket();
    if (!socket.isConnected()) {
      throw program.notConnected(socket.namespace(), event, socket.isActive());
    }
    return socket;
  }

  private Effect call(Order.Call call) {
    @Nullable Object[] arguments = arguments(call.arguments());
    if (waiting.get() >= MAX_CALLS) {
      throw program.misuse(
          MAX_CALLS + " calls wait for their acks already", "wait for some of them");
    }
    NamespaceSocket socket = connected(call.event());
    long start = System.nanoTime();
    CompletableFuture<Arguments> answer;
    try {
      answer = socket.call(call.event(), arguments).within(ackLimit).args();
    } catch (SocketIoException failed) {
      throw program.unsent(failed);
    } catch (IllegalArgumentException refused) {
      throw program.misuse(String.valueOf(refused.getMessage()), "");
    }
    int number = ++calls;
    waiting.incrementAndGet();
    events.add(call.event());
    program.sent(socket.namespace(), call.event(), arguments, OptionalLong.of(number));
    return Effect.of(
        Kind.PENDING,
        answer.handle(
            (args, failure) -> {
              waiting.decrementAndGet();
              if (failure != null) {
                throw Outcomes.translated(failure, program::unsent);
              }
              Duration took = Duration.ofNanos(System.nanoTime() - start);
              program.answered(new Answer(socket.namespace(), number, call.event(), took, args));
              return null;
            }));
  }

  /** A bracket is a promise: what begins like JSON and is none is a mistake, not a text. */
  private @Nullable Object[] arguments(List<Word> words) {
    for (Word word : words) {
      if (word.kind() == Word.Kind.JSON && "[{".indexOf(word.text().charAt(0)) >= 0) {
        try {
          RawJson.of(word.text());
        } catch (IllegalArgumentException invalid) {
          throw program.misuse(
              notJson(word, String.valueOf(invalid.getMessage())),
              "to send it as a text put it in quotes");
        }
      }
    }
    return program.arguments(words.stream().map(Word::text).toList());
  }

  /** With the place in what was typed, not in the argument. */
  private static String notJson(Word word, String complaint) {
    Matcher place = PLACE.matcher(complaint);
    if (!place.matches()) {
      return "the argument at column " + (word.start() + 1) + " is " + complaint;
    }
    byte[] utf8 = word.text().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(Integer.parseInt(place.group(2)), utf8.length);
    String before = new String(utf8, 0, length, StandardCharsets.UTF_8);
    int lineEnd = before.lastIndexOf('\n');
    String where =
        lineEnd < 0
            ? "column " + (word.start() + before.length() + 1)
            : "line "
                + (before.lines().count() + (before.endsWith("\n") ? 1 : 0))
                + " of the argument, column "
                + (before.length() - lineEnd);
    return "not JSON at " + where + ": " + place.group(1);
  }

  private void received(Event event) {
    events.add(event.name());
    program.received(event);
  }

  /** Completes when the current namespace is connected; at once if nobody tries to. */
  CompletableFuture<?> arrival() {
    NamespaceSocket socket = namespaces.socket();
    return socket.isActive() && !socket.isConnected()
        ? Outcomes.of(socket.connect(), program)
        : CompletableFuture.completedFuture(null);
  }

  /** What a word may become. */
  List<Completions.Offer> complete(List<Word> before, String word) {
    return Completions.of(before, word, events.all(), namespaces.names());
  }

  Prompt prompt() {
    String here = namespaces.here();
    return Prompt.of(host, here, standing.state(here));
  }

  /** Runs whenever the prompt may have changed, on any thread. */
  void whenPromptChanges(Runnable action) {
    standing.whenChanged(action);
  }

  Program program() {
    return program;
  }
}
