package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
