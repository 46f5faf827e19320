package io.tenterhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * {@code docs/cli/} has a page for each command, made from what {@code --help} and {@code cheat}
 * print: {@code -Dmanual.write=true} writes them, otherwise they must be what would be written.
 */
class ManualTest {
  private static final Path PAGES = Path.of("../docs/cli");

  @Test
  void pagesSayWhatTheProgramSays() throws IOException {
    Map<String, String> pages = pages();
    if (Boolean.getBoolean("manual.write")) {
      Files.createDirectories(PAGES);
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
      }
    }
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("write them anew by -Dmanual.write=true")
          .containsExactlyInAnyOrderElementsOf(pages.keySet());
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      assertThat(PAGES.resolve(page.getKey()))
          .as("write it anew by -Dmanual.write=true")
          .hasContent(page.getValue());
    }
  }

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    Tenter.line(new Tenter())
        .getSubcommands()
        .forEach((name, command) -> pages.put(name + ".md", page(name, command)));
    return pages;
  }

  private static String page(String name, CommandLine command) {
    StringBuilder page = new StringBuilder("# tenter " + name + "\n\n");
    usage(command, page);
    if (CheatCommand.TOPICS.contains(name)) {
      page.append("\n```sh\n");
      CheatCommand.sheet(name).forEach(line -> page.append(line).append('\n'));
      page.append("```\n");
    }
    return page.toString();
  }

  private static void usage(CommandLine command, StringBuilder page) {
    page.append("```text\n").append(help(command)).append("\n```\n");
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              page.append("\n## ").append(below.getCommandSpec().qualifiedName()).append("\n\n");
              page.append("```text\n").append(help(below)).append("\n```\n");
            });
  }

  private static String help(CommandLine command) {
    return command.getUsageMessage(Ansi.OFF).stripTrailing();
  }
}
