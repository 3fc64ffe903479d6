package dev.ingot.storage.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackedFolderTest {
  private static final UnpackedFolder.Limits LIMITS = new UnpackedFolder.Limits(20, 1000);

  @TempDir Path folder;
  private Path into = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    into = Files.createDirectory(folder.resolve("into"));
  }

  private void untar(Tar tar) throws IOException {
    TarArchive.unpack(new ByteArrayInputStream(tar.bytes()), new UnpackedFolder(into, LIMITS));
  }

  private void unzip(String... namesAndContents) throws IOException {
    Path file = folder.resolve("a.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    ZipArchive.unpack(file, new UnpackedFolder(into, LIMITS));
  }

  @Test
  void filesFoldersAndLinksWithinAreUnpacked() throws IOException {
    untar(
        new Tar()
            .directory("./")
            .symlink("./link", "sub/x")
            .entry('0', "./run", "", 0755, "#!")
            .file("./sub/x", "1")
            .hardlink("./copy", "./sub/x"));
    assertThat(into.resolve("link")).isSymbolicLink().hasContent("1");
    assertThat(into.resolve("copy")).isRegularFile().hasContent("1");
    assertThat(Files.isExecutable(into.resolve("run"))).isTrue();
    assertThat(Files.isExecutable(into.resolve("sub/x"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/x", "a/../x", ".."})
  void namesThatLeadOutAreRefused(String name) {
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> untar(new Tar().file(name, "1")))
        .withMessageContaining("leads out");
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> unzip(name, "1"))
        .withMessageContaining("leads out");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../../etc", "..", "sub/../../x"})
  void linksThatLeadOutAreRefused(String target) {
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> untar(new Tar().file("sub/y", "1").symlink("link", target)))
        .withMessageContaining("leads out");
  }

  @Test
  void linksThatLeadOutTogetherAreRefused() {
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(
            () ->
                untar(
                    new Tar()
                        .directory("a/b")
                        .symlink("a/b/up", "..")
                        .symlink("c", "a/b/up/..")
                        .symlink("d", "c/..")))
        .withMessageContaining("leads out");
  }

  @Test
  void linksToWhatDoesNotExistYetDoNotLeadOutEither() throws IOException {
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(
            () -> untar(new Tar().symlink("here", ".").symlink("x", "here/here/../../not-there")))
        .withMessageContaining("leads out");
    untar(new Tar().directory("a").symlink("a/x", "../not-there").symlink("y", "a/not-there"));
  }

  @Test
  void nothingIsWrittenThroughALink() {
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> untar(new Tar().symlink("link", "/tmp").file("link/x", "1")))
        .withMessageContaining("behind a link");
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> untar(new Tar().symlink("link", "/etc/passwd").hardlink("x", "link")))
        .withMessageContaining("none of its files");
  }

  @Test
  void devicesAndPipesAreRefused() {
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> untar(new Tar().entry('3', "null", "", 0644, "")))
        .withMessageContaining("device");
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> untar(new Tar().entry('6', "pipe", "", 0644, "")))
        .withMessageContaining("pipe");
  }

  @Test
  void archivesEndAtTheirLimits() {
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> unzip("a", "1".repeat(600), "b", "1".repeat(600)))
        .withMessageContaining("more than 1000 bytes");
    Tar tar = new Tar();
    for (int i = 0; i < 30; i++) {
      tar.file("f" + i, "");
    }
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> untar(tar))
        .withMessageContaining("more than 20 files");
  }

  @Test
  void aFileThatIsNoArchiveIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a.zip"), "<html>login</html>");
    assertThatExceptionOfType(ArchiveException.class)
        .isThrownBy(() -> ZipArchive.unpack(file, new UnpackedFolder(into, LIMITS)))
        .withMessageContaining("not an archive");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                TarArchive.unpack(
                    new ByteArrayInputStream(new byte[0]), new UnpackedFolder(into, LIMITS)));
  }
}
