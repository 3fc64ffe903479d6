package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.home.Home;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.storage.PrivateFiles;
import dev.ingot.storage.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can't write INGOT_HOME, such as an auditor, can read what is in it. */
class ReadOnlyHomeTest {
  private static final List<String> READING =
      List.of(
          "images",
          "images -json",
          "images web",
          "status",
          "status -json",
          "history",
          "history -json",
          "audit verify",
          "audit list");

  @TempDir Path temporary;

  @Test
  void commandsThatReadNeedNothingToBeWritable() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("configuration"));
    try (SmallDisk disk = SmallDisk.in(temporary.resolve("disk"), 4_000)) {
      Path home = disk.folder().resolve("home");
      PrivateFiles.createFolders(home);
      Map<String, String> environment = Map.of("INGOT_HOME", home.toString());
      Home filled = new Home(home, Clock.systemUTC());
      try (Ledger ledger = filled.ledger();
          Registry registry = filled.registry(ledger)) {
        var _ = registry.begin(BeginRequest.of("web", "one", "ada@forge", "ada@forge:1"));
      }
      disk.makeReadOnly();
      for (String command : READING) {
        Ran ran = Ran.command(folder, environment, command.split(" "));
        assertThat(ran.code()).as("%s: %s", command, ran.err()).isZero();
        assertThat(ran.err()).as(command).isEmpty();
      }
      assertThat(Ran.command(folder, environment, "images").out()).contains("web:v1");
      assertThat(Ran.command(folder, environment, "audit", "verify").out()).contains("1 records");
    }
  }

  @Test
  void anEmptyHomeThatCantBeWrittenIsEmpty() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("configuration"));
    try (SmallDisk disk = SmallDisk.in(temporary.resolve("disk"), 100)) {
      Path home = disk.folder().resolve("home");
      PrivateFiles.createFolders(home);
      disk.makeReadOnly();
      for (String command : READING) {
        if (!command.equals("images web")) {
          Ran ran = Ran.command(folder, Map.of("INGOT_HOME", home.toString()), command.split(" "));
          assertThat(ran.code()).as("%s: %s", command, ran.err()).isZero();
        }
      }
    }
  }
}
