package dev.ingot.cli.view;

import dev.ingot.registry.advisory.Advisories;
import dev.ingot.release.exposure.Exposure;
import dev.ingot.release.exposure.ExposureImport;
import dev.ingot.release.exposure.Vulnerabilities.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How images and machines are exposed, in words. */
public final class ExposureText {
  private ExposureText() {}

  /** As tables. */
  public static String of(Exposure exposure) {
    List<String> parts = new ArrayList<>();
    parts.add(
        exposure.affected().isEmpty()
            ? "No image is known to be affected by a vulnerability."
            : images(exposure.affected()));
    String machines = machines(exposure.affected());
    if (!machines.isEmpty()) {
      parts.add(machines);
    }
    if (!exposure.over().isEmpty()) {
      parts.add("Over:\n" + over(exposure.over()));
    }
    return String.join("\n\n", parts);
  }

  private static String images(List<Exposure.Affected> affected) {
    Table table =
        new Table("IMAGE", "RUNS", "VULNERABILITY", "SEVERITY", "IN", "FIXED IN", "KNOWN SINCE");
    for (Exposure.Affected one : affected) {
      for (Known known : one.known()) {
        table.row(
            one.version(),
            one.running().isEmpty() ? "no" : "yes",
            known.id(),
            known.severity().word(),
            known.component(),
            known.fixed(),
            Table.time(known.since()));
      }
    }
    return table.text();
  }

  private static String machines(List<Exposure.Affected> affected) {
    Table table = new Table("STACK", "RELEASE", "IMAGE", "MACHINES");
    for (Exposure.Affected one : affected) {
      for (Exposure.Running running : one.running()) {
        table.row(
            running.stack(),
            Long.toString(running.release()),
            one.version(),
            running.machines().isEmpty()
                ? ""
                : running.machines().size()
                    + ": "
                    + running.machines().getFirst()
                    + (running.machines().size() > 1 ? ", …" : ""));
      }
    }
    return table.isEmpty() ? "" : table.text();
  }

  private static String over(List<Exposure.Over> over) {
    Table table =
        new Table("VULNERABILITY", "SEVERITY", "IMAGE", "KNOWN", "LAST MACHINE GONE", "TOOK", "");
    for (Exposure.Over one : over) {
      table.row(
          one.id(),
          one.severity().word(),
          one.version(),
          Table.time(one.known()),
          Table.time(one.gone()),
          Table.duration(one.took()),
          steps(one));
    }
    return table.text();
  }

  /** Where the time went. */
  private static String steps(Exposure.Over over) {
    List<String> words = new ArrayList<>();
    Instant before = over.known();
    for (Exposure.Step step : over.steps()) {
      words.add(step.what() + " after " + Table.duration(Duration.between(before, step.at())));
      before = step.at();
    }
    words.add("last machine gone after " + Table.duration(Duration.between(before, over.gone())));
    return String.join(", ", words);
  }

  /** What an import gave. */
  public static String imported(ExposureImport.Result result) {
    List<String> lines = new ArrayList<>();
    result
        .advisories()
        .ifPresent(
            one ->
                lines.add(
                    "Imported "
                        + counted(one.total(), "advisory", "advisories")
                        + ": "
                        + advisories(one)
                        + "."));
    for (ExposureImport.OfReport report : result.reports()) {
      lines.add(
          report.format()
              + " "
              + report.file().getFileName()
              + (report.image().isPresent()
                  ? " on "
                      + report.image().get()
                      + ": "
                      + counted(report.total(), "finding", "findings")
                  : ": " + counted(report.total(), "statement", "statements"))
              + ", "
              + report.fresh()
              + " new.");
    }
    lines.add(
        "Held against "
            + counted(result.screened(), "bill of materials", "bills of materials")
            + ": "
            + counted(result.findings(), "finding is", "findings are")
            + " new, changed or gone. To see what is affected: ingot exposure");
    return String.join("\n", lines);
  }

  private static String advisories(Advisories.Imported imported) {
    return imported.added()
        + " new, "
        + imported.changed()
        + " changed, "
        + imported.unchanged()
        + " known, "
        + imported.withdrawn()
        + " withdrawn";
  }

  private static String counted(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
