package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.cli.EventFilter.Condition;
import io.tenterhook.cli.ListenStats.Stat;
import io.tenterhook.client.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code listen} is made of, without a server. */
class ListenPartsTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(
          new ByteArrayOutputStream(), new PrintStream(err, true, StandardCharsets.UTF_8), false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/0/sym=ACME | true",
        "/0/sym=\"ACME\" | true",
        "/0/sym=acme | false",
        "/0/n=1 | true",
        "/0/n=\"1\" | false",
        "/0/n=10e-1 | true",
        "/1=a=b | true",
        "/0/none=null | false",
        "/0/list={\"x\": [1]} | true"
      })
  void comparesTheValueThatAPointerNames(String condition, boolean holds) {
    RawJson args = RawJson.of("[{\"sym\":\"ACME\",\"n\":1.0,\"list\":{\"x\":[1]}},\"a=b\"]");
    assertThat(Condition.parse(condition).holds(args)).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/0/sym", "=1", "sym=1", ""})
  void refusesOtherConditions(String condition) {
    assertThatThrownBy(() -> Condition.parse(condition))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--where");
  }

  @Test
  void takesArgumentsOfAGreetingAsJsonWithSpacesOrAsWords() {
    assertThat(Greeting.parse(" join [\"r 1\", 2] {\"a\": 1} since=now n:=5 5x \"t\" ", "--x"))
        .isEqualTo(
            new Greeting(
                "join",
                List.of(
                    RawJson.of("[\"r 1\", 2]"),
                    RawJson.of("{\"a\": 1}"),
                    RawJson.of("{\"since\":\"now\",\"n\":5}"),
                    "5x",
                    RawJson.of("\"t\""))));
    assertThat(Greeting.parse("hello", "--x")).isEqualTo(new Greeting("hello", List.of()));
    assertThatThrownBy(() -> Greeting.parse(" ", "--x")).isInstanceOf(CommandFailure.class);
  }

  @Test
  void countsEventsAndTheirRateSinceTheReportBefore() {
    AtomicLong nanos = new AtomicLong();
    ListenStats stats = new ListenStats(new PlainReport(terminal, true, () -> 80), nanos::get);
    stats.count("b", 10);
    stats.count("a", 5);
    stats.count("b", 1);
    nanos.set(2_000_000_000);
    assertThat(stats.stat()).isEqualTo(new Stat(3, 1.5, 16, Map.of("a", 1L, "b", 2L)));
    nanos.set(3_000_000_000L);
    assertThat(stats.stat().rate()).isZero();
    for (int i = 0; i < 2_000; i++) {
      stats.count("event " + i, 1);
    }
    assertThat(stats.stat().byName()).hasSize(1_001).containsEntry("(others)", 1_002L);
    stats.close();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("2003 events, ");
  }

  @Test
  void breaksJsonOnlyWhereItIsTooWide() {
    assertThat(
            PrettyJson.fitted(
                "{\"a\":[1.50,{\"b\":null}],\"long\":[\"xxxxxxxxxx\",\"yyyyyyyyyy\"],\"c\":{},\"e\":\"\\u009b\"}",
                1,
                26,
                terminal))
        .isEqualTo(
            """
            {
               "a": [1.50,{"b":null}],
               "long": [
                 "xxxxxxxxxx",
                 "yyyyyyyyyy"
               ],
               "c": {},
               "e": "\\u009b"
             }""");
    String wide = "[[],\"" + "x".repeat(40) + "\"]";
    assertThat(PrettyJson.fitted(wide, 0, 80, terminal)).isEqualTo(wide);
    assertThat(PrettyJson.fitted(wide, 0, 3, terminal).lines()).hasSize(4);
  }

  @Test
  void coloursJsonByTheKindOfValue() {
    terminal.colour(true);
    assertThat(PrettyJson.onOneLine("{\"a\":[1,\"x\",true]}", terminal))
        .isEqualTo(
            "{\033[34m\"a\"\033[0m:[\033[33m1\033[0m,\033[32m\"x\"\033[0m,\033[35mtrue\033[0m]}");
    terminal.colour(false);
    assertThat(PrettyJson.onOneLine("{\"a\":[1,\"x\",true]}", terminal))
        .isEqualTo("{\"a\":[1,\"x\",true]}");
  }

  @Test
  void aLiveLineIsWrittenOver() {
    terminal.live("one");
    terminal.live("two");
    terminal.status("three");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\033[?7lone\033[?7h\r\033[K\033[?7ltwo\033[?7h\r\033[Kthree" + System.lineSeparator());
  }
}
