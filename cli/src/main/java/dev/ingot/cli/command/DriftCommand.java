package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.UpkeepRun;
import dev.ingot.cli.view.UpkeepText;
import dev.ingot.lang.JsonDocument;
import dev.ingot.release.Survey;
import dev.ingot.release.document.DriftDocument;
import java.io.IOException;

/** {@code ingot drift}: how what runs differs from what was released. */
public final class DriftCommand implements Command {
  @Override
  public String synopsis() {
    return "Show how what runs differs from the last verified release. The exit code is 0 if it"
        + " doesn't, 2 if it does, 1 if that can't be said.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("json", "Print JSON.")
        .list("var", "NAME=VALUE", "Value of a sensitive variable: releases store only its hash.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    return UpkeepRun.run(
        invocation,
        true,
        event -> {},
        run -> {
          Survey survey = run.upkeep().survey();
          invocation
              .terminal()
              .line(
                  invocation.given().on("json")
                      ? JsonDocument.text(
                          new DriftDocument(
                              survey.running().map(release -> release.id().number()),
                              survey.machines().size(),
                              survey.findings()))
                      : UpkeepText.drift(survey));
          return survey.findings().isEmpty() ? ExitCode.OK : ExitCode.CHANGES;
        });
  }
}
