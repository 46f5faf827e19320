package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.RawJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pointers into arguments, and what they take out. */
class RedactionTest {
  private static final String ARGS =
      "[{\"token\":\"canary\",\"n\":1.50,\"in\":[{\"pw\":\"canary\"},{\"pw\":2}]},\"two\"]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/0/token | [{\"token\":\"[redacted]\",\"n\":1.50,\"in\":[{\"pw\":\"canary\"},{\"pw\":2}]},\"two\"]",
        "/0/in/*/pw | [{\"token\":\"canary\",\"n\":1.50,\"in\":[{\"pw\":\"[redacted]\"},{\"pw\":\"[redacted]\"}]},\"two\"]",
        "/*/in/1 | [{\"token\":\"canary\",\"n\":1.50,\"in\":[{\"pw\":\"canary\"},\"[redacted]\"]},\"two\"]",
        "/* | [\"[redacted]\",\"[redacted]\"]",
        "/1/x | [{\"token\":\"canary\",\"n\":1.50,\"in\":[{\"pw\":\"canary\"},{\"pw\":2}]},\"two\"]"
      })
  void takesOutWhatThePointerNames(String pointer, String left) {
    assertThat(Redaction.of(List.of(pointer)).apply(ARGS)).isEqualTo(left);
  }

  @Test
  void takesOutWhatAnyOfManyNames() {
    assertThat(Redaction.of(List.of("/0/token", "/0/in/*/pw")).apply(ARGS))
        .doesNotContain("canary");
    assertThat(Redaction.none().apply(ARGS)).isSameAs(ARGS);
  }

  @ParameterizedTest
  @CsvSource({"/0/n, 1.50", "/1, \"two\"", "/0/in/1/pw, 2", "/0/a~1b, 1", "/0/~0, 2"})
  void pointsToOneValue(String pointer, String value) {
    RawJson args = RawJson.of(ARGS.replace("\"n\":", "\"a/b\":1,\"~\":2,\"n\":"));
    assertThat(Pointer.parse(pointer, "--where").in(args)).contains(RawJson.of(value));
  }

  @ParameterizedTest
  @CsvSource({"/2", "/0/none", "/1/0", "/0/in/01", "/0/in/-", "/x", "/0/n/0", "/"})
  void pointsToNothing(String pointer) {
    assertThat(Pointer.parse(pointer, "--where").in(RawJson.of(ARGS))).isEmpty();
  }

  @Test
  void refusesWhatIsNoPointer() {
    assertThatThrownBy(() -> Redaction.of(List.of("token")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--redact is \"token\"");
  }
}
