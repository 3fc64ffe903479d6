package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.platform.host.Trees;
import dev.ingot.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two entries of an apply in the ledger, and an apply that can't write them. */
class ApplyRecordTest {
  @TempDir Path temporary;
  private Path folder = Path.of("");
  private Path ledger = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
    Files.writeString(folder.resolve("main.tf"), "resource \"terraform_data\" \"a\" {}\n");
    Path home = temporary.resolve("ingot-home");
    PrivateFiles.createFolders(home);
    ledger = home.resolve("ledger.db");
  }

  @Test
  void anApplyIsRecordedBeforeItsFirstChangeAndAfterItsLast() {
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isEqualTo(ExitCode.OK);
    Ran verified = Ran.command(folder, "audit", "verify");
    assertThat(verified.code()).as(verified.all()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "audit", "list").out())
        .contains("apply.started", "apply.finished");
  }

  @Test
  void anOlderCopyOfTheWholeHomeIsNoticed() throws IOException {
    Files.createDirectory(folder.resolve(".terraform"));
    Path home = ledger.resolveSibling("");
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isEqualTo(ExitCode.OK);
    Path copy = temporary.resolve("copy");
    copy(home, copy);
    Ran destroyed = Ran.command(folder, "destroy", "-auto-approve");
    assertThat(destroyed.all()).doesNotContain("Ledger is not");
    assertThat(Ran.command(folder, "audit", "verify").code()).isEqualTo(ExitCode.OK);
    Trees.delete(home);
    copy(copy, home);
    Ran verified = Ran.command(folder, "audit", "verify");
    assertThat(verified.code()).isEqualTo(ExitCode.ERROR);
    assertThat(verified.err()).contains("the last 2 were removed");
    assertThat(Ran.command(folder, "history").err()).contains("the last 2 were removed");
    Ran applied = Ran.command(folder, "apply", "-auto-approve", "-no-color");
    assertThat(applied.code()).isEqualTo(ExitCode.OK);
    assertThat(applied.out()).contains("Ledger is not the one it was");
    Trees.delete(home);
    assertThat(Ran.command(folder, "destroy", "-auto-approve", "-no-color").out())
        .contains("Ledger is not the one it was");
    Ran next = Ran.command(folder, "apply", "-auto-approve");
    assertThat(next.all()).doesNotContain("Ledger is not");
    Files.writeString(folder.resolve(".terraform/ledger-head"), "7 damaged\n");
    assertThat(Ran.command(folder, "destroy", "-auto-approve").code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "audit", "verify").code()).isEqualTo(ExitCode.OK);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  @Test
  void anApplyWhoseLedgerIsDamagedSucceedsAndWarns() throws IOException {
    Files.writeString(ledger, "this is not a database, and long enough to be seen as damaged\n");
    Ran ran = Ran.command(folder, "apply", "-auto-approve", "-no-color");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains("Apply complete! Resources: 1 added")
        .contains("Warning: Apply not recorded")
        .contains("could not be recorded in the ledger")
        .contains("damaged");
    assertThat(Ran.command(folder, "state", "list").out()).isEqualTo("terraform_data.a\n");
  }

  @Test
  void programsAreWarnedInTheirStream() throws IOException {
    Files.writeString(ledger, "this is not a database, and long enough to be seen as damaged\n");
    Ran ran = Ran.command(folder, "apply", "-auto-approve", "-json");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines())
        .anyMatch(
            line -> line.contains("\"@level\":\"warn\"") && line.contains("Apply not recorded"));
  }
}
