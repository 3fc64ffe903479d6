package dev.ingot.registry.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.storage.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Documents as validators of others accepted them: cyclonedx-python-lib (strict, 1.6), spdx-tools
 * (2.3) and in-toto-attestation.
 */
class EvidenceFormatsTest {
  private static final Instant TIME = Instant.parse("2027-01-15T08:00:00.5Z");

  private static final Sbom BILL =
      new Sbom(
          "web:v1",
          "sha256:" + "0".repeat(64),
          TIME,
          List.of(
              new Component(
                  "library", "a", "1", "pkg:npm/a@1", Map.of(), List.of("MIT OR Apache-2.0")),
              new Component("library", "b", "2", "pkg:pypi/b@2", Map.of(), List.of("LGPL", "MIT")),
              new Component(
                  "file", "/bin/x", "", "", Map.of("SHA-256", "1".repeat(64)), List.of())),
          List.of("/var/lib/rpm/Packages isn't read"));

  @Test
  void aBillIsADocumentOfSpdx() {
    String json = new String(new SpdxDocument(BILL).toJson(), StandardCharsets.UTF_8);
    assertThat(json)
        .startsWith(
            "{\"spdxVersion\":\"SPDX-2.3\",\"dataLicense\":\"CC0-1.0\",\"SPDXID\":\"SPDXRef-DOCUMENT\","
                + "\"name\":\"web:v1\",\"documentNamespace\":\"urn:ingot:sbom:")
        .contains(
            "\"creationInfo\":{\"created\":\"2027-01-15T08:00:00Z\",\"creators\":[\"Tool:"
                + " ingot\"]}",
            "\"comment\":\"/var/lib/rpm/Packages isn't read\"",
            "\"hasExtractedLicensingInfos\":[{\"licenseId\":\"LicenseRef-1\",\"name\":\"LGPL\","
                + "\"extractedText\":\"LGPL\"}]",
            "\"name\":\"a\",\"versionInfo\":\"1\",\"downloadLocation\":\"NOASSERTION\","
                + "\"filesAnalyzed\":false,\"licenseConcluded\":\"NOASSERTION\","
                + "\"licenseDeclared\":\"MIT OR Apache-2.0\",",
            "\"licenseDeclared\":\"LicenseRef-1 AND MIT\"",
            "\"externalRefs\":[{\"referenceCategory\":\"PACKAGE-MANAGER\",\"referenceType\":\"purl\","
                + "\"referenceLocator\":\"pkg:npm/a@1\"}]",
            "\"primaryPackagePurpose\":\"FILE\",\"checksums\":[{\"algorithm\":\"SHA256\","
                + "\"checksumValue\":\""
                + "1".repeat(64)
                + "\"}]",
            "{\"spdxElementId\":\"SPDXRef-DOCUMENT\",\"relationshipType\":\"DESCRIBES\","
                + "\"relatedSpdxElement\":\"SPDXRef-Image\"}",
            "{\"spdxElementId\":\"SPDXRef-Image\",\"relationshipType\":\"CONTAINS\","
                + "\"relatedSpdxElement\":\"SPDXRef-Package-3\"}");
  }

  @Test
  void whatCouldNotBeReadStaysInTheBill() {
    Sbom read = Sbom.read(BILL.toJson(), BILL.subject(), BILL.subjectDigest(), TIME);
    assertThat(read).isEqualTo(BILL);
  }

  @Test
  void provenanceIsAStatementOfInToto() {
    Digest image = Digest.of("image");
    Provenance provenance =
        new Provenance(
            "web",
            image,
            Map.of("web.pkr.hcl", Digest.of("template")),
            "rootfs.web",
            "site.rootfs.web",
            "f1",
            Optional.of(Digest.of("base")),
            List.of(new Provenance.Step("shell", Digest.of("layer"))),
            "ada@forge",
            "00000000-0000-4000-8000-000000000000",
            TIME,
            TIME.plusSeconds(3));
    assertThat(new String(provenance.toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            ("{'_type':'https://in-toto.io/Statement/v1','subject':[{'name':'web','digest':{'sha256':'"
                    + image.hex()
                    + "'}}],'predicateType':'https://slsa.dev/provenance/v1','predicate':{"
                    + "'buildDefinition':{'buildType':'urn:ingot:template:1','externalParameters':"
                    + "{'source':'rootfs.web','build':'site.rootfs.web'},'internalParameters':"
                    + "{'fingerprint':'f1'},'resolvedDependencies':[{'name':'web.pkr.hcl','digest':"
                    + "{'sha256':'"
                    + Digest.of("template").hex()
                    + "'}},{'name':'base image','digest':{'sha256':'"
                    + Digest.of("base").hex()
                    + "'}}]},'runDetails':{'builder':{'id':'urn:ingot:builder:ada%40forge'},"
                    + "'metadata':{'invocationId':'00000000-0000-4000-8000-000000000000',"
                    + "'startedOn':'2027-01-15T08:00:00.500Z','finishedOn':'2027-01-15T08:00:03.500Z'},"
                    + "'byproducts':[{'name':'shell','digest':{'sha256':'"
                    + Digest.of("layer").hex()
                    + "'}}]}}}")
                .replace('\'', '"'));
  }
}
