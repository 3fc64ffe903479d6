package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.Table;
import dev.ingot.home.Home;
import dev.ingot.lang.JsonDocument;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ingot history}: the releases of a stack, newest first. */
public final class HistoryCommand implements Command {
  private static final int MOST_SHOWN = 90;

  @Override
  public String synopsis() {
    return "List the releases of a folder, newest first.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    Path folder =
        invocation.folder().resolve(invocation.arguments(1).stream().findFirst().orElse("."));
    try (Ledger ledger = new Home(invocation.home(), Clock.systemUTC()).ledger()) {
      LedgerDoubt.show(invocation, ledger, LedgerDoubt.inFolder(invocation));
      List<Release> releases = ledger.releases().of(Home.stack(folder));
      if (releases.isEmpty()) {
        // Releases stay when their folder is deleted; a folder that never was has a wrong name.
        Path _ = invocation.argumentFolder();
      }
      invocation
          .terminal()
          .line(
              invocation.given().on("json")
                  ? json(releases)
                  : text(releases, invocation.terminal().lineLimit()));
      return ExitCode.OK;
    }
  }

  private static String text(List<Release> releases, int columns) {
    Table table = new Table("RELEASE", "OUTCOME", "IMAGES", "STARTED", "TOOK", "BY", "MESSAGE");
    for (Release release : releases) {
      table.row(
          Long.toString(release.id().number()),
          release.outcome().word(),
          images(release),
          Table.time(release.started()),
          release
              .finished()
              .map(end -> Table.duration(Duration.between(release.started(), end)))
              .orElse(""),
          release.actor(),
          shortened(release.message()));
    }
    return table.isEmpty() ? "No releases yet." : table.text(columns);
  }

  private static String shortened(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
  }

  private static String images(Release release) {
    return release.images().entrySet().stream()
        .map(
            image ->
                image.getKey().substring(0, image.getKey().lastIndexOf(':'))
                    + ":"
                    + image.getValue().version())
        .collect(Collectors.joining(", "));
  }

  private static String json(List<Release> releases) {
    return JsonDocument.text(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("releases");
          for (Release release : releases) {
            json.writeStartObject();
            json.writeNumberProperty("number", release.id().number());
            json.writeStringProperty("outcome", release.outcome().word());
            json.writeStringProperty("actor", release.actor());
            json.writeStringProperty("started", release.started().toString());
            release
                .finished()
                .ifPresent(end -> json.writeStringProperty("finished", end.toString()));
            json.writeStringProperty("configuration", release.configurationDigest());
            json.writeStringProperty("plan", release.planDigest());
            json.writeStringProperty("message", release.message());
            json.writeObjectPropertyStart("images");
            release
                .images()
                .forEach(
                    (reference, image) -> {
                      json.writeObjectPropertyStart(reference);
                      json.writeStringProperty("version", image.version());
                      json.writeStringProperty("digest", image.digest());
                      json.writeEndObject();
                    });
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
