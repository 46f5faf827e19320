package io.tenterhook.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** What a bug report needs. */
@Command(name = "version", description = "Prints the versions of tenter, Java and the system.")
final class VersionCommand implements Callable<Integer> {
  @ParentCommand private Tenter tenter = new Tenter();

  @Override
  public Integer call() {
    for (String line : new Version().getVersion()) {
      tenter.terminal().data(line);
    }
    return tenter.terminal().settle(ExitCode.DONE).number();
  }
}
