package dev.ingot.registry.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.registry.content.RegistryException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SbomTest {
  private static final Instant TIME = Instant.parse("2027-01-15T08:00:00Z");
  private static final String STATUS =
      """
      Package: libc6
      Status: install ok installed
      Architecture: amd64
      Multi-Arch: same
      Version: 2.36-9+deb12u4
      Description: GNU C Library
       Package: not a field
       .
       more

      Package: gone
      Status: deinstall ok config-files
      Version: 1.0

      Package: libstdc++6
      Status: install ok installed
      Architecture: amd64
      Version: 1:12.2.0-14~x
      """;

  @Test
  void installedPackagesOfDebianAreRead() throws IOException {
    assertThat(DpkgStatus.read(new StringReader(STATUS), "debian", "debian-12"))
        .containsExactly(
            Component.library(
                "libc6",
                "2.36-9+deb12u4",
                "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64&distro=debian-12"),
            Component.library(
                "libstdc++6",
                "1:12.2.0-14~x",
                "pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14~x?arch=amd64&distro=debian-12"));
  }

  @Test
  void aStatusOfAnotherKindGivesNothing() throws IOException {
    assertThat(DpkgStatus.read(new StringReader(""), "debian", "")).isEmpty();
    assertThat(
            DpkgStatus.read(
                new StringReader("::\n\0\n: x\n\n\nPackage:\nVersion: 1\n"), "debian", ""))
        .isEmpty();
    assertThatThrownBy(() -> DpkgStatus.read(new StringReader("a".repeat(2_000_000)), "debian", ""))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theOrderOfComponentsDoesNotMatter() {
    Component a = Component.library("a", "1", "pkg:deb/debian/a@1");
    Component b =
        new Component("file", "b", "", "", Map.of("SHA-256", "00"), List.of("MIT", "GPL-2.0-only"));
    byte[] one = new Sbom("web:v1", "sha256:x", TIME, List.of(a, b, a)).toJson();
    byte[] two = new Sbom("web:v1", "sha256:x", TIME, List.of(b, a)).toJson();

    assertThat(one).isEqualTo(two);
    assertThat(new String(one, StandardCharsets.UTF_8))
        .startsWith(
            "{\"$schema\":\"http://cyclonedx.org/schema/bom-1.6.schema.json\",\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"serialNumber\":\"urn:uuid:")
        .contains("\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"00\"}]")
        .contains("\"licenses\":[{\"license\":{\"name\":\"MIT\"}}")
        .containsPattern(
            "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"");
    assertThat(Sbom.readComponents(one)).containsExactly(a, b);
  }

  @Test
  void nestedComponentsAndLicenceIdsOfOtherToolsAreRead() {
    String json =
        """
        {"bomFormat":"CycloneDX","specVersion":"1.4","components":[{"type":"library","name":"a","version":"1",
        "licenses":[{"license":{"id":"MIT"}},{"expression":"A OR B"}],"components":[{"name":"inner"}]}]}
        """;
    assertThat(Sbom.readComponents(json.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            new Component("library", "a", "1", "", Map.of(), List.of("MIT", "A OR B")),
            Component.library("inner", "", ""));
    assertThatThrownBy(() -> Sbom.readComponents("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(RegistryException.class);
  }
}
