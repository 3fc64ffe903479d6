package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds promise of artifacts whose files are replaced. */
final class ArtificeTest {
  private static final String TEMPLATE =
      """
      source "file" "a" {
        target  = "a.txt"
        content = "a"
      }
      build {
        sources = ["source.file.a"]
        post-processors {
          post-processor "shell-local" {
            inline = ["printf b > made.txt"]
          }
          post-processor "artifice" {
            files = ["%s"]
          }
          post-processor "checksum" {
            checksum_types = ["md5"]
            output         = "sums"
          }
        }
      }
      """;

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

  @Test
  void theNextPostProcessorGetsTheFilesItNames() throws Exception {
    BakeSite _ = site.template(TEMPLATE.formatted("made.txt"));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(Files.readString(site.work().resolve("sums"))).endsWith("\tmade.txt\n");
  }

  @Test
  void aFileThatIsNotThereIsAnError() throws Exception {
    BakeSite _ = site.template(TEMPLATE.formatted("other.txt"));
    assertThat(site.bake().toString()).contains("artifice: there is no file");
    assertThat(site.work().resolve("sums")).doesNotExist();
  }
}
