package io.tenterhook.cli;

import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoException;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.json.JsonScanner;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An event that is sent at CONNECT, such as a subscription: its name and its arguments in one word
 * of the command line, with spaces between. Arguments are as of {@code emit}; JSON may have spaces
 * inside.
 *
 * <pre>
 * join ["r1", "r2"] since=yesterday      join, with an array and an object
 * </pre>
 */
record Greeting(String event, List<Object> arguments) {

  /**
   * @param flag whose value it is, for messages
   */
  static Greeting parse(String text, String flag) {
    List<String> words = words(text.strip());
    if (words.isEmpty()) {
      throw CommandFailure.usage(flag + " is empty", "write " + flag + " 'join [\"r1\"]'");
    }
    Object[] arguments =
        EmitArguments.parse(words.subList(1, words.size()), InputStream.nullInputStream());
    return new Greeting(words.get(0), List.of(arguments));
  }

  private static List<String> words(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = words.isEmpty() ? wordEnd(bytes, at) : argumentEnd(bytes, at);
      words.add(new String(bytes, at, end - at, StandardCharsets.UTF_8));
      at = JsonScanner.skipWhitespace(bytes, end, bytes.length);
    }
    return words;
  }

  private static int argumentEnd(byte[] bytes, int start) {
    try {
      int end = JsonScanner.skipValue(bytes, start, bytes.length, JsonScanner.DEFAULT_MAX_DEPTH);
      if (end == bytes.length || bytes[end] == ' ') {
        return end;
      }
    } catch (ProtocolException noJson) {
      // Then it is a word.
    }
    return wordEnd(bytes, start);
  }

  private static int wordEnd(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != ' ') {
      end++;
    }
    return end;
  }

  /** Sends it at once, and after every reconnect. */
  void sendAtConnect(NamespaceSocket socket, Terminal terminal) {
    socket.onConnect(
        () -> {
          try {
            socket.emit(event, arguments.toArray());
          } catch (SocketIoException | IllegalArgumentException refused) {
            terminal.status("tenter: --emit-on-connect " + event + ": " + refused.getMessage());
          }
        });
  }
}
