package dev.ingot.bake.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemplateFilesTest {
  @Test
  void aFolderThatCannotBeListedIsSaidOnce(@TempDir Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("template"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("-wx------"));
    assumeFalse(Files.isReadable(folder), "this user can read every folder");
    Diagnostics diagnostics = new Diagnostics();
    assertThat(TemplateFiles.automaticVariableFiles(folder)).isEmpty();
    assertThat(TemplateFiles.read(folder, diagnostics)).isEmpty();
    assertThat(diagnostics.list())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains(folder.toString()));
  }
}
