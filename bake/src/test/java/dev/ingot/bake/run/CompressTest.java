package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildOutcome;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.storage.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds promise of artifacts that are packed. */
final class CompressTest {
  @TempDir Path folder;
  private BakeSite site;

  @BeforeEach
  void open() throws IOException {
    site = new BakeSite(folder);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void template(String arguments) throws IOException {
    BakeSite _ =
        site.template(
            """
            source "file" "a" {
              target  = "out/a.txt"
              content = "text"
            }
            build {
              sources = ["source.file.a"]
              post-processor "compress" {
                %s
              }
            }
            """
                .formatted(arguments));
  }

  @Test
  void aZipHasTheFilesByTheirNames() throws Exception {
    template("output = \"{{.BuildName}}.zip\"\ncompression_level = 9");
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    try (ZipFile zip = new ZipFile(site.work().resolve("a.zip").toFile());
        InputStream in = zip.getInputStream(zip.getEntry("out/a.txt"))) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("text");
    }
  }

  @Test
  void itIsATarBallUnlessItSaysOtherwise() throws Exception {
    template("");
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(site.work().resolve("packer_a_file.tar.gz")))) {
      assertThat(new TarReader(in).next())
          .hasValueSatisfying(
              entry -> {
                assertThat(entry.name()).isEqualTo("out/a.txt");
                assertThat(entry.size()).isEqualTo(4);
              });
    }
  }

  @Test
  void aFormatOfAnotherLibraryIsRefused() throws Exception {
    template("output = \"a.tar.xz\"");
    Diagnostics diagnostics = new Diagnostics();
    var _ = site.run(diagnostics, new Cancellation());
    assertThat(diagnostics.list())
        .extracting(Diagnostic::detail)
        .containsExactly(
            "The archive must be a .zip, .tar.gz, .tar or .gz, as output or format say.");
  }
}
