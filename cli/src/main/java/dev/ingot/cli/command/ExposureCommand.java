package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.ExposureText;
import dev.ingot.home.Home;
import dev.ingot.lang.JsonDocument;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import dev.ingot.registry.VersionReference;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.document.ExposureDocument;
import dev.ingot.release.exposure.Exposure;
import dev.ingot.release.exposure.ExposureImport;
import dev.ingot.release.exposure.ImportException;
import dev.ingot.release.repave.Severity;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** {@code ingot exposure}: which images and machines are affected by known vulnerabilities. */
public final class ExposureCommand implements Command {
  private static final String IMPORT = "import";

  @Override
  public String synopsis() {
    return "Show which images and running machines are affected by known vulnerabilities, since"
        + " when, and how long it took until the last such machine was gone. \"ingot exposure"
        + " import\" reads advisories (OSV), reports of scanners (Trivy, Grype, OSV-Scanner,"
        + " CycloneDX) and statements (OpenVEX, CycloneDX). The exit code is 2 if machines are"
        + " affected.";
  }

  @Override
  public String arguments() {
    return "[import FILE...]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text(
            "severity",
            "SEVERITY",
            "Leave out what is less severe: negligible, low, medium, high or critical.")
        .onOff("all", "Show images as well that neither run nor are in a channel.")
        .text("image", "IMAGE", "import: the image that the reports are about.")
        .onOff("json", "Print JSON.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    List<String> arguments = invocation.arguments(Integer.MAX_VALUE);
    Home home = new Home(invocation.home(), Clock.systemUTC());
    if (!arguments.isEmpty() && arguments.getFirst().equals(IMPORT)) {
      return read(invocation, home, arguments.subList(1, arguments.size()));
    }
    if (!arguments.isEmpty()) {
      throw new UsageException(
          "There is no \"ingot exposure "
              + arguments.getFirst()
              + "\"; to import files: ingot exposure import FILE...");
    }
    if (invocation.given().text("image").isPresent()) {
      throw new UsageException("-image is an option of ingot exposure import");
    }
    Severity least = severity(invocation);
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      Exposure exposure = Exposure.of(registry, ledger, least);
      if (!invocation.given().on("all")) {
        exposure = exposure.ofInterest();
      }
      invocation
          .terminal()
          .line(
              invocation.given().on("json")
                  ? JsonDocument.text(new ExposureDocument(exposure))
                  : ExposureText.of(exposure));
      return exposure.isOpen() ? ExitCode.CHANGES : ExitCode.OK;
    }
  }

  private static Severity severity(Invocation invocation) throws UsageException {
    Optional<String> given = invocation.given().text("severity");
    Optional<Severity> severity = given.flatMap(Severity::of);
    if (given.isPresent() && severity.isEmpty()) {
      throw new UsageException(
          "-severity is negligible, low, medium, high or critical, not " + given.get());
    }
    return severity.orElse(Severity.UNKNOWN);
  }

  private static int read(Invocation invocation, Home home, List<String> names)
      throws UsageException {
    if (names.isEmpty()) {
      throw new UsageException("Name the files to import: ingot exposure import FILE...");
    }
    if (invocation.given().text("severity").isPresent() || invocation.given().on("all")) {
      throw new UsageException("-severity and -all are no options of ingot exposure import");
    }
    List<Path> files = names.stream().map(name -> invocation.folder().resolve(name)).toList();
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      Optional<Version> image =
          invocation.given().text("image").map(name -> VersionReference.find(registry, name));
      ExposureImport.Result result =
          new ExposureImport(registry, ledger, Home.actor(invocation.environment()))
              .run(files, image);
      invocation
          .terminal()
          .line(
              invocation.given().on("json")
                  ? JsonDocument.text(new ExposureDocument.Imported(result))
                  : ExposureText.imported(result));
      return ExitCode.OK;
    } catch (ImportException e) {
      invocation.terminal().error(e.getMessage() + ". Nothing was imported.");
      return ExitCode.ERROR;
    }
  }
}
