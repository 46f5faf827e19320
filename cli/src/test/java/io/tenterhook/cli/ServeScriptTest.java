package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.ConnectRefusedException;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.testing.SocketIoServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts: what they say, and how they are refused. */
class ServeScriptTest {
  @TempDir Path folder;

  private ServeScript script(String name, String text) throws IOException {
    return ServeScript.read(Files.writeString(folder.resolve(name), text));
  }

  private String problems(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    try {
      ServeScript.read(file);
    } catch (CommandFailure failure) {
      assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
      return failure.what().replace(file.toString(), name);
    }
    throw new AssertionError("no problem with " + text);
  }

  private static List<String> examples() throws IOException {
    String guide = Files.readString(Path.of("../docs/cli.md"));
    return Pattern.compile("(?s)```(?:yaml|json)\\n(namespaces:.*?|\\{\"namespaces.*?)```")
        .matcher(guide)
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void understandsTheExamplesOfTheReference(String example) throws IOException {
    assertThat(script("example.yaml", example).namespaces()).isNotEmpty();
  }

  @Test
  void findsTheExamplesOfTheReference() throws IOException {
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(2);
  }

  /** The first example of the reference, from a client's side. */
  @Test
  void playsTheExampleOfTheReference() throws IOException {
    ServeScript script = script("shop.yaml", examples().get(0));
    try (SocketIoServer server = SocketIoServer.builder().setUp(script::applyTo).start();
        SocketIoClient client = SocketIoClient.builder(server.uri().toString()).build()) {
      NamespaceSocket shop = client.socket("/shop");
      CompletableFuture<String> welcome = new CompletableFuture<>();
      CompletableFuture<String> confirmed = new CompletableFuture<>();
      var unusedWelcome =
          shop.on("welcome", event -> welcome.complete(event.args().json().toString()));
      var unusedConfirmed =
          shop.on("confirmed", event -> confirmed.complete(event.args().json().toString()));

      assertThatThrownBy(() -> shop.connect().join())
          .hasCauseInstanceOf(ConnectRefusedException.class)
          .hasMessageContaining("full");
      shop.connect().join();
      assertThat(welcome.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("[{\"version\":1}]");
      assertThat(answer(shop, "order", "{\"qty\":1,\"sym\":\"ACME\"}"))
          .isEqualTo("[{\"ok\":true}]");
      assertThat(confirmed.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("[1]");
      assertThat(answer(shop, "status")).isEqualTo("[\"unpaid\"]");
      assertThat(answer(shop, "pay")).isEqualTo("[true]");
      assertThat(answer(shop, "status")).isEqualTo("[\"on its way\"]");
      assertThat(answer(shop, "else", "7")).isEqualTo("[7]");
      server.verifyNoErrors();
    }
  }

  private static String answer(NamespaceSocket socket, String event, String... jsonArgs) {
    Object[] args = List.of(jsonArgs).stream().map(RawJson::of).toArray(Object[]::new);
    return socket.call(event, args).args().join().json().toString();
  }

  @Test
  void takesJsonWithTabsAndEscapes() throws IOException {
    ServeScript script =
        script(
            "s.json",
            "{\n\t\"namespaces\": {\n\t\t\"/a\": [\n\t\t\t{\"when\": \"caf\\u00e9\\/\","
                + " \"do\": [{\"ackWith\": [1.50, \"\\ud83d\\ude00\", null, {\"$base64\":\"AQI=\"}]}]}"
                + "\n\t\t]\n\t}\n}\n");
    try (SocketIoServer server = SocketIoServer.builder().setUp(script::applyTo).start();
        SocketIoClient client = SocketIoClient.builder(server.uri().toString()).build()) {
      NamespaceSocket socket = client.socket("/a");
      socket.connect().join();
      assertThat(answer(socket, "café/"))
          .isEqualTo("[1.50,\"😀\",null,{\"_placeholder\":true,\"num\":0}]");
    }
  }

  @Test
  void makesNamespacesWithoutStubs() throws IOException {
    assertThat(script("s.yaml", "namespaces: {/a: [], b: []}").namespaces())
        .containsExactly("/a", "/b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 1:1: expected \"namespaces\"",
        "[1] | 1:1: expected an object with \"namespaces\", not a list",
        "namespace: {} | 1:1: there is no \"namespace\" here; there are namespaces",
        "namespaces: {\"/a,b\": []} | 1:14: namespace of 4 characters has U+002C",
        "namespaces: {/: {when: a}} | 1:17: expected a list of stubs, not an object",
        "namespaces: {/: [a]} | 1:18: expected a stub",
        "namespaces: {/: [{on: a}]} | 1:19: expected one of when, whenAny, whenConnected,"
            + " whenConnecting beside on",
        "namespaces: {/: [{when: a, whenAny: true}]} | 1:28: \"whenAny\" beside \"when\"",
        "namespaces: {/: [{when: 7}]} | 1:25: expected the name of an event, not \"7\"",
        "namespaces: {/: [{when: a}]} | 1:18: expected \"do\": a list of steps",
        "namespaces: {/: [{when: a, do: []}]} | 1:32: expected a step",
        "namespaces: {/: [{when: a, do: [{ackwith: [1]}]}]} | 1:34: there is no \"ackwith\" here;"
            + " there are ackWith, emit, broadcast, after, echo,",
        "namespaces: {/: [{when: a, do: [echoo]}]} | 1:33: there is no step \"echoo\"; there are",
        "namespaces: {/: [{when: a, do: [emit]}]} | 1:33: \"emit\" needs a value",
        "namespaces: {/: [{when: a, do: [{cut: 1}]}]} | 1:34: \"cut\" takes no value",
        "namespaces: {/: [{when: a, do: [{emit: 1}]}]} | 1:40: expected a list",
        "namespaces: {/: [{when: a, do: [{emit: []}]}]} | 1:40: expected the name of an event",
        "namespaces: {/: [{when: a, do: [{after: 1}, cut]}]} | 1:41: expected a time span",
        "namespaces: {/: [{when: a, do: [{after: 1s}]}]} | 1:41: expected a step behind",
        "namespaces: {/: [{when: a, times: 0}]} | 1:35: expected a whole number, 1 or more",
        "namespaces: {/: [{when: a, whenState: b, do: [echo]}]} | 1:28: \"whenState\" needs"
            + " \"inScenario\"",
        "namespaces: {/: [{when: a, withArgs: {}, do: [echo]}]} | 1:38: expected a list of",
        "namespaces: {/: [{when: a, do: [{ackWith: [.inf]}]}]} | 1:44: JSON has no .inf",
        "namespaces: {/: [{when: a, do: [{ackWith: [{$base64: '*'}]}]}]} | 1:54: expected bytes",
        "namespaces: {/: [{when: a, withArgs: [{$base64: AQ==}], do: [echo]}]} | 1:49: bytes cannot",
        "namespaces: {/: [{whenConnected: true, do: [echo]}]} | 1:45: there is no step \"echo\"",
        "namespaces: {/: [{whenConnecting: yes}]} | 1:35: expected true, not \"yes\"",
        "namespaces: {/: [{whenConnecting: true}]} | 1:19: expected one of accept, reject, never",
        "namespaces: {/: [{whenConnecting: true, reject: 1}]} | 1:49: expected a message",
        "namespaces: {/: [{whenConnecting: true, reject: {data: 1}}]} | 1:49: expected \"message\"",
        "namespaces: {/: [{whenConnecting: true, accept: no}]} | 1:49: expected true",
        "namespaces: {/: [{whenConnecting: true, do: [echo], accept: true}]} | 1:41: there is no"
            + " \"do\" here; there are",
        "namespaces: {/: [{when: a, when: b}]} | 1:28: \"when\" stands here twice",
        "namespaces: {/: [{when: &x a, do: [*x]}]} | 1:36: aliases",
        "namespaces: {/: [ | 1:",
      })
  void tellsWhatIsWrongAndWhere(String text, String problem) throws IOException {
    assertThat(problems("s.yaml", text)).startsWith("s.yaml:" + problem.strip());
  }

  @Test
  void tellsAllProblemsAtOnceEachWithItsLine() throws IOException {
    String text =
        """
        namespaces:
          /a:
            - when: order
              doo: []
            - whenAny:
              do: [echo]
          /b:
            - whenConnecting:
              reject: [1]
        """;
    assertThat(problems("s.yaml", text).lines())
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("s.yaml:4:7: there is no \"doo\" here"),
            second -> assertThat(second).startsWith("s.yaml:9:15: expected a message"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "namespaces: {/: [{when: a, do: [x]}]}",
        "namespaces: {/: [{when: a, x: 1}]}",
        "namespaces: {/: [{whenConnecting: true, x: 1}]}",
        "namespaces: {/: [{}]}"
      })
  void hasASchemaThatKnowsTheSameWords(String wrong) throws IOException {
    String schema = Files.readString(Path.of("../docs/serve-script.schema.json"));
    String words = problems("s.yaml", wrong).replaceFirst(".*(there are|expected one of) ", "");
    for (String word : words.split(", ", -1)) {
      assertThat(schema).contains("\"" + word + "\"");
    }
  }

  @Test
  void refusesFilesThatAreNoText() throws IOException {
    assertThat(problems("s.yaml", "")).isEqualTo("s.yaml:1:1: is empty; expected \"namespaces:\"");
    assertThat(problems("s.yaml", "a: b\nc: \u0007")).startsWith("s.yaml:2:4: ");
    assertThat(problems("s.yaml", "[".repeat(200))).startsWith("s.yaml:1:101: more than 100");
    assertThat(problems("s.yaml", "#".repeat((1 << 20) + 1))).startsWith("s.yaml:1:1: is larger");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "namespaces: é".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ServeScript.read(latin)).hasMessageContaining("is not UTF-8");
    assertThatThrownBy(() -> ServeScript.read(folder.resolve("none")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot be read");
  }
}
