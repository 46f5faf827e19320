package io.tenterhook.client;

import java.net.CookieHandler;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a client's cookies come from and go to: a jar of its own, or the user's handler, which is
 * asked before each attempt and told after answers, on the handler executor, one call after the
 * other. What an answer sets counts from the next request on, without waiting for the handler.
 * Lives on the loop.
 */
final class Cookies {
  /** Calls that a slow handler may owe. */
  static final int MAX_WAITING = 256;

  private final Client client;
  private final boolean kept;
  private final @Nullable CookieHandler handler;
  private final CookieJar own = new CookieJar(InstantSource.system());
  private final Queue<Call> waiting = new ArrayDeque<>(0);
  private boolean calling;

  /** The handler's code, and ours when it throws. */
  private record Call(Body body, Consumer<Throwable> failed) {
    interface Body {
      void run() throws Exception;
    }
  }

  Cookies(Client client) {
    this.client = client;
    this.kept = client.settings().keepsCookies();
    this.handler = client.settings().cookieHandler();
  }

  /** Whether the user's code must be asked before an attempt. */
  boolean mustAsk() {
    return handler != null;
  }

  /** Those of an attempt, as far as we keep them ourselves. */
  RoadCookies kept(Endpoint endpoint) {
    return new RoadCookies(endpoint, kept ? own : null, Map.of(), (from, unheard) -> {});
  }

  /**
   * Those of an attempt, as the user's handler has them.
   *
   * @param ready on the loop
   * @param failed on any thread
   */
  void ask(Endpoint endpoint, Consumer<RoadCookies> ready, Consumer<Throwable> failed) {
    CookieHandler asked = handler;
    if (asked == null) {
      throw new IllegalStateException("there is no handler");
    }
    URI uri = endpoint.uri();
    call(
        () -> {
          Map<String, String> given = given(asked.get(uri, Map.of()));
          client.post(
              now ->
                  ready.accept(
                      new RoadCookies(
                          endpoint,
                          new CookieJar(InstantSource.system()),
                          given,
                          (from, set) -> tell(asked, from, set))));
        },
        failed);
  }

  private static Map<String, String> given(Map<String, List<String>> headers) {
    List<String> values = new ArrayList<>();
    headers.forEach(
        (name, lines) -> {
          if (name.equalsIgnoreCase("Cookie")) {
            values.addAll(lines);
          }
        });
    String header = Address.header("Cookie", String.join("; ", values)).getValue();
    return new LinkedHashMap<>(RoadCookies.pairs(header));
  }

  private void tell(CookieHandler told, URI uri, List<String> set) {
    call(
        () -> told.put(uri, Map.of("Set-Cookie", set)),
        thrown -> client.notice(() -> client.handlerFailed("the cookie handler", thrown)));
  }

  // ---- one after the other

  private void call(Call.Body body, Consumer<Throwable> failed) {
    waiting.add(new Call(body, failed));
    if (waiting.size() > MAX_WAITING) {
      Call oldest = waiting.remove();
      oldest.failed.accept(
          new OverflowException("the cookie handler is behind by " + MAX_WAITING + " calls"));
    }
    if (!calling) {
      next();
    }
  }

  private void next() {
    Call call = waiting.poll();
    calling = call != null;
    if (call == null) {
      return;
    }
    try {
      client.execute(() -> run(call));
    } catch (RejectedExecutionException refused) {
      calling = false;
      call.failed.accept(refused);
    }
  }

  private void run(Call call) {
    try {
      call.body.run();
    } catch (Throwable thrown) {
      call.failed.accept(thrown);
    } finally {
      client.post(now -> next());
    }
  }
}
