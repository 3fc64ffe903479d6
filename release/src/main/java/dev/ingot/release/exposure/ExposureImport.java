package dev.ingot.release.exposure;

import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Payload;
import dev.ingot.registry.Registry;
import dev.ingot.registry.VersionReference;
import dev.ingot.registry.advisory.Advisories;
import dev.ingot.registry.catalog.Bucket;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.release.exposure.ImportedFiles.Report;
import dev.ingot.release.exposure.ScanReport.Status;
import dev.ingot.release.exposure.ScanReport.Vulnerability;
import dev.ingot.release.exposure.Vulnerabilities.OfImage;
import dev.ingot.storage.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports what others found: advisories, which are held against the bills of materials of all
 * images, reports of scanners on one image, and statements on parts. Everything is read before
 * anything is recorded, and importing the same again changes nothing.
 */
public final class ExposureImport {
  private static final String KIND = "advisories.imported";

  private final Registry registry;
  private final Ledger ledger;
  private final String actor;

  /**
   * @param actor who imports, as {@code user@host}
   */
  public ExposureImport(Registry registry, Ledger ledger, String actor) {
    this.registry = registry;
    this.ledger = ledger;
    this.actor = actor;
  }

  /**
   * What was imported.
   *
   * @param advisories empty if there were none among the files
   * @param screened how many images were held against them
   * @param findings how many findings about these images are new, changed or gone
   */
  public record Result(
      Optional<Advisories.Imported> advisories,
      List<OfReport> reports,
      int screened,
      int findings) {
    public Result {
      reports = List.copyOf(reports);
    }
  }

  /**
   * What a report gave.
   *
   * @param image the version it is about; empty if it is about parts of any image
   * @param total how many findings or statements it has
   * @param fresh how many of them are new
   */
  public record OfReport(Path file, String format, Optional<String> image, int total, int fresh) {}

  /** A report whose image is known, or that is about parts of any image. */
  private record Placed(Report report, Optional<Version> image) {}

  /**
   * Imports files and folders.
   *
   * @param image what reports are about; what they say themselves if empty
   * @throws ImportException if one of them can't be imported: nothing was
   */
  public Result run(List<Path> files, Optional<Version> image) throws ImportException {
    ImportedFiles read = ImportedFiles.of(files);
    if (image.isPresent() && read.reports().isEmpty()) {
      throw new ImportException("-image is for reports of scanners; these files are advisories");
    }
    List<Placed> placed = new ArrayList<>();
    for (Report report : read.reports()) {
      placed.add(new Placed(report, image.isPresent() ? image : image(report)));
    }
    Optional<Advisories.Imported> advisories =
        read.advisories().isEmpty() ? Optional.empty() : Optional.of(advisories(read));
    List<OfReport> reports = placed.stream().map(this::record).toList();
    List<Version> versions = screened();
    int findings = new Screening(registry, ledger, actor).run(versions);
    return new Result(advisories, reports, versions.size(), findings);
  }

  private Advisories.Imported advisories(ImportedFiles files) throws ImportException {
    Advisories.Imported imported;
    try (Advisories advisories = Advisories.open(registry.root())) {
      imported = advisories.write(files::read);
    } catch (ImportedFiles.RefusedException e) {
      throw e.reason();
    }
    LedgerRecord _ =
        ledger.append(
            new Entry(
                actor,
                KIND,
                "",
                Payload.builder()
                    .texts("files", files.advisories().stream().map(Path::toString).toList())
                    .number("added", imported.added())
                    .number("changed", imported.changed())
                    .number("unchanged", imported.unchanged())
                    .number("withdrawn", imported.withdrawn())
                    .build()));
    return imported;
  }

  private Optional<Version> image(Report report) throws ImportException {
    List<String> names = report.content().images();
    for (String name : names) {
      Optional<Version> found = version(name);
      if (found.isPresent()) {
        return found;
      }
    }
    boolean statements =
        report.content().vulnerabilities().stream().allMatch(one -> one.status() != Status.FOUND);
    if (statements) {
      return Optional.empty();
    }
    throw new ImportException(
        report.file()
            + ": this report of "
            + report.content().format()
            + (names.isEmpty()
                ? " doesn't say which image it is about"
                : " is about " + names.getFirst() + ", which is no image of this registry")
            + "; name the image: ingot exposure import -image BUCKET:vN "
            + report.file());
  }

  private Optional<Version> version(String name) {
    Optional<Version> byDigest =
        Digest.find(name)
            .flatMap(digest -> registry.versions().withDigest(digest).stream().findFirst());
    if (byDigest.isPresent() || Digest.find(name).isPresent()) {
      return byDigest;
    }
    try {
      // A bucket alone would be a guess at the version.
      return name.contains(":")
          ? Optional.of(VersionReference.find(registry, name))
          : Optional.empty();
    } catch (RegistryException e) {
      return Optional.empty();
    }
  }

  private OfReport record(Placed placed) {
    Report report = placed.report();
    List<Vulnerability> found = report.content().vulnerabilities();
    String source = report.content().format() + " " + report.file().getFileName();
    Vulnerabilities vulnerabilities = new Vulnerabilities(ledger);
    Statements statements = new Statements(ledger);
    int fresh = 0;
    if (placed.image().isPresent()) {
      String image = Vulnerabilities.subject(placed.image().get());
      OfImage own = vulnerabilities.all().getOrDefault(image, OfImage.NOTHING);
      List<Vulnerability> known =
          found.stream()
              .filter(one -> one.status() != Status.FOUND || !statements.exclude(one))
              .flatMap(one -> ofParts(one, own).stream())
              .toList();
      fresh = vulnerabilities.add(image, known, source, actor);
    } else {
      fresh = statements.add(found, source, actor);
      for (Map.Entry<String, OfImage> each : vulnerabilities.all().entrySet()) {
        List<Vulnerability> own =
            found.stream()
                .filter(
                    one ->
                        one.status() == Status.NOT_AFFECTED
                            ? each.getValue().open().containsKey(one.key())
                            : each.getValue().cleared().containsKey(one.key()))
                .toList();
        int _ = vulnerabilities.add(each.getKey(), own, source, actor);
      }
    }
    return new OfReport(
        report.file(),
        report.content().format(),
        placed.image().map(Version::reference),
        found.size(),
        fresh);
  }

  /** A statement without a part is about all parts of the image that have the vulnerability. */
  private static List<Vulnerability> ofParts(Vulnerability one, OfImage image) {
    return one.status() == Status.FOUND || !one.component().isEmpty()
        ? List.of(one)
        : image.open().values().stream()
            .filter(known -> known.id().equals(one.id()))
            .map(
                known ->
                    new Vulnerability(
                        known.id(),
                        known.severity(),
                        known.component(),
                        known.fixed(),
                        one.status()))
            .toList();
  }

  private List<Version> screened() {
    List<Version> versions = new ArrayList<>();
    for (Bucket bucket : registry.buckets()) {
      registry.versions().in(bucket.name()).stream()
          .filter(version -> version.sbom().isPresent())
          .forEach(versions::add);
    }
    return versions;
  }
}
