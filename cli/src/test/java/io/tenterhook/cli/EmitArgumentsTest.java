package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.RawJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmitArgumentsTest {

  private static Object[] parse(String... words) {
    return EmitArguments.parse(List.of(words), InputStream.nullInputStream());
  }

  @Test
  void takesValidJsonForJsonAndAnythingElseForText() {
    assertThat(parse("1.50", "null", "[1]", "\"a=b\"", "hello", "{bad", ""))
        .containsExactly(
            RawJson.of("1.50"),
            RawJson.of("null"),
            RawJson.of("[1]"),
            RawJson.of("\"a=b\""),
            "hello",
            "{bad",
            "");
  }

  @Test
  void buildsOneObjectWhereTheFirstMemberStands() {
    assertThat(parse("1", "sym=ACME", "2", "p:=1.50", "q=5", "deep.er-key=a=b", "sym=B"))
        .containsExactly(
            RawJson.of("1"),
            RawJson.of("{\"sym\":\"B\",\"p\":1.50,\"q\":\"5\",\"deep.er-key\":\"a=b\"}"),
            RawJson.of("2"));
  }

  @Test
  void readsFilesAsJsonOrAsBytes(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "{\"a\":1}\n");
    Object[] parsed = parse("@" + file, "@@" + file);
    assertThat(parsed[0].toString()).isEqualTo("{\"a\":1}\n");
    assertThat(parsed[1]).isEqualTo("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsStandardInputAsJsonElseAsText() {
    assertThat(EmitArguments.parse(List.of("-"), in("{\"a\":1}\n")))
        .containsExactly(RawJson.of("{\"a\":1}"));
    assertThat(EmitArguments.parse(List.of("-"), in("hello\n"))).containsExactly("hello");
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void keepsBase64ForAttaching() {
    String json = "{\"a\":{\"$base64\":\"AAEC\"}}";
    assertThat(parse(json)).containsExactly(new Base64Json(json));
  }

  @Test
  void refusesWhatCannotBeReadAndSaysWhatToWrite(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("t"), "not json");
    assertRefused("@" + text, "not JSON", "@@file");
    assertRefused("@" + folder.resolve("none"), "cannot be read", "for the text itself");
    assertRefused("p:=x", "argument p:=… is not JSON", "");
    assertThatThrownBy(() -> parse("-", "-")).hasMessageContaining("asked for twice");
  }

  private static void assertRefused(String word, String what, String next) {
    assertThatThrownBy(() -> parse(word))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
              assertThat(failure.what()).contains(what);
              assertThat(failure.next()).contains(next);
            });
  }

  @Test
  void refusesInputWithoutEnd() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThatThrownBy(() -> EmitArguments.parse(List.of("-"), endless))
        .hasMessageContaining("larger than " + EmitArguments.MAX_BYTES);
  }
}
