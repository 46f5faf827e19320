package io.tenterhook.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a shell has to read to complete commands and flags by the Tab key. */
@Command(
    name = "completion",
    description = "Prints a script that completes commands and flags in your shell.",
    footer = {
      "",
      "bash   source <(tenter completion bash)          in ~/.bashrc",
      "zsh    source <(tenter completion zsh)           in ~/.zshrc, after compinit",
      "fish   tenter completion fish | source           in ~/.config/fish/config.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.BASH;

  /** Whose syntax. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    /** As it is written, and completed by shells. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    CommandLine root = Tenter.line(tenter);
    String script =
        shell == Shell.FISH ? FishCompletion.of(root) : AutoComplete.bash("tenter", root);
    script.lines().forEach(tenter.terminal()::data);
    return tenter.terminal().settle(ExitCode.DONE).number();
  }
}
