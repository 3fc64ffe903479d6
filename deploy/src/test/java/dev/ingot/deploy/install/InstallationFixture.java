package dev.ingot.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ComputedSources;
import dev.ingot.deploy.configuration.ModuleManifest;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose modules are installed from a {@link FakeRegistry}. */
abstract class InstallationFixture {
  @TempDir Path folder;

  Path root = Path.of("");
  Path data = Path.of("");
  FakeRegistry registry;
  ComputedSources computed = ComputedSources.none();

  @BeforeEach
  void start() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    data = root.resolve(".terraform");
    registry = new FakeRegistry(folder);
    registry.add("a/b/c", "1.0.0", "main.tf", "output \"v\" {\n  value = 1\n}\n");
    registry.add("a/b/c", "1.2.0", "main.tf", "output \"v\" {\n  value = 12\n}\n");
    registry.add("a/b/c", "2.0.0-rc1", "main.tf", "");
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  void configure(String text) throws IOException {
    Files.writeString(root.resolve("main.tf"), text);
  }

  static String call(String name, String source, String... version) {
    return "module \""
        + name
        + "\" {\n  source = \""
        + source
        + "\"\n"
        + (version.length == 0 ? "" : "  version = \"" + version[0] + "\"\n")
        + "}\n";
  }

  final List<String> told = new ArrayList<>();

  final class Recorded implements ModuleInstallation.Progress {
    @Override
    public void downloading(String what, String key) {
      told.add(what + " for " + key);
    }

    @Override
    public void installed(String key, String place) {
      told.add(key + " in " + place);
    }

    @Override
    public void waiting(Duration pause) {}
  }

  List<Diagnostic> install(boolean upgrade) throws IOException {
    told.clear();
    return new ModuleInstallation(
            root, data, registry.sources(), computed, new Recorded(), new Cancellation())
        .install(upgrade);
  }

  void installed() throws IOException {
    assertThat(install(false)).isEmpty();
  }

  String problem() throws IOException {
    List<Diagnostic> problems = install(false);
    assertThat(problems).hasSize(1);
    return problems.getFirst().summary() + ": " + problems.getFirst().detail();
  }

  List<String> problems() {
    Result<Configuration> loaded = Configuration.load(root, data, computed);
    return loaded.diagnostics().stream().map(Diagnostic::summary).toList();
  }

  String manifest() throws IOException {
    return Files.readString(data.resolve(ModuleManifest.FILE));
  }

  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> String.valueOf(each.getFileName())).sorted().toList();
    }
  }
}
