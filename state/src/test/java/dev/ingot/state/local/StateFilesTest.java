package dev.ingot.state.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a state on a real file system: who can read them, and what stays of old ones. */
class StateFilesTest {
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("terraform.tfstate");
  }

  private StateStore store(Path file) {
    return LocalStateStore.onDisk(StatePaths.of(file), Environments.fixed());
  }

  private static void add(StateSession session, String name) {
    session.apply(List.of(Samples.put(Samples.address(name, 0), name)));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Map<String, String> modes() throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.filter(Files::isRegularFile).toList()) {
        modes.put(entry.getFileName().toString(), mode(entry));
      }
    }
    return modes;
  }

  @Test
  void everyNewFileIsForItsOwnerAlone() throws IOException {
    try (StateSession session = store(file()).open(APPLY)) {
      add(session, "a");
      session.commit();
      add(session, "b");
      session.commit();
      add(session, "c");
      assertThat(modes())
          .containsOnlyKeys(
              "terraform.tfstate",
              "terraform.tfstate.backup",
              "terraform.tfstate.journal",
              ".terraform.tfstate.lock",
              ".terraform.tfstate.lock.info");
      assertThat(modes().values()).containsOnly("rw-------");
    }
  }

  @Test
  void anOldStateKeepsItsMode() throws IOException {
    for (String mode : List.of("rw-r-----", "rw-rw-r--", "rw-------")) {
      try (StateSession session = store(file()).open(APPLY)) {
        add(session, "a" + mode.hashCode());
      }
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
      try (StateSession session = store(file()).open(APPLY)) {
        add(session, "b" + mode.hashCode());
      }
      assertThat(mode(file())).isEqualTo(mode);
    }
  }

  @Test
  void aLinkedStateStaysWhereItIsAndItsBackupIsTheOneBefore() throws IOException {
    Path real = Files.createDirectory(folder.resolve("shared")).resolve("real.tfstate");
    try (StateSession session = store(real).open(APPLY)) {
      add(session, "a");
    }
    byte[] before = Files.readAllBytes(real);
    Files.createSymbolicLink(file(), Path.of("shared/real.tfstate"));
    try (StateSession session = store(file()).open(APPLY)) {
      add(session, "b");
    }
    assertThat(file()).isSymbolicLink();
    assertThat(store(real).read().state().instances().count()).isEqualTo(2);
    assertThat(folder.resolve("terraform.tfstate.backup")).isRegularFile().hasBinaryContent(before);
  }

  @Test
  void aBackupThatIsALinkIsFollowedToo() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    Files.createSymbolicLink(folder.resolve("terraform.tfstate.backup"), elsewhere);
    for (String name : List.of("a", "b")) {
      try (StateSession session = store(file()).open(APPLY)) {
        add(session, name);
      }
    }
    assertThat(folder.resolve("terraform.tfstate.backup")).isSymbolicLink();
    assertThat(elsewhere).isRegularFile();
  }

  @Test
  void whatAKilledWriterLeftIsRemovedByTheNext() throws IOException {
    Path left = Files.createFile(folder.resolve(".terraform.tfstate.1a2b.tmp"));
    try (StateSession session = store(file()).open(APPLY)) {
      add(session, "a");
    }
    assertThat(left).doesNotExist();
    assertThat(Optional.of(file())).get().matches(Files::exists);
  }
}
