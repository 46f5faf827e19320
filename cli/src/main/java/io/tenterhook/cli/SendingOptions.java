package io.tenterhook.cli;

import io.tenterhook.cli.bench.Message;
import io.tenterhook.client.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a bench sends, and how often. */
final class SendingOptions {
  static final Duration ACK = Duration.ofSeconds(5);
  private static final int QUOTES = 2;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      description = "send a text of so many bytes, its quotes included, in place of arguments")
  private @Nullable Integer size;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "events a second, all clients together, whatever becomes of them; without it each client"
              + " sends the next one when it has an answer")
  private @Nullable Double rate;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "without --rate: how many answers each client awaits at a time (default: 1)")
  private @Nullable Integer inFlight;

  @Nullable Double rate() {
    if (rate != null && inFlight != null) {
      throw CommandFailure.usage(
          "--rate sends whatever is in flight, --in-flight only when something has ended",
          "give one of the two");
    }
    return rate;
  }

  int inFlight() {
    return inFlight == null ? 1 : inFlight;
  }

  /**
   * What is sent.
   *
   * @param words arguments, as of {@code emit}
   */
  Message message(String event, List<String> words) {
    if (size == null) {
      return encoded(event, List.of(EmitArguments.parse(words, System.in)));
    }
    if (!words.isEmpty()) {
      throw CommandFailure.usage(
          "--size makes the argument, but there are others", "leave one out");
    }
    if (size < QUOTES || size > EmitArguments.MAX_BYTES) {
      throw CommandFailure.usage(
          "--size is " + size, "from " + QUOTES + " to " + EmitArguments.MAX_BYTES);
    }
    RawJson text = RawJson.of(JsonText.quote("x".repeat(size - QUOTES)));
    return new Message(event, List.of(text), size);
  }

  private static Message encoded(String event, List<Object> given) {
    List<@Nullable Object> arguments = new ArrayList<>();
    long bytes = 0;
    for (Object argument : given) {
      // A text is made JSON once, not for each event.
      Object sent = argument instanceof String text ? RawJson.of(JsonText.quote(text)) : argument;
      arguments.add(sent);
      bytes += bytes(sent);
    }
    return new Message(event, arguments, bytes);
  }

  private static long bytes(Object argument) {
    if (argument instanceof byte[] attachment) {
      return attachment.length;
    }
    String json = argument instanceof Base64Json mixed ? mixed.json() : argument.toString();
    return json.getBytes(StandardCharsets.UTF_8).length;
  }

  /** {@code 'EVENT ARG…'} in one word, as of {@code --emit-on-connect}. */
  static Message parse(String line) {
    Greeting greeting = Greeting.parse(line, "--start");
    return encoded(greeting.event(), greeting.arguments());
  }
}
