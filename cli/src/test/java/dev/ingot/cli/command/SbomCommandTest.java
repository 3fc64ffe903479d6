package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.evidence.Sbom;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ingot sbom} and {@code ingot images} print of an image of a cloud. */
final class SbomCommandTest {
  private final Path folder;

  SbomCommandTest(@TempDir Path parent) throws IOException {
    folder = Files.createDirectory(parent.resolve("folder"));
  }

  @BeforeEach
  void bake() {
    try (Registry registry =
        Registry.open(folder.resolveSibling("ingot-home").resolve("registry"), Clock.systemUTC())) {
      Digest bill =
          new Sbom(
                  "web",
                  "ami-2",
                  Instant.EPOCH,
                  List.of(
                      new Component(
                          "library",
                          "openssl",
                          "3.0",
                          "pkg:apk/alpine/openssl@3.0",
                          Map.of(),
                          List.of("Apache-2.0"))),
                  List.of("/x isn't read: it is damaged"))
              .write(registry.store())
              .digest();
      Claim claim =
          ((BeginResult.Claimed) registry.begin(BeginRequest.of("web", "f1", "ada", "ada:1")))
              .claim();
      registry.recordBuild(
          claim,
          new Build(
              "amazon-ebs.web",
              "aws",
              Optional.empty(),
              "ami-2",
              "eu-1",
              "ami-1",
              Map.of(),
              Instant.EPOCH));
      registry.complete(claim, "ada", Completion.elsewhere().withSbom(bill));
    }
  }

  @Test
  void packagesAreShownWithTheirKindAndWhatIsMissing() {
    Ran ran = Ran.command(folder, "sbom", "web:v1");
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains("openssl", "3.0", "apk", "Apache-2.0")
        .contains("Not complete:\n  /x isn't read: it is damaged");
  }

  @Test
  void theBillIsExportedInBothFormats() {
    assertThat(Ran.command(folder, "sbom", "-format=cyclonedx", "web").out())
        .startsWith("{\"$schema\":\"http://cyclonedx.org/schema/bom-1.6.schema.json\"");
    assertThat(Ran.command(folder, "sbom", "-format=spdx", "web").out())
        .startsWith("{\"spdxVersion\":\"SPDX-2.3\"")
        .contains("pkg:apk/alpine/openssl@3.0");
    Ran other = Ran.command(folder, "sbom", "-format=csv", "no-such-image");
    assertThat(other.code()).isNotEqualTo(ExitCode.OK);
    assertThat(other.err()).contains("-format is text, cyclonedx or spdx, not csv");
  }

  @Test
  void anImageOfACloudHasNoProvenanceAndIsListedByItsId() {
    Ran ran = Ran.command(folder, "provenance", "web");
    assertThat(ran.code()).isNotEqualTo(ExitCode.OK);
    assertThat(ran.err()).contains("web:v1 has no provenance: its images are elsewhere");
    assertThat(Ran.command(folder, "images").out()).contains("eu-1 ami-2");
    assertThat(Ran.command(folder, "images", "-json").out())
        .contains("\"source_image\" : \"ami-1\"", "\"region\" : \"eu-1\"");
  }
}
