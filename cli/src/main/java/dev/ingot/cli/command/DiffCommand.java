package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.ImageDifferenceText;
import dev.ingot.home.Home;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import dev.ingot.registry.VersionReference;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.difference.ImageDifference;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** {@code ingot diff}: what makes two images different. */
public final class DiffCommand implements Command {
  @Override
  public String synopsis() {
    return "Show what differs between two images: packages, files, settings.";
  }

  @Override
  public String arguments() {
    return "IMAGE IMAGE";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("full", "Show all files, not only the first of them.")
        .onOff("json", "Print JSON.")
        .onOff("detailed-exitcode", "Exit with 2 if the images differ.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> images = invocation.arguments(2);
    if (images.size() != 2) {
      throw new UsageException(
          "Name two images, each as BUCKET:vN, BUCKET:CHANNEL, BUCKET or a digest");
    }
    Home home = new Home(invocation.home(), Clock.systemUTC());
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      Version before = VersionReference.find(registry, images.getFirst());
      Version after = VersionReference.find(registry, images.getLast());
      ImageDifference difference = ImageDifference.between(registry.store(), before, after);
      ImageDifferenceText text = new ImageDifferenceText(before, after, difference);
      invocation
          .terminal()
          .line(
              invocation.given().on("json")
                  ? text.json()
                  : text.lines(invocation.terminal(), invocation.given().on("full")));
      return difference.isEmpty() || !invocation.given().on("detailed-exitcode")
          ? ExitCode.OK
          : ExitCode.CHANGES;
    }
  }
}
