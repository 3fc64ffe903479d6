package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildOutcome;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds promise of images that are files of this host. */
final class FileBuilderTest {
  private static final String TEMPLATE =
      """
      variable "content" {
        default = "hello"
      }
      source "file" "note" {
        content = var.content
        target  = "out/note.txt"
      }
      build {
        sources = ["source.file.note"]
        post-processor "checksum" {
          checksum_types = ["sha256"]
          output         = "note.sum"
        }
        post-processor "manifest" {}
      }
      """;

  @TempDir Path folder;
  private BakeSite site;

  @BeforeEach
  void open() throws IOException {
    site = new BakeSite(folder, new FakeMachineBuilder()).template(TEMPLATE);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Path note() {
    return site.work().resolve("out/note.txt");
  }

  @Test
  void theFileIsWrittenAndAVersionOfItKept() throws Exception {
    BuildOutcome.Baked baked = site.baked();
    assertThat(note()).hasContent("hello");
    assertThat(baked.image()).isPresent();
    assertThat(site.work().resolve("note.sum"))
        .hasContent(
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\tout/note.txt\n");
    assertThat(Files.readString(site.work().resolve("packer-manifest.json")))
        .contains("\"name\" : \"out/note.txt\"", "\"size\" : 5");
  }

  @Test
  void aFileThatIsGoneComesBackWithoutABake() throws Exception {
    BuildOutcome.Baked baked = site.baked();
    Files.delete(note());
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Unchanged.class,
            same -> assertThat(same.version()).isEqualTo(baked.version()));
    assertThat(note()).hasContent("hello");
  }

  @Test
  void aFileThatSomebodyChangedIsPutRight() throws Exception {
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    Files.writeString(note(), "HELLO");
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(note()).hasContent("hello");
  }

  @Test
  void anotherContentIsAnotherVersion() throws Exception {
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.bake("content=other"))
        .isInstanceOfSatisfying(
            BuildOutcome.Baked.class, baked -> assertThat(baked.version().number()).isEqualTo(2));
    assertThat(note()).hasContent("other");
  }

  @Test
  void provisionersAreLeftOutWithAWarning() throws Exception {
    BakeSite _ =
        site.template(
            TEMPLATE.replace(
                "post-processor \"manifest\" {}",
                "provisioner \"shell\" {\n inline = [\"false\"]\n}"));
    Diagnostics diagnostics = new Diagnostics();
    assertThat(site.run(diagnostics, new Cancellation()))
        .hasValueSatisfying(result -> assertThat(result.isSuccess()).isTrue());
    assertThat(diagnostics.list().toString()).contains("Provisioners are not run");
  }

  @Test
  void aSourceThatIsMissingIsNamed() throws Exception {
    BakeSite _ =
        site.template(TEMPLATE.replace("content = var.content", "source = \"no such file\""));
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed -> assertThat(failed.diagnostics().toString()).contains("no such file"));
  }
}
