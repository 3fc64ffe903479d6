package dev.ingot.bake.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.bake.StepException;
import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which program of a plugin is taken. */
final class PluginFilesTest {
  @TempDir Path folder;

  private Path install(String source, String version) throws IOException {
    String name = source.substring(source.lastIndexOf('/') + 1);
    Path file =
        folder
            .resolve(source)
            .resolve("packer-plugin-" + name + "_v" + version + "_x5.0_linux_amd64");
    Files.createDirectories(file.getParent());
    Files.writeString(file, version);
    Files.writeString(
        file.resolveSibling(file.getFileName() + "_SHA256SUM"), Digest.of(version).hex());
    return file;
  }

  private PluginFiles files() {
    return PluginFiles.of(Map.of("PACKER_PLUGIN_PATH", folder.toString()));
  }

  private static Optional<RequiredPlugin> required(String name, String source, String version) {
    return Optional.of(
        new RequiredPlugin(
            name, source, version, new SourceRange(new SourceFile("test", ""), 0, 0)));
  }

  @Test
  void theNewestThatIsRequiredIsTaken() throws Exception {
    Path old = install("github.com/acme/things", "1.9.0");
    Path newer = install("github.com/acme/things", "1.10.0");
    assertThat(files().find("things", Optional.empty())).hasValue(newer);
    assertThat(files().find("t", required("t", "github.com/acme/things", "~> 1.9.0")))
        .hasValue(old);
    assertThat(files().find("t", required("t", "github.com/acme/things", ">= 2"))).isEmpty();
  }

  @Test
  void aPluginOfAnotherOwnerIsNotTaken() throws Exception {
    Path _ = install("github.com/acme/things", "1.0.0");
    assertThat(files().find("things", required("things", "github.com/evil/things", ">= 0.0.0")))
        .isEmpty();
  }

  @Test
  void aPluginWithALongerNameIsAnother() throws Exception {
    Path _ = install("github.com/acme/things-extra", "1.0.0");
    assertThat(files().find("things", Optional.empty())).isEmpty();
  }

  @Test
  void aProgramWithoutItsChecksumIsRefused() throws Exception {
    Path file = install("github.com/acme/things", "1.0.0");
    Files.delete(file.resolveSibling(file.getFileName() + "_SHA256SUM"));
    assertThatThrownBy(() -> files().find("things", Optional.empty()))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("has no checksum");
  }

  @Test
  void foldersThatAreNotThereHaveNoPlugins() throws Exception {
    PluginFiles nowhere = new PluginFiles(List.of(folder.resolve("absent")));
    assertThat(nowhere.all()).isEmpty();
    assertThat(nowhere.find("things", Optional.empty())).isEmpty();
  }
}
