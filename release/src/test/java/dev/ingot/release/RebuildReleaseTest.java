package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.release.ReleaseResult.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are baked again are those of the release that runs, with the values it was given. */
final class RebuildReleaseTest {
  private static final ReleaseRequest REBUILD =
      new ReleaseRequest.Rebuild(List.of(), false, Optional.empty());

  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;

  private static String template(String variables) {
    return variables
        + """
        source "printed" "web" {
          content = var.text
        }
        build {
          sources = ["source.printed.web"]
        }
        """;
  }

  private static final String TEXT = "variable \"text\" {\n  default = \"v9\"\n}\n";

  @BeforeEach
  void deployWithValues() throws IOException {
    world =
        World.baking(temporary)
            .write("web.pkr.hcl", template(TEXT + "variable \"other\" {\n  default = \"\"\n}\n"))
            .write(
                "more.tf", "variable \"needed\" {}\nvariable \"token\" {\n sensitive = true\n}\n");
    assertThat(world.run(World.up("text=v1", "other=x", "needed=1", "token=s3cret-7")))
        .isInstanceOf(Verified.class);
    world.settledAs("v1");
  }

  @Test
  void theValuesOfTheReleaseAreUsed() {
    assertThat(world.run(REBUILD).isSuccess()).isTrue();
    assertThat(world.promoted()).as("nothing has changed").isEqualTo("web:v1");
  }

  @Test
  void aVariableThatIsGoneIsNotMissed() throws IOException {
    world.write("web.pkr.hcl", template(TEXT));
    assertThat(world.run(REBUILD).isSuccess()).isTrue();
    assertThat(world.promoted()).isEqualTo("web:v1");
  }

  @Test
  void whatIsGivenNowComesFirst() {
    assertThat(
            world
                .run(new ReleaseRequest.Rebuild(World.inputs("text=v2"), false, Optional.empty()))
                .isSuccess())
        .isTrue();
    assertThat(world.promoted()).isEqualTo("web:v2");
  }

  @Test
  void sensitiveValuesAreNotKept() throws IOException {
    assertThat(new String(Files.readAllBytes(world.ledgerFile()), StandardCharsets.ISO_8859_1))
        .doesNotContain("s3cret-7");
  }
}
