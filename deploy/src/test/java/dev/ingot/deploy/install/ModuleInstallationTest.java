package dev.ingot.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ComputedSources;
import dev.ingot.deploy.configuration.ModuleManifest;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.Diagnostic;
import dev.ingot.storage.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ModuleInstallationTest extends InstallationFixture {
  @Test
  void theNewestVersionThatFitsIsInstalledAndUsed() throws IOException {
    configure(
        call("m", "example.com/a/b/c", ">= 1.0, != 1.1.0, < 2") + call("n", "example.com/a/b/c"));
    assertThat(problems()).containsExactly("Module not installed", "Module not installed");
    installed();
    assertThat(told)
        .containsExactly(
            "example.com/a/b/c 1.2.0 for m",
            "m in .terraform/modules/m",
            "example.com/a/b/c 1.2.0 for n",
            "n in .terraform/modules/n");
    assertThat(manifest())
        .isEqualTo(
            "{\"Modules\":[{\"Key\":\"\",\"Source\":\"\",\"Dir\":\".\"},{\"Key\":\"m\",\"Source\":"
                + "\"example.com/a/b/c\",\"Version\":\"1.2.0\",\"Dir\":\".terraform/modules/m\"},"
                + "{\"Key\":\"n\",\"Source\":\"example.com/a/b/c\",\"Version\":\"1.2.0\",\"Dir\":"
                + "\".terraform/modules/n\"}]}");
    assertThat(problems()).isEmpty();
    assertThat(Configuration.load(root, data, computed).get().root().children())
        .containsOnlyKeys("m", "n");
  }

  @Test
  void aPackageIsDownloadedOnceForAllItsCalls() throws IOException {
    configure(
        call("m", "example.com/a/b/c")
            + call("n", "example.com/a/b/c")
            + call("o", "example.com/a/b/c", "1.0.0"));
    installed();
    assertThat(registry.asked("/packages")).hasSize(2);
    assertThat(registry.asked("/v1/a/b/c/versions")).hasSize(1);
    assertThat(registry.asked("/packages/a/b/c/1.2.0")).hasSize(1);
  }

  @Test
  void tokensAreForTheRegistryAndNotForItsPackages() throws IOException {
    configure(call("m", "example.com/a/b/c"));
    installed();
    registry
        .asked()
        .forEach(
            asked ->
                assertThat(asked.field("authorization"))
                    .isEqualTo(asked.target().startsWith("/v1") ? "Bearer secret-token" : ""));
    assertThat(manifest()).doesNotContain("secret");
  }

  @Test
  void whatFitsStaysUnlessNewerVersionsAreWanted() throws IOException {
    configure(call("m", "example.com/a/b/c", "~> 1.0"));
    installed();
    registry.add("a/b/c", "1.3.0", "main.tf", "");
    installed();
    assertThat(told).isEmpty();
    assertThat(install(true)).isEmpty();
    assertThat(told).contains("example.com/a/b/c 1.3.0 for m");
    configure(call("m", "example.com/a/b/c", "1.0.0"));
    assertThat(problems()).containsExactly("Module version requirements have changed");
    installed();
    assertThat(manifest()).contains("\"1.0.0\"");
    assertThat(problems()).isEmpty();
    configure(call("m", "example.com/a/b/d", "1.0.0"));
    assertThat(problems()).containsExactly("Module source has changed");
  }

  @Test
  void aFolderThatIsGoneIsInstalledAgain() throws IOException {
    configure(call("m", "example.com/a/b/c", "1.0.0"));
    installed();
    dev.ingot.storage.FolderTree.delete(data.resolve("modules/m"));
    assertThat(problems()).containsExactly("Module not installed");
    installed();
    assertThat(problems()).isEmpty();
  }

  @Test
  void modulesInPackagesCallOthersBesideThemAndFromElsewhere() throws IOException {
    registry.add(
        "n/e/st",
        "1.0.0",
        "main.tf",
        call("inner", "./modules/inner") + call("far", "example.com/a/b/c", "1.0.0"),
        "modules/inner/main.tf",
        call("beside", "../beside"),
        "modules/beside/main.tf",
        "output \"o\" {\n  value = 1\n}\n");
    configure(call("m", "example.com/n/e/st") + call("l", "example.com/n/e/st//modules/inner"));
    installed();
    assertThat(told)
        .containsExactly(
            "example.com/n/e/st 1.0.0 for l",
            "l in .terraform/modules/l/modules/inner",
            "l.beside in .terraform/modules/l/modules/beside",
            "example.com/n/e/st 1.0.0 for m",
            "m in .terraform/modules/m",
            "example.com/a/b/c 1.0.0 for m.far",
            "m.far in .terraform/modules/m.far",
            "m.inner in .terraform/modules/m/modules/inner",
            "m.inner.beside in .terraform/modules/m/modules/beside");
    assertThat(problems()).isEmpty();
    Configuration whole = Configuration.load(root, data, computed).get();
    assertThat(Configuration.load(whole.contents()).get().root().children())
        .hasEntrySatisfying(
            "m", module -> assertThat(module.children()).containsOnlyKeys("inner", "far"));
  }

  @Test
  void pathsMustNotLeaveTheirPackage() throws IOException {
    registry.add("e/s/c", "1.0.0", "main.tf", call("out", "../../../other"));
    configure(call("m", "example.com/e/s/c"));
    assertThat(problem())
        .startsWith("Local module path escapes module package")
        .contains("module.m.module.out", "package \"example.com/e/s/c\"");
    assertThat(problems()).contains("Local module path escapes module package");
  }

  @Test
  void modulesThatCallThemselvesAreRefused() throws IOException {
    registry.add("s/e/lf", "1.0.0", "main.tf", call("again", "example.com/s/e/lf"));
    configure(call("m", "example.com/s/e/lf"));
    assertThat(problem()).startsWith("Module calls itself");
  }

  @Test
  void versionsThatDontFitAreNamed() throws IOException {
    configure(call("m", "example.com/a/b/c", ">= 3.0"));
    assertThat(problem())
        .startsWith("Unresolvable module version constraint")
        .contains("(main.tf:1)", "newest available version is 1.2.0")
        .contains("Available: 2.0.0-rc1, 1.2.0, 1.0.0.");
    configure(call("m", "example.com/a/b/c", ">= 2.0.0-rc1"));
    assertThat(problem()).startsWith("Unresolvable module version constraint");
    configure(call("m", "example.com/a/b/c", "2.0.0-rc1"));
    installed();
    assertThat(manifest()).contains("\"Version\":\"2.0.0-rc1\"");
  }

  private void registryAnswers(String path, Reply reply) {
    registry.answer("/v1/x/y/z/" + path, reply);
  }

  @Test
  void whatARegistryAnswersWronglyIsSaidWithTheNextStep() throws IOException {
    configure(call("m", "example.com/x/y/z"));
    assertThat(problem()).startsWith("Module not found").contains("registry at example.com");
    registryAnswers("versions", TestServer.response(401, ""));
    assertThat(problem()).contains("requires authentication credentials", "TF_TOKEN_example_com");
    registryAnswers("versions", TestServer.response(429, "").with("Retry-After", "4000"));
    assertThat(problem()).contains("too many requests", "Try again later");
    registryAnswers(
        "versions", TestServer.response(200, "<html>").with("Content-Type", "text/html"));
    assertThat(problem()).contains("did not answer with JSON but with text/html");
    registryAnswers(
        "versions", TestServer.response(302, "").with("Location", "/v1/x/y/z/versions"));
    assertThat(problem()).contains("redirected more than");
    registryAnswers("versions", new Reply.Silence());
    assertThat(problem()).contains("no response within");
    registryAnswers("versions", TestServer.response(200, "{\"modules\":[]}"));
    assertThat(problem()).startsWith("Invalid response from remote module registry");
    registryAnswers("versions", TestServer.response(200, "{\"modules\":[{\"versions\":[]}]}"));
    assertThat(problem()).startsWith("Module has no versions");
    registryAnswers(
        "versions",
        TestServer.response(200, "{\"modules\":[{\"versions\":[{\"version\":\"1.0.0\"}]}]}"));
    registryAnswers("1.0.0/download", TestServer.response(204, ""));
    assertThat(problem()).contains("no header X-Terraform-Get");
    registryAnswers(
        "1.0.0/download", TestServer.response(204, "").with("X-Terraform-Get", "file:///etc"));
    assertThat(problem()).contains("leads to files of this host");
    assertThat(data.resolve(ModuleManifest.FILE)).doesNotExist();
    assertThat(files(data.resolve("modules"))).containsExactly(".lock");
  }

  @Test
  void oneModuleThatFailsKeepsNoOtherFromBeingInstalled() throws IOException {
    configure(call("good", "example.com/a/b/c") + call("bad", "example.com/x/y/z"));
    assertThat(problem()).startsWith("Module not found");
    assertThat(problems()).containsExactly("Module not installed");
    assertThat(manifest()).contains("\"good\"").doesNotContain("\"bad\"");
    registry.add("x/y/z", "1.0.0", "main.tf", "");
    installed();
    assertThat(told)
        .containsExactly("example.com/x/y/z 1.0.0 for bad", "bad in .terraform/modules/bad");
  }

  @Test
  void aFolderThatIsNotInThePackageIsNamed() throws IOException {
    configure(call("m", "example.com/a/b/c//modules/none"));
    assertThat(problem())
        .startsWith("Unreadable module subdirectory")
        .contains(".terraform/modules/m/modules/none does not exist");
  }

  @Test
  void aFolderOfThisHostIsLinkedAndAListThatIsDamagedMadeAgain() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("main.tf"), "");
    configure(call("m", other.toString()));
    installed();
    assertThat(data.resolve("modules/m")).isSymbolicLink();
    Files.writeString(data.resolve(ModuleManifest.FILE), "{\"Modules\":[{");
    assertThat(problems()).contains("Invalid list of modules");
    installed();
    assertThat(problems()).isEmpty();
    assertThat(other.resolve("main.tf")).exists();
  }

  @Test
  void whatAKilledInstallationLeftIsRemoved() throws IOException {
    Path left = Files.createDirectories(data.resolve("modules/.download-999999999-x/package-1"));
    Files.createFile(data.resolve("modules/.download-999999999-x/.lock"));
    Files.writeString(left.resolve("main.tf"), "half");
    configure(call("m", "example.com/a/b/c"));
    installed();
    assertThat(files(data.resolve("modules"))).containsExactly(".lock", "m", "modules.json");
  }

  @Test
  void installationsInOneFolderWaitForEachOther() throws Exception {
    configure(call("m", "example.com/a/b/c") + call("n", "example.com/a/b/c", "1.0.0"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Diagnostic>>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(
                () ->
                    new ModuleInstallation(
                            root,
                            data,
                            registry.sources(),
                            ComputedSources.none(),
                            new Nobody(),
                            new Cancellation())
                        .install(true)));
      }
      for (Future<List<Diagnostic>> each : all) {
        assertThat(each.get()).isEmpty();
      }
    }
    assertThat(problems()).isEmpty();
    assertThat(files(data.resolve("modules"))).containsExactly(".lock", "m", "modules.json", "n");
  }

  @Test
  void waitingForAnotherInstallationEndsWithTheInterrupt() throws IOException {
    configure(call("m", "example.com/a/b/c"));
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    Path lock = Files.createDirectories(data.resolve("modules")).resolve(".lock");
    try (FolderLock _ = FolderLock.acquire(lock)) {
      assertThat(
              new ModuleInstallation(
                      root, data, registry.sources(), computed, new Nobody(), cancelled)
                  .install(false))
          .extracting(Diagnostic::summary)
          .containsExactly("Interrupted");
    }
    assertThat(files(data.resolve("modules"))).containsExactly(".lock");
  }

  private static final class Nobody implements ModuleInstallation.Progress {
    @Override
    public void downloading(String what, String key) {}

    @Override
    public void installed(String key, String place) {}

    @Override
    public void waiting(Duration pause) {}
  }

  @Test
  void aConfigurationMayBeginAsACopyOfAModule() throws IOException {
    ModuleCopy copy = new ModuleCopy(root, data, registry.sources());
    assertThat(copy.of("example.com/x/y/z").getFirst().summary()).isEqualTo("Module not found");
    assertThat(copy.of("a").getFirst().summary()).isEqualTo("Invalid module source address");
    assertThat(copy.of(folder.toString()).getFirst().detail()).contains("contains the target");
    assertThat(copy.of("example.com/a/b/c")).isEmpty();
    assertThat(root.resolve("main.tf")).content().contains("value = 12");
    assertThat(copy.of("example.com/a/b/c").getFirst().summary())
        .isEqualTo("Can't populate non-empty directory");
  }
}
