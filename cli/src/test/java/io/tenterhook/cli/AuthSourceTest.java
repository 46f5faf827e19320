package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthSourceTest {
  private final Map<String, String> environment = new HashMap<>();

  private AuthSource source(String text) {
    return AuthSource.parse(text, environment, Duration.ofSeconds(30));
  }

  private String read(String text) throws AuthSource.Unusable {
    return source(text).read().toString();
  }

  @Test
  void takesAnObjectAsItIs() throws Exception {
    assertThat(read("{\"token\": 1.50}")).isEqualTo("{\"token\": 1.50}");
  }

  @Test
  void readsAVariableAnewEachTime() throws Exception {
    environment.put("T", "one");
    AuthSource source = source("env:T");
    assertThat(source.read().toString()).isEqualTo("{\"token\":\"one\"}");
    environment.put("T", "{\"key\":2}");
    assertThat(source.read().toString()).isEqualTo("{\"key\":2}");
  }

  @Test
  void readsAFileAnewEachTime(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("t"), "one\n");
    AuthSource source = source("@" + file);
    assertThat(source.read().toString()).isEqualTo("{\"token\":\"one\"}");
    Files.writeString(file, " {\"key\":2}\n");
    assertThat(source.read().toString()).isEqualTo("{\"key\":2}");
  }

  @Test
  void runsACommandAndTakesWhatItPrints() throws Exception {
    assertThat(read("cmd:printf 'a\"b'")).isEqualTo("{\"token\":\"a\\\"b\"}");
  }

  @Test
  void refusesACommandThatFails() {
    assertThatThrownBy(() -> read("cmd:echo canary; exit 3"))
        .isInstanceOf(AuthSource.Unusable.class)
        .hasMessage("the auth command failed or took too long: status 3");
  }

  @Test
  void endsACommandThatHangs() {
    AuthSource hanging =
        AuthSource.parse("cmd:cat /dev/zero >/dev/null", environment, Duration.ofMillis(100));
    assertThatThrownBy(hanging::read)
        .isInstanceOf(AuthSource.Unusable.class)
        .hasMessageContaining("took too long");
  }

  @Test
  void refusesACommandThatPrintsWithoutEnd() {
    assertThatThrownBy(() -> read("cmd:cat /dev/zero"))
        .isInstanceOf(AuthSource.Unusable.class)
        .hasMessageContaining("larger than 65536 bytes");
  }

  @Test
  void neverShowsWhatItRead(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("t"), "{\"token\":canary}");
    assertThatThrownBy(() -> read("@" + file))
        .hasMessageContaining("is not a JSON object")
        .hasNoCause();
    assertThatThrownBy(() -> read("{\"token\":canary}")).hasMessageNotContaining("canary");
    assertThatThrownBy(() -> read("canary"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void refusesWhatIsMissingOrEmpty(@TempDir Path folder) {
    environment.put("EMPTY", " ");
    assertThatThrownBy(() -> read("env:EMPTY")).hasMessage("the auth variable EMPTY is empty");
    assertThatThrownBy(() -> read("env:NONE")).hasMessageContaining("no variable NONE");
    assertThatThrownBy(() -> read("@" + folder.resolve("none")))
        .hasMessageContaining("cannot be read");
  }
}
