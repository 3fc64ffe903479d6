package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildOutcome;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What post-processors promise of images of an engine. */
final class DockerPostProcessorsTest {
  @TempDir Path folder;
  private BakeSite site;
  private FakeEngine engine;

  @BeforeEach
  void open() throws IOException {
    engine = new FakeEngine(folder.resolve("e.sock"));
    site = new BakeSite(folder).environment(Map.of("DOCKER_HOST", engine.host()));
  }

  @AfterEach
  void close() throws IOException {
    site.close();
    engine.close();
  }

  private void template(String arguments, String steps) throws IOException {
    BakeSite _ =
        site.template(
            """
            variable "last" {
              default = "1"
            }
            source "docker" "web" {
              image = "base:1"
              %s
            }
            build {
              sources = ["source.docker.web"]
              %s
            }
            """
                .formatted(arguments, steps));
  }

  private String failure() throws InterruptedException {
    Diagnostics diagnostics = new Diagnostics();
    Bake.Result result = site.run(diagnostics, new Cancellation()).orElseThrow();
    assertThat(result.outcomes()).singleElement().isInstanceOf(BuildOutcome.Failed.class);
    BuildOutcome.Failed failed = (BuildOutcome.Failed) result.outcomes().getFirst();
    return failed.toString();
  }

  @Test
  void anImageIsNamedPushedAndSaved() throws Exception {
    template(
        "commit = true",
        """
        post-processors {
          post-processor "docker-tag" {
            repository = "localhost:5000/team/app"
            tags       = ["1", "latest"]
          }
          post-processor "docker-push" {
            login          = true
            login_server   = "localhost:5000"
            login_username = "ada"
            login_password = "s3cret"
          }
        }
        post-processor "docker-save" {
          path = "out/image.tar"
        }
        """);
    BuildOutcome.Baked baked = site.baked();
    String image = baked.version().builds().getFirst().externalId();
    assertThat(engine.calls())
        .contains(
            "POST /images/" + image + "/tag?repo=localhost%3A5000%2Fteam%2Fapp&tag=1",
            "POST /images/" + image + "/tag?repo=localhost%3A5000%2Fteam%2Fapp&tag=latest",
            "POST /images/localhost:5000/team/app/push?tag=1",
            "POST /images/localhost:5000/team/app/push?tag=latest");
    assertThat(
            new String(Base64.getUrlDecoder().decode(engine.credentials()), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"username\":\"ada\",\"password\":\"s3cret\","
                + "\"serveraddress\":\"localhost:5000\"}");
    assertThat(site.work().resolve("out/image.tar")).hasContent("image /images/" + image + "/get");
  }

  @Test
  void anErrorInTheMiddleOfAPushIsFound() throws Exception {
    engine.fail(FakeEngine.Fault.PUSH_ERROR);
    template(
        "commit = true",
        """
        post-processors {
          post-processor "docker-tag" {
            repository = "app"
          }
          post-processor "docker-push" {}
        }
        """);
    assertThat(failure()).contains("docker-push: the engine refused: denied");
  }

  @Test
  void anImageWithoutANameIsNotPushed() throws Exception {
    template("commit = true", "post-processor \"docker-push\" {}");
    assertThat(failure()).contains("Put docker-tag before it");
    assertThat(engine.calls()).noneMatch(call -> call.contains("/push"));
  }

  @Test
  void anExportIsImportedAndNamed() throws Exception {
    template(
        "export_path = \"all.tar\"",
        """
        post-processors {
          post-processor "docker-import" {
            repository = "app"
            tag        = "2"
            changes    = ["USER ada"]
          }
          post-processor "docker-tag" {
            repository = "other"
          }
        }
        """);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(engine.calls())
        .contains(
            "POST /images/create?fromSrc=-&repo=app&tag=2&changes=USER%20ada",
            "POST /images/app:2/tag?repo=other&tag=");
  }

  @Test
  void anExportIsNoImageToTag() throws Exception {
    template("export_path = \"all.tar\"", "post-processor \"docker-tag\" {\nrepository = \"a\"\n}");
    assertThat(failure()).contains("is no image of an engine");
  }
}
