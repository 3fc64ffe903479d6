package dev.ingot.release.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.release.exposure.ScanReport.Status;
import dev.ingot.release.exposure.ScanReport.Vulnerability;
import dev.ingot.release.repave.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of scanners, as these write them. */
final class ScanReportTest {
  private static final Vulnerability OPENSSL =
      new Vulnerability(
          "CVE-2026-1", Severity.CRITICAL, "libssl3 3.0.11-1", "3.0.11-2", Status.FOUND);

  @Test
  void trivy() throws Exception {
    ScanReport report =
        ScanReport.parse(
            """
            {"SchemaVersion": 2, "ArtifactName": "web:v1",
             "Metadata": {"ImageID": "sha256:aa", "RepoDigests": ["example.com/web@sha256:bb"]},
             "Results": [{"Target": "web", "Class": "os-pkgs", "Vulnerabilities": [
               {"VulnerabilityID": "CVE-2026-1", "PkgName": "libssl3", "InstalledVersion": "3.0.11-1",
                "FixedVersion": "3.0.11-2", "Status": "fixed", "Severity": "CRITICAL"},
               {"VulnerabilityID": "CVE-2026-2", "PkgName": "bash", "InstalledVersion": "5.2",
                "Status": "not_affected", "Severity": "LOW"}]},
              {"Target": "nothing found"}]}
            """);
    assertThat(report.format()).isEqualTo("Trivy");
    assertThat(report.images()).containsExactly("example.com/web@sha256:bb", "sha256:aa", "web:v1");
    assertThat(report.vulnerabilities())
        .containsExactly(
            OPENSSL,
            new Vulnerability("CVE-2026-2", Severity.LOW, "bash 5.2", "", Status.NOT_AFFECTED));
  }

  @Test
  void grype() throws Exception {
    ScanReport report =
        ScanReport.parse(
            """
            {"matches": [{"vulnerability": {"id": "CVE-2026-1", "severity": "Critical",
                "fix": {"versions": ["3.0.11-2"], "state": "fixed"}},
               "artifact": {"name": "libssl3", "version": "3.0.11-1", "type": "deb"}}],
             "source": {"type": "image", "target": {"userInput": "web:v1", "manifestDigest":
               "sha256:cc", "imageID": "sha256:dd", "repoDigests": []}}}
            """);
    assertThat(report.images()).containsExactly("sha256:cc", "sha256:dd", "web:v1");
    assertThat(report.vulnerabilities()).containsExactly(OPENSSL);
  }

  @Test
  void cycloneDx() throws Exception {
    ScanReport report =
        ScanReport.parse(
            """
            {"bomFormat": "CycloneDX", "specVersion": "1.6",
             "metadata": {"component": {"name": "web:v1", "version": "sha256:ee"}},
             "components": [{"bom-ref": "1", "name": "libssl3", "version": "3.0.11-1"}],
             "vulnerabilities": [
               {"id": "CVE-2026-3", "ratings": [{"severity": "low"}, {"severity": "high"}],
                "affects": [{"ref": "1"}]},
               {"id": "CVE-2026-4", "analysis": {"state": "not_affected"},
                "affects": [{"ref": "pkg:npm/%40scope/left@1.0?arch=any"}]}]}
            """);
    assertThat(report.images()).containsExactly("sha256:ee", "web:v1");
    assertThat(report.vulnerabilities())
        .containsExactly(
            new Vulnerability("CVE-2026-3", Severity.HIGH, "libssl3 3.0.11-1", "", Status.FOUND),
            new Vulnerability(
                "CVE-2026-4", Severity.UNKNOWN, "@scope/left 1.0", "", Status.NOT_AFFECTED));
  }

  @Test
  void openVex() throws Exception {
    ScanReport report =
        ScanReport.parse(
            """
            {"@context": "https://openvex.dev/ns/v0.2.0", "statements": [
              {"vulnerability": {"name": "CVE-2026-5"}, "status": "not_affected",
               "products": [{"@id": "pkg:oci/web", "subcomponents": [
                 {"@id": "pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12"}]}]},
              {"vulnerability": "CVE-2026-6", "status": "affected",
               "products": [{"identifiers": {"purl": "pkg:maven/org.x/y@2"}}]},
              {"vulnerability": {"name": "CVE-2026-7"}, "status": "under_investigation",
               "products": [{"@id": "pkg:npm/left@1"}]}]}
            """);
    assertThat(report.images()).isEmpty();
    assertThat(report.vulnerabilities())
        .containsExactly(
            new Vulnerability(
                "CVE-2026-5", Severity.UNKNOWN, "libssl3 3.0.11-1", "", Status.NOT_AFFECTED),
            new Vulnerability("CVE-2026-6", Severity.UNKNOWN, "org.x:y 2", "", Status.AFFECTED));
  }

  @Test
  void osvScanner() throws Exception {
    assertThat(
            ScanReport.parse(
                    """
                    {"results": [{"packages": [{"package": {"name": "left", "version": "1.0"},
                      "vulnerabilities": [{"id": "GHSA-1"}, {"id": "GHSA-2",
                        "database_specific": {"severity": "MODERATE"}}],
                      "groups": [{"ids": ["GHSA-1"], "max_severity": "9.8"}]}]}]}
                    """)
                .vulnerabilities())
        .containsExactly(
            new Vulnerability("GHSA-1", Severity.CRITICAL, "left 1.0", "", Status.FOUND),
            new Vulnerability("GHSA-2", Severity.MEDIUM, "left 1.0", "", Status.FOUND));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"matches\": ",
        "7",
        "{\"runs\": []}",
      })
  void whatIsNoReportIsRefused(String text) {
    assertThatThrownBy(() -> ScanReport.parse(text))
        .isInstanceOf(ScanReport.UnknownReportException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"matches\": 7}",
        "{\"matches\": [7, null, {}, {\"vulnerability\": [], \"artifact\": 3}]}",
        "{\"Results\": [{\"Vulnerabilities\": null}, null]}",
        "{\"bomFormat\": \"CycloneDX\", \"vulnerabilities\": [{\"ratings\": {}, \"affects\": 1}]}",
        "{\"@context\": \"https://openvex.dev/ns\", \"statements\": [{\"products\": [1]}, 2]}",
        "{\"results\": [{\"packages\": [{}]}]}",
      })
  void whatIsNotAsItShouldBeIsLeftOut(String text) throws Exception {
    assertThat(ScanReport.parse(text).vulnerabilities()).isEqualTo(List.of());
  }
}
