package io.tenterhook.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenterhook.cli.shell.ShellScript;
import io.tenterhook.cli.shell.ShellSession;
import io.tenterhook.cli.shell.Standing;
import io.tenterhook.client.RawJson;
import io.tenterhook.client.ReconnectPolicy;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.testing.ReceivedEvent;
import io.tenterhook.testing.SocketIoServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lines typed into a shell do, without a terminal, against a server in this process. */
class ShellSessionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private SocketIoServer server;
  private Duration ackLimit = ofSeconds(60);
  private ReconnectPolicy reconnect = ReconnectPolicy.never();
  private boolean keepGoing;
  private boolean pretty;

  @BeforeEach
  void startServer() {
    server = SocketIoServer.start();
    server.namespace("/").echo();
    server.namespace("/chat").echo();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** Does these lines. @return the exit code */
  private int type(String... lines) throws InterruptedException {
    PrintStream people = new PrintStream(err, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(out, people, pretty);
    Report shown = pretty ? new PlainReport(terminal, false, () -> 80) : new JsonReport(terminal);
    ShellReport report = new ShellReport(terminal, shown, pretty);
    Standing standing = new Standing();
    ShellWatcher watcher = new ShellWatcher(terminal, 0, report, standing);
    ShellProgram program = new ShellProgram(terminal, report, watcher);
    try (SocketIoClient client =
        SocketIoClient.builder(server.uri().toString())
            .reconnect(reconnect)
            .auth(() -> RawJson.of("{\"token\":\"canary\"}"))
            .json(new Base64Json.Binding())
            .observer(watcher)
            .build()) {
      ShellSession session = new ShellSession(client, program, standing, ":3000", ackLimit);
      String text = String.join("\n", lines);
      ShellScript script =
          new ShellScript(session, program, new StringReader(text), ofSeconds(60), keepGoing);
      watcher.whenEnded(ending -> script.fail(Diagnosis.of(ending, true)));
      RuntimeException error = script.run("/");
      report.stopRecording();
      client.close(ofSeconds(60));
      if (error == null) {
        return 0;
      }
      assertThat(error).isInstanceOf(CommandFailure.class);
      return ((CommandFailure) error).code().number();
    }
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private List<JsonNode> lines() throws Exception {
    return lines(out.toString(StandardCharsets.UTF_8));
  }

  private static List<JsonNode> lines(String text) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void sendsWordsAsEmitDoes() throws Exception {
    assertThat(type("post 5 'two words' {\"a\": [1,\n2]} sym=ACME p:=1.50 {\"$base64\":\"/w==\"}"))
        .isZero();
    ReceivedEvent event = server.take("post", ofSeconds(60));
    assertThat(event.args().subList(0, 4))
        .containsExactly("5", "\"two words\"", "{\"a\": [1,\n2]}", "{\"sym\":\"ACME\",\"p\":1.50}");
    assertThat(event.attachments()).containsExactly(new byte[] {-1});
    assertThat(event.wantsAck()).isFalse();
    assertThat(told()).isEmpty();
  }

  @Test
  void numbersAcksAndWaitsForThemAtTheEnd() throws Exception {
    assertThat(type("a 1 ?", "b ?")).isZero();
    List<JsonNode> acks =
        lines().stream().filter(line -> line.get("kind").asText().equals("ack")).toList();
    assertThat(acks)
        .extracting(
            line -> entry(line.get("ack").asInt(), line.get("event").asText() + line.get("args")))
        .containsExactly(entry(1, "a[1]"), entry(2, "b[]"));
    assertThat(acks.get(0).get("ms").asDouble()).isPositive();
  }

  @Test
  void waitsWhereMoreCallsAreMadeThanMayBePending() throws Exception {
    String calls = IntStream.range(0, 250).mapToObj(i -> "a ?").collect(Collectors.joining("\n"));
    assertThat(type(calls)).isZero();
    assertThat(lines()).filteredOn(line -> line.get("kind").asText().equals("ack")).hasSize(250);
  }

  @Test
  void sendsToTheNamespaceItIsIn() throws Exception {
    assertThat(type("a ?", ".nsp chat", "b ?", ".nsp /", "c", ".wait 100ms", ".leave", "d ?"))
        .isZero();
    assertThat(server.events())
        .extracting(event -> event.name() + " " + event.peer().namespace().name())
        .containsExactly("a /", "b /chat", "c /", "d /chat");
  }

  @Test
  void tellsEventsOfOtherNamespacesUnderTheirNames() throws Exception {
    pretty = true;
    server.namespace("/").on("go", event -> server.namespace("/chat").emit("news", "1"));
    assertThat(type(".nsp chat", ".nsp /", "go", ".wait 1s", "a 5 ?")).isZero();
    assertThat(told()).contains("/chat:");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  news  1\n")
        .containsPattern("ack 1 a  5  \\(\\d+\\.\\dms\\)\n");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = ';',
      value = {
        "a {\"x\":}; not JSON at column 8: expected a JSON value",
        "a 1 é [1,]; not JSON at column 10",
        "a x:=[}; x:=",
        "a @/no/such; cannot be read",
        "a -; standard input is where the shell reads",
        "{\"a\":1}; begins with the name of an event",
        "disconnect; reserved",
        ".quti; did you mean .quit?",
        ".trc; did you mean .trace?",
        ".xyzzy; see .help",
        ".help what; there is no help for .what",
        ".who are; .who takes nothing",
        ".wait soon; not a time span",
        ".trace all; write on, off or frames",
        ".leave /x; you are not in /x",
        ".record /no/such/file; cannot record",
        "quit; commands begin with a dot",
        "help; commands begin with a dot",
        "?; commands begin with a dot",
      })
  void refusesALineThatCannotBeDoneWithItsNumber(String line, String complaint) throws Exception {
    assertThat(type("# one", "", line, "never")).isEqualTo(2);
    assertThat(told()).contains("line 3: ").contains(complaint);
    assertThat(server.events()).isEmpty();
  }

  @Test
  void goesOnBehindErrorsIfToldTo() throws Exception {
    keepGoing = true;
    assertThat(type(".nope", ".nsp nope", "a ?")).isEqualTo(2);
    assertThat(told()).contains("line 1: ").contains("line 2: ").contains("\"Invalid namespace\"");
    assertThat(server.events())
        .extracting(event -> event.peer().namespace().name())
        .containsExactly("/");
  }

  @Test
  void endsAsRefusedWhenANamespaceIsNotThere() throws Exception {
    assertThat(type(".nsp nope", "never")).isEqualTo(4);
    assertThat(lines()).anyMatch(line -> line.get("kind").asText().equals("connect_error"));
  }

  @Test
  void endsByTimeOutWhenNoAckComes() throws Exception {
    server.namespace("/").on("silent", event -> {});
    ackLimit = Duration.ofMillis(100);
    assertThat(type("", "silent ?")).isEqualTo(5);
    assertThat(told()).contains("line 2: no ack for event \"silent\"");
  }

  @Test
  void sendsNothingWhileDisconnectedAndConnectsAgain() throws Exception {
    keepGoing = true;
    assertThat(type(".disconnect", "a", ".connect", "b")).isEqualTo(6);
    assertThat(told()).contains("line 2: not connected to /, \"a\" was not sent");
    assertThat(server.take("b", ofSeconds(60)).args()).isEmpty();
    assertThat(server.events()).extracting(ReceivedEvent::name).containsExactly("b");
  }

  @Test
  void endsAsLostWhenTheServerEndsItWhileWaiting() throws Exception {
    server.namespace("/").on("bye", event -> event.peer().disconnect(false));
    assertThat(type("bye", ".wait 1h")).isEqualTo(6);
    assertThat(told()).contains("io server disconnect");
  }

  @Test
  void endsAsRefusedWhenTheServerDoesNotTakeItBack() throws Exception {
    reconnect = ReconnectPolicy.exponential(Duration.ofMillis(1), Duration.ofMillis(1));
    server.namespace("/").whenConnecting().times(1).accept();
    server.namespace("/").whenConnecting().reject("expired");
    server.namespace("/").on("cut", event -> event.peer().connection().cut());
    assertThat(type("cut", ".wait 1h")).isEqualTo(4);
    assertThat(told()).contains("\"expired\"");
  }

  @Test
  void leavesAtQuit() throws Exception {
    assertThat(type("a", ".quit", "never")).isZero();
    assertThat(server.events()).extracting(ReceivedEvent::name).containsExactly("a");
  }

  @Test
  void emitsAnEventOfAnyNameInQuotes() throws Exception {
    assertThat(type("'quit'", "'.who' ?", "a '?'")).isZero();
    assertThat(server.events())
        .extracting(ReceivedEvent::name)
        .containsExactly("quit", ".who", "a");
  }

  @Test
  void saysWhoItIs() throws Exception {
    assertThat(type(".nsp chat", ".who", ".disconnect", ".who", ".nsp")).isZero();
    assertThat(told())
        .containsPattern("websocket, round trip \\d+\\.\\dms\n")
        .containsPattern("  /  sid \\S+  since \\d\\d:\\d\\d:\\d\\d\n")
        .containsPattern("\\* /chat  sid ")
        .contains("not connected\n")
        .contains("* /chat  not joined");
  }

  @Test
  void explainsEveryCommand() throws Exception {
    assertThat(type(".help", ".help nsp", ".help .record")).isZero();
    assertThat(told()).contains("EVENT ARG… ?", ".wait SPAN", "It is joined if need be");
  }

  @Test
  void tracesWhatItIsToldToAndNoSecret() throws Exception {
    assertThat(
            type(
                ".trace",
                ".trace frames",
                "a 77 ?",
                ".nsp chat",
                ".wait 1s",
                ".trace off",
                "b 88 ?"))
        .isZero();
    assertThat(told()).contains("trace is off", "> 42", "77", "* namespace /chat accepted");
    assertThat(told()).doesNotContain("88").doesNotContain("canary");
  }

  @Test
  void recordsBothDirectionsForItsOwnerAloneWithoutSecrets(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.jsonl");
    assertThat(type(".record " + file, "a 1 ?", ".nsp chat", "b", ".wait 1s", ".record off", "c"))
        .isZero();
    String text = Files.readString(file);
    assertThat(lines(text))
        .extracting(line -> line.path("dir").asText() + " " + line.get("kind").asText())
        .contains("out event", "in ack", " connect", "in event");
    assertThat(text).doesNotContain("canary").doesNotContain("\"c\"");
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(type(".record " + file)).isEqualTo(2);
    assertThat(told()).contains("is there already");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void joinsSoManyNamespacesAndNoMore() throws Exception {
    server.dynamicNamespaces(name -> true, namespace -> {});
    String joins =
        IntStream.range(0, 60).mapToObj(i -> ".nsp n" + i).collect(Collectors.joining("\n"));
    assertThat(type(joins)).isEqualTo(2);
    assertThat(told()).contains("line 50: more than 50 namespaces");
  }

  @Test
  void refusesALineOfAnySize() throws Exception {
    assertThat(type("a " + "x".repeat(1 << 20))).isEqualTo(2);
    assertThat(told()).contains("longer than 1048576 characters");
  }
}
