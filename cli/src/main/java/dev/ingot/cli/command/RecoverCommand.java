package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.StackRun;
import dev.ingot.home.ImageReferrers;
import dev.ingot.home.Site;
import dev.ingot.home.UnknownObjects;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.release.ReleaseRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code ingot recover}: rebuilds a stack whose machines or whose state are lost. */
public final class RecoverCommand implements Command {
  private static final int SHOWN = 5;

  @Override
  public String synopsis() {
    return "Rebuild a folder's last verified release from the ledger and the registry, where its"
        + " machines or its state are lost: the same configuration, variables and images.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("full", "Show the whole plan, not only a line for each resource.")
        .onOff("json", "Print an event a line as JSON.")
        .onOff("beside", "Create what is missing beside machines that no state knows.")
        .list("var", "NAME=VALUE", "Value of a sensitive variable: releases store only its hash.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    Path folder =
        invocation
            .folder()
            .resolve(invocation.arguments(1).stream().findFirst().orElse("."))
            .normalize();
    boolean lost = StateReader.read(invocation.in(folder)).isEmpty();
    if (lost && !invocation.given().on("beside")) {
      try (Site site = StackRun.site(invocation)) {
        List<String> unknown =
            new UnknownObjects(
                    site, new ImageReferrers(site, other -> invocation.in(other).project()))
                .all();
        if (!unknown.isEmpty()) {
          invocation.terminal().error(refusal(unknown));
          return ExitCode.ERROR;
        }
      } catch (PlatformException e) {
        invocation.terminal().error(e.describe());
        return ExitCode.ERROR;
      }
    }
    return StackRun.run(
        invocation, new ReleaseRequest.Recover(StackRun.inputs(invocation.given())));
  }

  private static String refusal(List<String> unknown) {
    return "the state is lost, but "
        + String.join(", ", unknown.subList(0, Math.min(SHOWN, unknown.size())))
        + (unknown.size() > SHOWN ? " and " + (unknown.size() - SHOWN) + " more" : "")
        + " of this host, which no state knows, may be what it described. Nothing was changed."
        + " Restore the state, or import them: ingot import ADDRESS ID; if they belong to something"
        + " else: ingot recover -beside";
  }
}
