package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.testing.SocketIoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Servers by name, and what they make of a command line. */
class ContextTest {
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "url", List.of("http://fabric.example"),
          "auth", List.of("{\"token\":\"canary\"}"),
          "header", List.of("A: b", "C: d"));

  @TempDir private Path folder;
  private Contexts contexts = Contexts.of(Map.of());

  @BeforeEach
  void openThem() {
    contexts = Contexts.of(environment());
  }

  private Map<String, String> environment() {
    return Map.of("XDG_CONFIG_HOME", folder.toAbsolutePath().toString());
  }

  @Test
  void comeBackAsTheyWereKept() {
    contexts.write(new Context("staging", VALUES));
    assertThat(contexts.read("staging")).isEqualTo(new Context("staging", VALUES));
    assertThat(contexts.names()).containsExactly("staging");
  }

  @Test
  void areReadableForTheirOwnerAlone() throws IOException {
    contexts.write(new Context("staging", VALUES));
    Path file = folder.resolve("tenter/contexts/staging.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", ".hidden", "a b", "-C"})
  void haveNamesThatAreFileNames(String name) {
    assertThatThrownBy(() -> contexts.write(new Context(name, VALUES)))
        .isInstanceOf(CommandFailure.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"url\":1}",
        "{\"url\":[]}",
        "{\"url\":[1]}",
        "{}",
        "{\"url\":[\"canary"
      })
  void thatAreBrokenAreToldWithoutTheirText(String text) throws IOException {
    contexts.write(new Context("staging", VALUES));
    Files.writeString(folder.resolve("tenter/contexts/staging.json"), text);
    assertThatThrownBy(() -> contexts.read("staging"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("staging")
        .hasMessageNotContaining("canary");
  }

  @Test
  void thatAreRemovedAreNoLongerInUse() {
    contexts.write(new Context("staging", VALUES));
    contexts.use("staging");
    assertThat(contexts.inUse()).isEqualTo("staging");
    contexts.remove("staging");
    assertThat(contexts.inUse()).isNull();
    assertThatThrownBy(() -> contexts.use("staging")).hasMessage("there is no context staging");
  }

  @ParameterizedTest
  @CsvSource({
    "listen price, true",
    "listen, true",
    "listen -C staging, true",
    "listen -C staging a:1, true",
    "listen --context=staging :1, true",
    "listen -Cstaging, true",
    "listen :3000, false",
    "listen --proxy http://p:1 price, true",
    "listen price --proxy http://p:1, true",
    "listen --path /x host:1/ price, false",
    "listen https://h, false",
    "emit :3000, false",
    "version, false",
    "serve -n /a, false"
  })
  void countOnlyWhereNoOtherUrlIsGiven(String words, boolean counts) {
    contexts.write(new Context("staging", VALUES));
    contexts.use("staging");
    String[] args = words.split(" ", -1);
    Context made = new ContextChoice(Tenter.line(new Tenter()), args).make(environment(), contexts);
    assertThat(made != null).isEqualTo(counts);
  }

  @Test
  void letArgumentsMoveUpToThePlaceOfTheUrl() {
    contexts.write(new Context("staging", VALUES));
    CommandLine line = Tenter.line(new Tenter());
    String[] args = {"emit", "-C", "staging", "order", "1", "2"};
    new ContextChoice(line, args).make(environment(), contexts);
    var emitted = line.parseArgs(args).subcommand();
    assertThat(emitted.matchedPositionalValue(0, "")).isEqualTo("order");
    assertThat(emitted.matchedPositionalValue(1, List.of())).isEqualTo(List.of("1", "2"));
  }

  @Test
  void giveAProcessItsServerAndItsCredentials() throws Exception {
    try (SocketIoServer server = SocketIoServer.start()) {
      server.namespace("/rt").whenConnecting().withAuth("{\"token\":\"canary\"}").accept();
      server.namespace("/rt").whenConnecting().reject("unauthorized");
      Path token = Files.writeString(folder.resolve("token"), "canary");
      run("context", "add", "local", server.uri().toString(), "-n", "/rt", "-a", "@" + token);
      run("context", "use", "local");
      try (TenterProcess emit = TenterProcess.start(environment(), "emit", "order", "1")) {
        assertThat(emit.exitCode()).as(emit.toString()).isZero();
      }
      assertThat(server.take("order", Duration.ofSeconds(60))).isNotNull();
    }
  }

  @Test
  void areShownAndExplainedWithoutSecrets() throws Exception {
    contexts.write(new Context("staging", VALUES));
    try (TenterProcess show = TenterProcess.start(environment(), "context", "show", "staging")) {
      assertThat(show.exitCode()).isZero();
      assertThat(show.out()).contains("--auth …", "--header A: …", "url http://fabric.example");
    }
    String[] words = {"listen", "-C", "staging", "--path", "/x", "--explain"};
    try (TenterProcess explain = TenterProcess.start(environment(), words)) {
      assertThat(explain.exitCode()).isZero();
      assertThat(explain.out())
          .contains(
              "{\"flag\":\"--auth\",\"value\":\"…\",\"from\":\"context staging\"}",
              "{\"flag\":\"--path\",\"value\":\"/x\",\"from\":\"command line\"}",
              "{\"flag\":\"--parser\",\"value\":\"json\",\"from\":\"default\"}");
      assertThat(explain.out()).noneMatch(line -> line.contains("canary"));
    }
  }

  private void run(String... words) throws Exception {
    try (TenterProcess tenter = TenterProcess.start(environment(), words)) {
      assertThat(tenter.exitCode()).as(tenter.toString()).isZero();
    }
  }
}
