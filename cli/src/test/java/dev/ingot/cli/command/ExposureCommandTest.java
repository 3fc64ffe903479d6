package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ingot exposure} says, and what it refuses to import. */
final class ExposureCommandTest {
  private static final String ADVISORY =
      "{\"id\": \"X-1\", \"modified\": \"2026-01-01T00:00:00Z\", \"affected\": [{\"package\":"
          + " {\"ecosystem\": \"npm\", \"name\": \"left\"}, \"versions\": [\"1.0.0\"]}]}";

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(temporary.resolve("stack"));
  }

  private void refused(String message, String... arguments) {
    Ran ran = Ran.command(folder, arguments);
    assertThat(ran.code()).as(ran.all()).isEqualTo(1);
    assertThat(ran.err()).contains(message);
  }

  private Path zip(String name, String content) throws IOException {
    Path file = folder.resolve("all.zip");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("X-1.json"));
      zip.write(ADVISORY.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  @Test
  void nothingIsKnownAtFirst() {
    Ran ran = Ran.command(folder, "exposure", "-no-color");
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out()).isEqualTo("No image is known to be affected by a vulnerability.\n");
    assertThat(Ran.command(folder, "exposure", "-json").out())
        .contains("\"affected\" : [ ]", "\"over\" : [ ]");
  }

  @Test
  void archivesAndFoldersOfAdvisoriesAreImported() throws IOException {
    zip("readme.txt", "not an advisory");
    Files.writeString(folder.resolve("X-2.json"), ADVISORY.replace("X-1", "X-2"));
    Ran ran = Ran.command(folder, "exposure", "import", "-no-color", ".");
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out())
        .contains("Imported 2 advisories: 2 new, 0 changed, 0 known, 0 withdrawn.")
        .contains("Held against 0 bills of materials");
    assertThat(Ran.command(folder, "exposure", "import", "all.zip").out())
        .contains("Imported 1 advisory: 0 new, 0 changed, 1 known, 0 withdrawn.");
    assertThat(Ran.command(folder, "exposure", "import", "-json", "all.zip").out())
        .contains("\"unchanged\" : 1");
  }

  @Test
  void whatCanNotBeImportedIsRefusedWithItsPlace() throws IOException {
    refused(
        "missing.json: there is no such file. Nothing was imported",
        "exposure",
        "import",
        "missing.json");
    Files.createDirectory(folder.resolve("empty"));
    refused("there is no *.json or *.zip file in this folder", "exposure", "import", "empty");
    Files.writeString(folder.resolve("bad.json"), "{\n  \"id\": \"X\",\n  \"modified\": no}");
    refused("bad.json: line 3, column ", "exposure", "import", "bad.json");
    Files.writeString(folder.resolve("sarif.json"), "{\"version\": \"2.1.0\", \"runs\": []}");
    refused("sarif.json: this is no report that can be read", "exposure", "import", "sarif.json");
    Files.writeString(folder.resolve("broken.zip"), "PK nothing");
    refused("broken.zip: it is no zip archive", "exposure", "import", "broken.zip");
    zip("Y.json", "{\"id\": \"Y\",\n \"modified\": \"never\"}");
    Ran ran = Ran.command(folder, "exposure", "import", "all.zip");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("all.zip: Y.json: line 2, column ")
        .contains("\"modified\" is no time");
    Files.delete(folder.resolve("all.zip"));
    zip("X-3.json", ADVISORY.replace("X-1", "X-3"));
    assertThat(Ran.command(folder, "exposure", "import", "all.zip").out())
        .as("the first of the refused archive wasn't imported either")
        .contains("2 new");
  }

  @Test
  void aReportHasToSayWhatItIsAbout() throws IOException {
    Files.writeString(
        folder.resolve("trivy.json"),
        "{\"ArtifactName\": \"web:v1\", \"Results\": [{\"Vulnerabilities\": [{\"VulnerabilityID\":"
            + " \"CVE-1\", \"PkgName\": \"left\", \"InstalledVersion\": \"1\"}]}]}");
    refused(
        "trivy.json: this report of Trivy is about web:v1, which is no image of this registry",
        "exposure",
        "import",
        "trivy.json");
    refused("no bucket \"web\"", "exposure", "import", "-image", "web:v1", "trivy.json");
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    refused("Name the files to import", "exposure", "import");
    refused("There is no \"ingot exposure show\"", "exposure", "show");
    refused("-severity is negligible, low, medium, high or critical", "exposure", "-severity=bad");
    refused("-image is an option of ingot exposure import", "exposure", "-image=web:v1");
    refused("no options of ingot exposure import", "exposure", "import", "-all", "x.json");
  }
}
