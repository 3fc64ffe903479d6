package dev.ingot.cli.command;

import dev.ingot.address.ProviderAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.terminal.Version;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.provider.install.LockFile;
import dev.ingot.provider.install.LockedProvider;
import java.nio.file.Files;
import java.util.Collections;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** {@code ingot version}. Loads few classes, since scripts call it often. */
public final class VersionCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the version of Ingot, of the language it reads and of the providers chosen.";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    SortedMap<ProviderAddress, LockedProvider> providers =
        Files.exists(invocation.folder().resolve(LockFile.NAME))
            ? LockFile.read(invocation.folder()).value().orElse(LockFile.EMPTY).providers()
            : Collections.emptySortedMap();
    invocation
        .terminal()
        .line(
            invocation.given().on("json")
                ? json(providers)
                : text(Wording.of(invocation.environment()), providers));
    return ExitCode.OK;
  }

  private static String json(SortedMap<ProviderAddress, LockedProvider> providers) {
    String selections =
        providers.values().stream()
            .map(one -> "    \"" + one.address() + "\": \"" + one.version() + "\"")
            .collect(Collectors.joining(",\n"));
    return "{\n  \"ingot_version\": \""
        + Version.INGOT
        + "\",\n  \"terraform_version\": \""
        + Version.TERRAFORM_LANGUAGE
        + "\",\n  \"platform\": \""
        + Version.platform()
        + "\",\n  \"provider_selections\": "
        + (selections.isEmpty() ? "{}" : "{\n" + selections + "\n  }")
        + ",\n  \"terraform_outdated\": false\n}";
  }

  /** Scripts read the first line; what the program really is stands below. */
  private static String text(
      Wording wording, SortedMap<ProviderAddress, LockedProvider> providers) {
    StringBuilder text =
        new StringBuilder(
            wording.equals(Wording.TERRAFORM)
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
                    + Version.platform());
    providers
        .values()
        .forEach(
            one ->
                text.append("\n+ provider ")
                    .append(one.address())
                    .append(" v")
                    .append(one.version()));
    return text.toString();
  }
}
