package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.Table;
import dev.ingot.home.Home;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import dev.ingot.registry.VersionReference;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.evidence.Sbom;
import dev.ingot.registry.evidence.SpdxDocument;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** {@code ingot sbom}: what is in an image. */
public final class SbomCommand implements Command {
  private static final List<String> FORMATS = List.of("text", "cyclonedx", "spdx");

  @Override
  public String synopsis() {
    return "Show what is in an image, or export it as CycloneDX or SPDX.";
  }

  @Override
  public String arguments() {
    return "IMAGE";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text("format", "FORMAT", "text (default), cyclonedx (1.6) or spdx (2.3).")
        .onOff("json", "As -format=cyclonedx.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> images = invocation.arguments(1);
    if (images.size() != 1) {
      throw new UsageException("Name an image, as BUCKET:vN, BUCKET:CHANNEL, BUCKET or a digest");
    }
    String format =
        invocation
            .given()
            .text("format")
            .orElse(invocation.given().on("json") ? "cyclonedx" : "text");
    if (!FORMATS.contains(format)) {
      throw new UsageException("-format is text, cyclonedx or spdx, not " + format);
    }
    Home home = new Home(invocation.home(), Clock.systemUTC());
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      Version version = VersionReference.find(registry, images.getFirst());
      Digest digest =
          version
              .sbom()
              .orElseThrow(
                  () ->
                      new RegistryException(
                          version.reference()
                              + " has no bill of materials; bake it again with -force"));
      byte[] stored = registry.store().read(digest);
      Sbom bill =
          Sbom.read(
              stored,
              version.reference(),
              version.image().map(Digest::toString).orElse(""),
              version.created());
      invocation
          .terminal()
          .line(
              switch (format) {
                case "cyclonedx" -> new String(stored, StandardCharsets.UTF_8);
                case "spdx" -> new String(new SpdxDocument(bill).toJson(), StandardCharsets.UTF_8);
                default -> text(bill);
              });
      return ExitCode.OK;
    }
  }

  private static String text(Sbom bill) {
    Table table = new Table("NAME", "VERSION", "TYPE", "LICENCE");
    for (Component component : bill.components()) {
      table.row(
          component.name(),
          component.version(),
          type(component),
          String.join(", ", component.licences()));
    }
    String list = table.isEmpty() ? "No packages were found in the image's files." : table.text();
    return bill.notes().isEmpty()
        ? list
        : list + "\n\nNot complete:\n  " + String.join("\n  ", bill.notes());
  }

  /** The ecosystem, where there is one. */
  private static String type(Component component) {
    String purl = component.purl();
    int slash = purl.indexOf('/');
    return purl.startsWith("pkg:") && slash > 0 ? purl.substring(4, slash) : component.type();
  }
}
