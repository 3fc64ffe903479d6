package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.terminal.Version;
import dev.ingot.cli.terminal.Wording;

/** {@code ingot version}. Loads few classes, since scripts call it often. */
public final class VersionCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the version of Ingot and of the language it reads.";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    boolean json = invocation.given().on("json");
    invocation
        .terminal()
        .line(
            json
                ? "{\n  \"ingot_version\": \""
                    + Version.INGOT
                    + "\",\n  \"terraform_version\": \""
                    + Version.TERRAFORM_LANGUAGE
                    + "\",\n  \"platform\": \""
                    + Version.platform()
                    + "\",\n  \"provider_selections\": {},\n  \"terraform_outdated\": false\n}"
                : text(Wording.of(invocation.environment())));
    return ExitCode.OK;
  }

  /** Scripts read the first line; what the program really is stands below. */
  private static String text(Wording wording) {
    return wording.equals(Wording.TERRAFORM)
        ? "Terraform v"
            + Version.TERRAFORM_LANGUAGE
            + "\non "
            + Version.platform()
            + "\n+ Ingot v"
            + Version.INGOT
        : "Ingot v"
            + Version.INGOT
            + " (the language of Terraform "
            + Version.TERRAFORM_LANGUAGE
            + ")\non "
            + Version.platform();
  }
}
