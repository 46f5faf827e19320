package io.tenterhook.client;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Long-polling played by hand: each GET gets the next answer that the test has put in, and waits
 * for it. POSTs are answered by {@code ok}, unless the test says otherwise, and written down.
 */
final class PollingServer implements AutoCloseable {
  static final String OPEN =
      "0{\"sid\":\"s1\",\"upgrades\":[],\"pingInterval\":20000,\"pingTimeout\":20000,"
          + "\"maxPayload\":1000000}";
  static final String CONNECTED = "40{\"sid\":\"n1\"}";

  /** One answer. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  record Answer(
      int status, String type, byte[] body, boolean cut, Map<String, String> moreHeaders) {
    Answer(int status, String type, byte[] body, boolean cut) {
      this(status, type, body, cut, Map.of());
    }

    Answer with(String name, String value) {
      Map<String, String> more = new HashMap<>(moreHeaders);
      more.put(name, value);
      return new Answer(status, type, body, cut, more);
    }

    static Answer of(String body) {
      return new Answer(200, "text/plain; charset=UTF-8", bytes(body), false);
    }

    static Answer status(int status, String body) {
      return new Answer(status, "application/json", bytes(body), false);
    }

    private static byte[] bytes(String body) {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** One request. */
  record Request(String method, URI uri, Headers headers) {
    @Override
    public String toString() {
      return method + " " + uri + " " + headers.entrySet();
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  final List<String> posted = new CopyOnWriteArrayList<>();
  final List<Request> requests = new CopyOnWriteArrayList<>();
  volatile Answer toPosts = Answer.of("ok");

  /** From now on POSTs are not answered. */
  volatile boolean forgetsPosts;

  private final CountDownLatch over = new CountDownLatch(1);

  PollingServer(Answer... first) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    answers.addAll(List.of(first));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answer(Answer answer) {
    answers.add(answer);
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(
        new Request(
            exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders()));
    try (exchange) {
      if (exchange.getRequestMethod().equals("POST")) {
        posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (forgetsPosts) {
          over.await();
        }
        send(exchange, toPosts);
      } else {
        send(exchange, answers.take());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    answer.moreHeaders().forEach(exchange.getResponseHeaders()::set);
    int announced = answer.body().length + (answer.cut() ? 10 : 0);
    exchange.sendResponseHeaders(answer.status(), announced == 0 ? -1 : announced);
    exchange.getResponseBody().write(answer.body());
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
