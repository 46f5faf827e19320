package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.cli.bench.Load;
import io.tenterhook.cli.bench.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The flags of {@code tenter bench}, and its live line. */
class BenchOptionsTest {

  /** A command that has the flags and does nothing. */
  @Command
  static final class Idle {
    @Mixin private final BenchOptions options = new BenchOptions();
    @Mixin private final SendingOptions sending = new SendingOptions();
    @Mixin final RoadOptions road = new RoadOptions();
  }

  private static Idle parse(String... words) {
    Idle idle = new Idle();
    new CommandLine(idle)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setDefaultValueProvider(new FlagSources(Map.of("TENTER_WARMUP", "3s"), null))
        .parseArgs(words);
    return idle;
  }

  @Test
  void aReportTellsTheFlagsButNothingThatCouldBeSecret() {
    Map<String, String> flags =
        parse("--clients", "5", "--fail-if=p99>1s", "--proxy=http://me:canary@h:1", "--report=html")
            .options
            .flags();
    assertThat(flags)
        .containsEntry("--clients", "5")
        .containsEntry("--fail-if", "p99>1s")
        .containsEntry("--warmup", "3s")
        .containsEntry("--proxy", "***")
        .doesNotContainKeys("--duration", "--report");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--rate=10 --in-flight=2; give one of the two",
        "--size=1; from 2 to",
        "--report-file=x; add --report html or json",
        "--report=html --report-file=/no/such/folder/x; does its folder exist"
      })
  void contradictionsAreRefusedBeforeAnythingIsSent(String words, String next) {
    Idle idle = parse(words.split(" "));
    assertThatThrownBy(
            () -> {
              idle.sending.rate();
              idle.sending.message("bench", List.of());
              BenchOptions.ReportFormat format = idle.options.reportFormat().orElseThrow();
              idle.options.reportFile(Load.Kind.CALL, format, LocalDateTime.MIN);
            })
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
              assertThat(failure.next()).contains(next);
            });
  }

  @Test
  void theSizeIsThatOfTheJson() {
    assertThat(parse("--size=10").sending.message("e", List.of()).arguments().get(0))
        .hasToString("\"xxxxxxxx\"");
    assertThat(SendingOptions.parse("join r1 {\"a\": 1}").bytes()).isEqualTo(4 + 8);
  }

  @Test
  void theLiveLineIsWrittenOverAndNeverInTheWayOfOthers() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(out, new PrintStream(err, true, StandardCharsets.UTF_8), true);
    terminal.live("one");
    terminal.live("two");
    terminal.status("news");
    terminal.live("three");
    terminal.live("");
    assertThat(err.toString(StandardCharsets.UTF_8).replace("\033[?7l", "").replace("\033[?7h", ""))
        .isEqualTo("one\r\033[Ktwo\r\033[Knews\nthree\r\033[K");
    assertThat(out.size()).isZero();
  }

  @Test
  void theLiveLineSaysWhatMatters() {
    assertThat(
            BenchReport.line(
                new Progress("measuring", 7, 1000.4, 200, 312_000, 1_200_000, 0, 10, 10)))
        .isEqualTo(
            "measuring 7s   1,000/s   p50 312 µs   p99 1.20 ms   errors 0   connections 10/10");
  }

  @Test
  void aPointerSaysWhereEventsTellTheirTime() {
    assertThat(Pointer.parse("/0", "--sent-at").steps()).containsExactly("0");
    assertThat(Pointer.parse("/1/a~1b/~0/3", "--sent-at").steps())
        .containsExactly("1", "a/b", "~", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "at", "0/at", "/at", "/0/a~2", "/0000"})
  void whatIsNoPointerIntoArgumentsIsRefused(String pointer) {
    assertThatThrownBy(() -> new BenchCommand.Place().convert(pointer))
        .hasMessageContaining("as /0/at");
  }
}
