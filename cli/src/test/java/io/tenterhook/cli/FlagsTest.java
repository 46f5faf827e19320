package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single words of the command line mean. */
class FlagsTest {

  @ParameterizedTest
  @CsvSource({
    ":3000, http://localhost:3000",
    "host:3000, http://host:3000",
    "my_host, http://my_host",
    "[::1]:3000, http://[::1]:3000",
    "https://fabric.example, https://fabric.example",
    "wss://fabric.example/, wss://fabric.example/",
    "ws://h:1?a=b, ws://h:1?a=b"
  })
  void shortUrlsMeanHttp(String given, String meant) {
    assertThat(new ServerUrl().convert(given)).isEqualTo(meant);
  }

  @Test
  void aPathInTheUrlIsRefusedWithBothThingsItCouldMean() {
    assertThatThrownBy(() -> ServerUrl.withoutPath(new ServerUrl().convert("host:3000/chat?x")))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.next()).contains("-n /chat", "--path /chat"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:1/h?a=/h, /h, http://h:1?a=/h",
    "http://h/h/, /h/, http://h",
    "http://h:1?a=b, '', http://h:1?a=b",
    "http://h/, '', http://h/"
  })
  void aPathCanBeTakenOutOfAUrl(String url, String path, String rest) {
    assertThat(ServerUrl.path(url)).isEqualTo(path);
    assertThat(ServerUrl.dropPath(url)).isEqualTo(rest);
  }

  @ParameterizedTest
  @CsvSource({"200ms, 200", "5s, 5000", "2m, 120000", "1h, 3600000"})
  void spansHaveUnits(String given, long millis) {
    assertThat(new Span().convert(given)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0s", "-1s", "1.5s", "1d", "", "9999999999s"})
  void otherSpansAreRefused(String given) {
    assertThatThrownBy(() -> new Span().convert(given)).isInstanceOf(CommandFailure.class);
  }

  @Test
  void headersAndQueriesKeepFurtherSeparatorsInTheirValues() {
    assertThat(new NamedValue.Header().convert("A: b: c")).isEqualTo(new NamedValue("A", "b: c"));
    assertThat(new NamedValue.Query().convert("a=b=c")).isEqualTo(new NamedValue("a", "b=c"));
  }

  @Test
  void headersWithoutSeparatorAreRefusedWithoutShowingThem() {
    assertThatThrownBy(() -> new NamedValue.Header().convert("canary"))
        .hasMessageNotContaining("canary");
    assertThat(new NamedValue("key", "canary").toString()).doesNotContain("canary");
  }
}
