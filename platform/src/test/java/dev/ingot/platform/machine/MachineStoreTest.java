package dev.ingot.platform.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.driver.MachineHandle;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.storage.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What damages the record of a machine, and what it gives:
 *
 * <pre>
 *   one of its two files, however       the other one
 *   both                                a message with the file, never "there is no such machine"
 *   both missing                        a machine that was only half made
 * </pre>
 */
final class MachineStoreTest {
  private final MachineStore store;
  private final Path file;
  private final Path copy;
  private final MachineRecord record =
      new MachineRecord(
          "web-1",
          new MachineSpec(
              "web",
              new MachineRoot.Image("sha256:" + "0".repeat(64)),
              List.of("/bin/server", "ü"),
              Map.of(),
              Optional.empty(),
              Optional.empty(),
              List.of(8080),
              Limits.NONE,
              List.of(),
              Map.of(),
              Duration.ofSeconds(1)),
          "127.20.1.5",
          Instant.parse("2026-11-30T12:00:00Z"),
          JailMode.ROOT_NAMESPACES,
          Optional.of(
              new MachineHandle(
                  new ProcessIdentity(4711, 12, "boot"),
                  new ProcessIdentity(4712, 13, "boot"),
                  List.of(Path.of("/sys/fs/cgroup/memory/web-1")),
                  Map.of("PATH", "/bin"))),
          Optional.empty(),
          List.of("a note"));

  MachineStoreTest(@TempDir Path folder) {
    store = new MachineStore(folder);
    file = folder.resolve("machines/web-1/machine.json");
    copy = folder.resolve("machines/web-1/machine.json.copy");
  }

  @BeforeEach
  void save() throws IOException {
    store.save(record);
  }

  @Test
  void aRecordIsReadAsItWasWritten() throws IOException {
    assertThat(store.load("web-1")).contains(record);
    assertThat(store.load("web-2")).isEmpty();
  }

  @Test
  void whateverDamagesOneFileTheOtherIsRead() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (Path damaged : List.of(file, copy)) {
      for (Damage damage : Damage.all(whole)) {
        Files.write(damaged, damage.content());
        assertThat(store.load("web-1")).as(damage.what()).contains(record);
      }
      Files.delete(damaged);
      assertThat(store.load("web-1")).contains(record);
      Files.createDirectory(damaged);
      assertThat(store.load("web-1")).contains(record);
      Files.delete(damaged);
      Files.write(damaged, whole);
    }
  }

  @Test
  void whereBothAreDamagedItIsSaidHow() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (Damage damage : Damage.all(whole)) {
      Files.write(file, damage.content());
      Files.write(copy, damage.content());
      try {
        // What is cut behind its text is still whole.
        assertThat(store.load("web-1")).as(damage.what()).contains(record);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith(file + " is damaged: ");
      }
    }
  }

  @Test
  void theRecordOfAnotherMachineIsNotTaken() throws IOException {
    Path other = Files.createDirectories(file.resolveSibling("../web-2").normalize());
    Files.copy(file, other.resolve("machine.json"));
    assertThatThrownBy(() -> store.load("web-2")).hasMessageContaining("it is of machine web-1");
  }

  @Test
  void whereNothingIsThereThereIsNoRecord() throws IOException {
    Files.delete(file);
    Files.delete(copy);
    assertThat(store.load("web-1")).isEmpty();
  }
}
