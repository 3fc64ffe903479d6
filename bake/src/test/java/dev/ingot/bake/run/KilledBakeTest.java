package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bake that is killed, wherever it is, leaves nothing behind, and the next one succeeds. */
@Timeout(600)
final class KilledBakeTest {
  @TempDir Path folder;
  private FakeEngine engine;

  @BeforeEach
  void open() throws IOException {
    engine = new FakeEngine(folder.resolve("e.sock"));
    try (BakeSite site = site()) {
      BakeSite _ =
          site.template(
              """
              source "docker" "web" {
                image  = "base:1"
                commit = true
              }
              build {
                sources = ["source.docker.web"]
                provisioner "shell" {
                  remote_folder = "%s/remote"
                  inline        = ["echo one"]
                }
                provisioner "shell" {
                  remote_folder = "%s/remote"
                  inline        = ["echo two"]
                }
              }
              """
                  .formatted(folder, folder));
    }
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
  }

  private BakeSite site() throws IOException {
    return new BakeSite(folder).environment(Map.of("DOCKER_HOST", engine.host()));
  }

  private int doomed(int fatal) throws Exception {
    return DoomedBake.start(
            folder, Map.of("DOCKER_HOST", engine.host()), Path.of("/nonexistent"), fatal)
        .waitFor();
  }

  private void nothingIsLeft() throws Exception {
    var _ = StandardComponents.killedBakes(BakeJournal.folderIn(folder)).remove();
    assertThat(engine.containers()).isEmpty();
    Path journal = BakeJournal.folderIn(folder);
    if (Files.exists(journal)) {
      assertThat(journal).isEmptyDirectory();
    }
  }

  private void theNextOneSucceeds() throws Exception {
    try (BakeSite site = site()) {
      assertThat(site.bake().isSuccess()).isTrue();
    }
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void atEachOfItsEvents() throws Exception {
    int fatal = 1;
    for (int code = doomed(fatal); code == DoomedBake.KILLED; code = doomed(fatal)) {
      nothingIsLeft();
      fatal++;
    }
    assertThat(fatal).isGreaterThan(8);
    theNextOneSucceeds();
  }

  @Test
  void duringEachCallOfTheEngine() throws Exception {
    int call = 1;
    while (true) {
      CompletableFuture<Process> doomed = new CompletableFuture<>();
      engine.killDuring(
          call,
          () -> {
            doomed.join().destroyForcibly();
            doomed.join().onExit().join();
          });
      doomed.complete(
          DoomedBake.start(
              folder, Map.of("DOCKER_HOST", engine.host()), Path.of("/nonexistent"), 0));
      if (doomed.join().waitFor() == DoomedBake.BAKED) {
        break;
      }
      engine.awaitDeath();
      nothingIsLeft();
      call++;
    }
    assertThat(call).isGreaterThan(10);
    theNextOneSucceeds();
  }

  @Test
  void theNextBakeRemovesWhatItLeftAndSaysSo() throws Exception {
    assertThat(doomed(0)).isEqualTo(DoomedBake.BAKED);
    List<String> calls = engine.calls();
    int start = 1;
    while (!calls.get(start - 1).endsWith("/start")) {
      start++;
    }
    CompletableFuture<Process> doomed = new CompletableFuture<>();
    engine.killDuring(
        start,
        () -> {
          doomed.join().destroyForcibly();
          doomed.join().onExit().join();
        });
    doomed.complete(
        DoomedBake.start(folder, Map.of("DOCKER_HOST", engine.host()), Path.of("/nonexistent"), 0));
    engine.awaitDeath();
    assertThat(engine.containers()).hasSize(1);
    try (BakeSite site = site()) {
      BuildOutcome outcome = site.forced().bake();
      assertThat(outcome.isSuccess()).isTrue();
      assertThat(site.events())
          .filteredOn(BakeEvent.Note.class::isInstance)
          .extracting(event -> ((BakeEvent.Note) event).text())
          .anyMatch(text -> text.contains("removed the container ingot-bake."));
    }
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void whatAPluginMadeIsNamedWithAllThatItSaid() throws Exception {
    PluginFolder plugins = PluginFolder.create(folder.resolve("plugins"));
    try (BakeSite site = site()) {
      BakeSite _ =
          site.template(
              """
              source "things" "web" {
                folder = "%s/cloud/machine"
              }
              build {
                sources = ["source.things.web"]
                provisioner "shell" {
                  remote_folder = "work"
                  inline        = ["echo one"]
                }
              }
              """
                  .formatted(folder));
      int fatal = 1;
      for (int code = plugin(plugins, fatal);
          code == DoomedBake.KILLED && !Files.exists(folder.resolve("cloud/machine"));
          code = plugin(plugins, fatal)) {
        fatal++;
      }
      assertThat(folder.resolve("cloud/machine")).exists();
      Diagnostics diagnostics = new Diagnostics();
      assertThat(site.plugins(plugins.path()).run(diagnostics, new Cancellation())).isPresent();
      List<String> told = diagnostics.list().stream().map(Diagnostic::detail).toList();
      assertThat(told)
          .anyMatch(
              text ->
                  text.contains("what the plugin things 1.0.0 made of the build things.web")
                      && text.contains("Creating machine"));
    }
  }

  private int plugin(PluginFolder plugins, int fatal) throws Exception {
    return DoomedBake.start(folder, Map.of("DOCKER_HOST", engine.host()), plugins.path(), fatal)
        .waitFor();
  }
}
