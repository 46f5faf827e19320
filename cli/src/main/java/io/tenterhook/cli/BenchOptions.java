package io.tenterhook.cli;

import io.tenterhook.cli.bench.Expectation;
import io.tenterhook.cli.bench.Load;
import io.tenterhook.cli.bench.OpenFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How large a load is, how long it lasts, when it has failed, and what is written about it. */
final class BenchOptions {
  private static final double CONNECTIONS_PER_SECOND = 500;

  /** Flags whose values may stand in a report; of all others it only says that they were given. */
  private static final Set<String> SHOWN =
      Set.of(
          "--clients",
          "--ramp",
          "--rate",
          "--size",
          "--duration",
          "--warmup",
          "--timeout",
          "--in-flight",
          "--fail-if",
          "--sent-at",
          "--namespace",
          "--path",
          "--transport",
          "--parser",
          "--connect-timeout",
          "--reconnect",
          "--insecure");

  /** Flags that say nothing about the load. */
  private static final Set<String> UNTOLD =
      Set.of("--output", "--color", "--verbose", "--report", "--report-file");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "1",
      description = "how many connections (default: ${DEFAULT-VALUE})")
  private int clients = 1;

  @Option(
      names = "--ramp",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "open all connections within this time, evenly (default: 500 a second)")
  private @Nullable Duration ramp;

  @Option(
      names = "--duration",
      paramLabel = "SPAN",
      defaultValue = "10s",
      converter = Span.class,
      description =
          "how long to measure; conn: how long to hold all connections (default: ${DEFAULT-VALUE})")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--warmup",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "the same load for this time before, without measuring (not for conn)")
  private @Nullable Duration warmup;

  @Option(
      names = "--fail-if",
      paramLabel = "EXPR",
      split = "\n",
      converter = Condition.class,
      description =
          "exit 7 if this is so: p99>50ms, max>=1s, mean>800us, errors>0, errors>1%%, rate<1000;"
              + " repeatable")
  private List<Expectation> expectations = new ArrayList<>();

  @Option(
      names = "--report",
      paramLabel = "html|json",
      description = "also write a report with charts, or all figures, to a file")
  private @Nullable ReportFormat reportFormat;

  @Option(
      names = "--report-file",
      paramLabel = "FILE",
      description = "where the report goes (default: tenter-bench-…, in this folder)")
  private @Nullable Path reportFile;

  /** The values of {@code --report}. */
  enum ReportFormat {
    HTML,
    JSON
  }

  /** For {@code --fail-if}. */
  static final class Condition implements ITypeConverter<Expectation> {
    @Override
    public Expectation convert(String text) {
      try {
        return Expectation.parse(text);
      } catch (IllegalArgumentException refused) {
        throw CommandFailure.usage(
            String.valueOf(refused.getMessage()), "write for example p99>50ms or errors>1%");
      }
    }
  }

  /** A load of connections alone. */
  Load openedAt(@Nullable Double perSecond) {
    if (warmup != null) {
      throw CommandFailure.usage("conn has no --warmup: each connection counts", "leave it out");
    }
    if (perSecond == null) {
      return load(Load.Kind.CONN, null, 1, duration);
    }
    if (ramp != null) {
      throw CommandFailure.usage("--rate and --ramp say the same of conn", "give one of the two");
    }
    if (perSecond <= 0) {
      throw CommandFailure.usage("--rate is " + perSecond, "it must be more than 0");
    }
    ramp = spread(perSecond);
    return load(Load.Kind.CONN, null, 1, duration);
  }

  private Duration spread(double perSecond) {
    return Duration.ofNanos(
        (long) Math.max(1, Math.min(clients * 1e9 / perSecond, Long.MAX_VALUE)));
  }

  Load load(Load.Kind kind, @Nullable Double rate, int inFlight, Duration timeout) {
    if (rate != null && rate <= 0) {
      throw CommandFailure.usage("--rate is " + rate, "it must be more than 0");
    }
    Load load;
    try {
      load =
          new Load(
              kind,
              clients,
              ramp == null ? spread(CONNECTIONS_PER_SECOND) : ramp,
              rate == null ? 0 : rate,
              inFlight,
              warmup == null ? Duration.ZERO : warmup,
              duration,
              timeout);
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.usage(String.valueOf(refused.getMessage()), "see --help");
    }
    Optional<String> shortage = OpenFiles.shortage(clients, OpenFiles.allowed());
    if (shortage.isPresent()) {
      throw CommandFailure.usage(
          shortage.get(),
          "raise the limit (ulimit -Hn, or LimitNOFILE= of systemd), or lower --clients");
    }
    return load;
  }

  /** The conditions, which all can be judged. */
  List<Expectation> expectations(boolean withLatency) {
    for (Expectation expectation : expectations) {
      if (expectation.wantsLatency() && !withLatency) {
        throw CommandFailure.usage(
            "--fail-if " + expectation.text() + ": flood has no latencies by itself",
            "say where events tell their time with --sent-at, or leave it out");
      }
    }
    return expectations;
  }

  Optional<ReportFormat> reportFormat() {
    if (reportFormat == null && reportFile != null) {
      throw CommandFailure.usage("--report-file without --report", "add --report html or json");
    }
    return Optional.ofNullable(reportFormat);
  }

  /**
   * Where the report goes.
   *
   * @throws CommandFailure if it could not be written there, which nobody wants to learn afterwards
   */
  Path reportFile(Load.Kind kind, ReportFormat format, LocalDateTime now) {
    String name =
        "tenter-bench-%s-%s.%s"
            .formatted(
                kind.word(),
                DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).format(now),
                format.name().toLowerCase(Locale.ROOT));
    Path file = (reportFile == null ? Path.of(name) : reportFile).toAbsolutePath();
    Path folder = file.getParent();
    boolean writable =
        Files.exists(file)
            ? Files.isWritable(file) && !Files.isDirectory(file)
            : folder != null && Files.isWritable(folder);
    if (!writable) {
      throw CommandFailure.usage(
          "the report cannot be written to " + file,
          "does its folder exist, and may you write it?");
    }
    return file;
  }

  /** The flags that were given, by name; without what could be secret. */
  Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    if (command == null) {
      return flags;
    }
    for (OptionSpec option : command.options()) {
      String name = option.longestName();
      String given = given(command, option);
      if (given != null && !UNTOLD.contains(name)) {
        flags.put(name, SHOWN.contains(name) ? given : "***");
      }
    }
    return flags;
  }

  private static @Nullable String given(CommandSpec command, OptionSpec option) {
    if (command.commandLine().getParseResult().hasMatchedOption(option)) {
      return String.join(", ", option.originalStringValues());
    }
    try {
      return command.defaultValueProvider() == null
          ? null
          : command.defaultValueProvider().defaultValue(option);
    } catch (Exception unreadable) {
      throw new IllegalStateException("a value that was read before", unreadable);
    }
  }
}
