package io.tenterhook.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What {@code --explain} prints: each flag that has a value, and where that comes from. */
final class Explanation {
  private static final String COMMAND_LINE = "command line";

  private final FlagSources sources;
  private final @Nullable Context context;

  Explanation(FlagSources sources, @Nullable Context context) {
    this.sources = sources;
    this.context = context;
  }

  private record Line(String flag, String value, String from) {
    String aligned(int flags, int values) {
      String gap = " ".repeat(flags - flag.length() + 2);
      return flag + gap + value + " ".repeat(values - value.length() + 2) + from;
    }

    String json() {
      return JsonText.of(
          out -> {
            out.writeStartObject();
            out.writeStringField("flag", flag);
            out.writeStringField("value", value);
            out.writeStringField("from", from);
            out.writeEndObject();
          });
    }
  }

  /** A table on a terminal, else JSON Lines. */
  void print(ParseResult command, Terminal terminal) {
    List<Line> lines = lines(command);
    int flags = lines.stream().mapToInt(line -> line.flag().length()).max().orElse(0);
    int values = lines.stream().mapToInt(line -> line.value().length()).max().orElse(0);
    for (Line line : lines) {
      terminal.data(terminal.interactive() ? line.aligned(flags, values) : line.json());
    }
  }

  private List<Line> lines(ParseResult command) {
    CommandSpec spec = command.commandSpec();
    List<Line> lines = new ArrayList<>();
    command
        .matchedPositionals()
        .forEach(
            argument ->
                argument
                    .originalStringValues()
                    .forEach(
                        value ->
                            lines.add(
                                line(
                                    argument.paramLabel(),
                                    FlagSources.isUrl(argument) ? Context.URL : "",
                                    value,
                                    COMMAND_LINE))));
    boolean urlGiven = command.matchedPositionals().stream().anyMatch(FlagSources::isUrl);
    if (!urlGiven && context != null) {
      lines.add(line("URL", Context.URL, context.url(), "context " + context.name()));
    }
    for (OptionSpec option : spec.options()) {
      explain(option, command, lines);
    }
    return lines;
  }

  private void explain(OptionSpec option, ParseResult command, List<Line> lines) {
    String flag = FlagSources.flag(option);
    if (option.usageHelp() || option.versionHelp() || flag.equals("explain")) {
      return;
    }
    if (command.hasMatchedOption(option)) {
      // -v has no value of its own.
      List<String> values = option.originalStringValues();
      (values.isEmpty() ? List.of("true") : values)
          .forEach(value -> lines.add(line("--" + flag, flag, value, COMMAND_LINE)));
      return;
    }
    String elsewhere = sources.defaultValue(option);
    String value = elsewhere == null ? option.defaultValue() : elsewhere;
    if (value != null) {
      value.lines().forEach(one -> lines.add(line("--" + flag, flag, one, sources.source(option))));
    }
  }

  private static Line line(String shown, String flag, String value, String from) {
    return new Line(shown, Masked.value(flag, value), from);
  }
}
