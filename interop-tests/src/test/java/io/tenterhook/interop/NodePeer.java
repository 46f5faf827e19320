package io.tenterhook.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A peer that is not ours as a child process: commands go to its stdin, facts come from its stdout.
 *
 * <pre>{@code
 * try (NodePeer server = NodePeer.socketIo("{pingInterval: 300}")) {
 *   …connect to server.url()…
 *   server.awaitFact("connection");
 *   server.cut();
 * }
 * }</pre>
 *
 * <p>Options and commands may be written without quotes around names. Safe for any thread. The
 * process ends with {@link #close()}, with our own process (its stdin ends), and in any case after
 * a few minutes.
 */
final class NodePeer implements AutoCloseable {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int MAX_LIFE_MILLIS = 300_000;
  private static final int MAX_FACTS = 200_000;
  private static final int EXIT_SECONDS = 30;

  private final Process process;
  private final Writer stdin;
  private final Thread reader;
  private final int port;
  private final boolean secure;

  // ---- guarded by `facts`

  private final List<Fact> facts = new ArrayList<>();
  private final StringBuilder stderr = new StringBuilder();
  private boolean ended;
  private int commands;

  private NodePeer(String script, String options, String ready) {
    try {
      ObjectNode argument = (ObjectNode) JSON.readTree(options);
      if (!argument.has("maxLifeMs")) {
        argument.put("maxLifeMs", MAX_LIFE_MILLIS);
      }
      secure = argument.has("tls");
      Path folder = PeerPackages.installed();
      process =
          new ProcessBuilder("node", script, argument.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    stdin = process.outputWriter(StandardCharsets.UTF_8);
    reader = new Thread(this::read, "node-peer-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    try {
      port = awaitFact(ready, START_LIMIT, fact -> true).number("port");
    } catch (AssertionError | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Starts socket.io with default options. */
  static NodePeer socketIo() {
    return socketIo("{}");
  }

  /** Starts socket.io. */
  static NodePeer socketIo(String options) {
    return new NodePeer("socketio-server.mjs", options, "listening");
  }

  /** Starts socket.io over TLS. */
  static NodePeer socketIo(String options, Certificates certificates) {
    try {
      ObjectNode argument = (ObjectNode) JSON.readTree(options);
      argument
          .putObject("tls")
          .put("cert", certificates.serverPem())
          .put("key", certificates.keyPem());
      return socketIo(argument.toString());
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(options, wrong);
    }
  }

  /** Starts NestJS. */
  static NodePeer nest(String options) {
    return new NodePeer("nest-server/main.mjs", options, "listening");
  }

  /** Starts socket.io with an application that writes down what it handles. */
  static NodePeer ledger(String options) {
    return new NodePeer("history-server.mjs", options, "listening");
  }

  /** Starts a balancer with sticky sessions in front of servers on these ports. */
  static NodePeer balancer(int... ports) {
    return new NodePeer("balancer.mjs", "{backends: " + Arrays.toString(ports) + "}", "listening");
  }

  /** Starts a balancer that spreads the requests of one session over servers on these ports. */
  static NodePeer roundRobin(int... ports) {
    return new NodePeer(
        "balancer.mjs", "{sticky: false, backends: " + Arrays.toString(ports) + "}", "listening");
  }

  /** Starts the npm client, which is no server but is driven like one. */
  static NodePeer client(String options) {
    return new NodePeer("client.mjs", options, "ready");
  }

  int port() {
    return port;
  }

  String url() {
    return (secure ? "https" : "http") + "://127.0.0.1:" + port;
  }

  // ---- facts

  /** The first fact of its kind. */
  Fact awaitFact(String event) {
    return awaitFact(event, fact -> true);
  }

  /** The first fact of its kind that fits. */
  Fact awaitFact(String event, Predicate<Fact> fits) {
    return awaitFact(event, Patience.LIMIT, fits);
  }

  /** The last of the first {@code count} facts of a kind. */
  Fact awaitFacts(String event, int count) {
    return awaitNth(event, count, Patience.LIMIT, fact -> true);
  }

  private Fact awaitFact(String event, Duration limit, Predicate<Fact> fits) {
    return awaitNth(event, 1, limit, fits);
  }

  private Fact awaitNth(String event, int count, Duration limit, Predicate<Fact> fits) {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (facts) {
      int looked = 0;
      int found = 0;
      while (true) {
        for (; looked < facts.size(); looked++) {
          Fact fact = facts.get(looked);
          if (fact.is(event) && fits.test(fact) && ++found == count) {
            return fact;
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ended || left <= 0) {
          throw new AssertionError(
              "the server told of %d facts %s that fit, not %d, %s; the last of all %d: %s%n%s"
                  .formatted(
                      found,
                      event,
                      count,
                      ended ? "and has ended" : "within " + limit,
                      looked,
                      facts.subList(Math.max(0, looked - 15), looked),
                      stderr));
        }
        try {
          facts.wait(left);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new AssertionError("interrupted", interrupted);
        }
      }
    }
  }

  /**
   * Waits until all that the server had to say by now has been read: what a client has got from it
   * may be here earlier than the facts about it.
   */
  NodePeer upToDate() {
    stats();
    return this;
  }

  /** All facts of a kind that came so far. */
  List<Fact> facts(String event) {
    synchronized (facts) {
      return facts.stream().filter(fact -> fact.is(event)).toList();
    }
  }

  /** The Engine.IO packets of a type that the server got so far, as their raw data. */
  List<String> packets(String type) {
    return facts("packet").stream()
        .filter(fact -> fact.text("type").equals(type))
        .map(fact -> fact.text("data"))
        .toList();
  }

  int count(String event) {
    return facts(event).size();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException broken) {
      heard("reading ended: " + broken);
    } finally {
      synchronized (facts) {
        ended = true;
        facts.notifyAll();
      }
    }
  }

  private void heard(String line) {
    synchronized (facts) {
      JsonNode json = parsed(line);
      if (json == null) {
        // Only a peer that fails writes anything else: for the message of the failed test.
        stderr.append(line).append('\n');
      } else if (facts.size() < MAX_FACTS) {
        facts.add(new Fact(json.path("event").asText(), json));
      }
      facts.notifyAll();
    }
  }

  private static @Nullable JsonNode parsed(String line) {
    try {
      return line.startsWith("{\"event\":") ? JSON.readTree(line) : null;
    } catch (JsonProcessingException other) {
      return null;
    }
  }

  // ---- commands

  /** Broadcasts to a namespace; bytes are {@code {$base64: '…'}}. */
  void emit(String namespace, String event, String args) {
    emit(namespace, event, args, false);
  }

  /** Droppable is what JavaScript calls volatile. */
  void emit(String namespace, String event, String args, boolean droppable) {
    run(
        "emit",
        "{nsp: '%s', event: '%s', args: %s, volatile: %s}"
            .formatted(namespace, event, args, droppable));
  }

  /** Asks every socket of a namespace; the answers come as {@code ackResult}. */
  void emitAck(String namespace, String event, String args) {
    run("emitAck", "{nsp: '%s', event: '%s', args: %s}".formatted(namespace, event, args));
  }

  /** One WebSocket text message to every connection, as it stands. */
  void raw(String text) {
    ObjectNode command = JSON.createObjectNode();
    command.put("text", text);
    run("raw", command);
  }

  /** The npm client leaves. */
  void disconnect() {
    run("disconnect", "{}");
  }

  void kick(String namespace, boolean close) {
    run("kick", "{nsp: '%s', close: %s}".formatted(namespace, close));
  }

  /** Resets every TCP connection. */
  void cut() {
    run("cut", "{}");
  }

  void closeWebSockets(int code, String reason) {
    run("closeWs", "{code: %d, reason: '%s'}".formatted(code, reason));
  }

  void engineClose() {
    run("engineClose", "{}");
  }

  /** Nest: {@code count} numbered messages to everybody in the channel. */
  void tick(int count) {
    run("tick", "{n: %d}".formatted(count));
  }

  /** A command without arguments, by its name. */
  Fact command(String name) {
    return run(name, "{}");
  }

  /** What the server counts now. */
  Fact stats() {
    int before = count("stats");
    run("stats", "{}");
    return awaitFacts("stats", before + 1);
  }

  /** Ends the server in order; the port is free afterwards. */
  void stop() {
    run("stop", "{}");
    awaitExit();
  }

  private Fact run(String name, String fields) {
    try {
      return run(name, (ObjectNode) JSON.readTree(fields));
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(fields, wrong);
    }
  }

  private Fact run(String name, ObjectNode command) {
    String id;
    synchronized (facts) {
      id = "c" + ++commands;
    }
    command.put("cmd", name).put("id", id);
    try {
      synchronized (stdin) {
        stdin.write(command + "\n");
        stdin.flush();
      }
    } catch (IOException gone) {
      throw new UncheckedIOException("the server does not take commands any more", gone);
    }
    Fact done = awaitFact("done", fact -> fact.text("id").equals(id));
    if (done.json().has("error")) {
      throw new AssertionError(name + " failed: " + done);
    }
    return done;
  }

  // ---- the process

  /** Stops the process where it is: the kernel keeps the connections, nobody serves them. */
  void freeze() {
    signal("STOP");
  }

  /** Lets a frozen process go on. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(EXIT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new AssertionError("kill -" + name + " failed");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /** Kills the process: its connections end as the kernel ends them. */
  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit();
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server did not end");
      }
      reader.join(TimeUnit.SECONDS.toMillis(EXIT_SECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
