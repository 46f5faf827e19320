package io.tenterhook.testing.client;

import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.LinkListener;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.testing.MemoryWebSocket;
import io.tenterhook.testing.SocketIoServer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A WebSocket in memory, as the client wants to see it. Used by its loop alone. */
final class MemoryLink implements Link, MemoryWebSocket.Listener {
  private static final int MAX_BODY_CHARS = 1_024;
  private static final int TOO_LARGE = 1009;

  private final MemoryLoops loop;
  private final LinkRequest request;
  private final LinkListener listener;
  private @Nullable MemoryWebSocket webSocket;
  private boolean gone;

  MemoryLink(MemoryLoops loop, LinkRequest request, LinkListener listener) {
    this.loop = loop;
    this.request = request;
    this.listener = listener;
  }

  /** Null if there is no such server. */
  void open(@Nullable SocketIoServer server) {
    if (server == null) {
      end(closure(Kind.DNS, 0, "no server in memory is called " + request.host(), ""));
    } else if (request.secure()) {
      end(closure(Kind.TLS, 0, target() + " is in memory and speaks no TLS: use http", ""));
    } else {
      String query = request.uri().getRawQuery();
      webSocket =
          server.openWebSocket(
              request.uri().getRawPath() + (query == null ? "" : "?" + query), headers(), this);
    }
  }

  private Map<String, List<String>> headers() {
    Map<String, List<String>> headers =
        request.headers().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    headers.put("Host", List.of(request.host()));
    headers.put("Upgrade", List.of("websocket"));
    return headers;
  }

  /** Host and port, for messages. */
  private String target() {
    return request.host() + ":" + request.port();
  }

  // ---- Link

  @Override
  public void send(
      byte[] array, int start, int end, boolean binary, @Nullable WriteListener written) {
    Consumer<Boolean> fate = written == null ? left -> {} : written::completed;
    if (webSocket == null || gone) {
      fate.accept(false);
    } else {
      webSocket.send(Arrays.copyOfRange(array, start, end), binary, fate);
    }
  }

  @Override
  public void flush() {
    if (webSocket != null) {
      webSocket.flush();
    }
  }

  @Override
  public void controlPing() {
    if (webSocket != null) {
      webSocket.ping();
    }
  }

  @Override
  public void setReading(boolean reading) {
    if (webSocket != null) {
      webSocket.setReading(reading);
    }
  }

  @Override
  public long queuedBytes() {
    return webSocket == null ? 0 : webSocket.queuedBytes();
  }

  @Override
  public void close(int code) {
    if (webSocket != null) {
      webSocket.close(code);
    }
  }

  @Override
  public void abort() {
    if (webSocket != null) {
      webSocket.abort();
    }
  }

  // ---- what comes

  @Override
  public void answered(Map<String, String> headers) {
    if (!gone) {
      listener.answered(List.copyOf(headers.entrySet()));
    }
  }

  @Override
  public void opened() {
    listener.opened();
  }

  @Override
  public void message(byte[] message, boolean binary) {
    if (gone) {
      return;
    }
    if (message.length > request.maxMessageBytes()) {
      end(
          closure(
              Kind.MESSAGE_TOO_LARGE,
              0,
              "A message of %,d bytes exceeds the limit of %,d bytes"
                  .formatted(message.length, request.maxMessageBytes()),
              ""));
      close(TOO_LARGE);
    } else if (binary) {
      listener.binary(message);
    } else {
      listener.text(message);
    }
  }

  @Override
  public void burstEnded() {
    if (!gone) {
      listener.readComplete();
    }
  }

  @Override
  public void writabilityChanged() {
    if (!gone) {
      listener.writabilityChanged();
    }
  }

  @Override
  public void pong() {
    if (!gone) {
      listener.controlPong();
    }
  }

  @Override
  public void closed(MemoryWebSocket.Closure why) {
    if (!gone) {
      end(
          switch (why.kind()) {
            case REFUSED ->
                closure(
                    Kind.CONNECT,
                    0,
                    target() + " refused the connection: the server is stopped",
                    "");
            case HTTP ->
                closure(
                    Kind.HTTP,
                    why.code(),
                    target() + " answered the WebSocket upgrade with HTTP " + why.code(),
                    start(why.text()));
            case CLOSE_FRAME ->
                closure(
                    Kind.CLOSE_FRAME,
                    why.code(),
                    target() + " closed the WebSocket with code " + why.code(),
                    why.text());
            case END_OF_STREAM ->
                closure(
                    Kind.END_OF_STREAM,
                    0,
                    target() + " ended the stream without a close frame",
                    "");
            case RESET -> closure(Kind.IO, 0, target() + " reset the connection", "");
            case LOCAL -> closure(Kind.LOCAL, 0, "Closed by this client: " + why.text(), "");
          });
    }
  }

  private static String start(String body) {
    return body.substring(0, Math.min(MAX_BODY_CHARS, body.length()));
  }

  private static LinkClosure closure(Kind kind, int code, String message, String body) {
    return new LinkClosure(kind, code, message, body, null);
  }

  /** Tells the end once, in a later turn of the loop. */
  private void end(LinkClosure closure) {
    gone = true;
    loop.forget(this);
    loop.execute(() -> listener.closed(closure));
  }
}
