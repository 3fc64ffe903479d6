package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged journal stops every command until {@code state repair}, and is never thrown away. */
class StateRepairTest {
  @TempDir Path temporary;
  private Path folder = Path.of("");
  private Path journal = Path.of("");

  @BeforeEach
  void apply() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
    Files.writeString(folder.resolve("main.tf"), "resource \"terraform_data\" \"a\" {}\n");
    assertThat(Ran.command(folder, "apply", "-auto-approve").code()).isEqualTo(ExitCode.OK);
    journal = folder.resolve("terraform.tfstate.journal");
  }

  @Test
  void aStateWhoseJournalIsNotDamagedNeedsNoRepair() {
    Ran ran = Ran.command(folder, "state", "repair");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).isEqualTo("The journal of this state is not damaged.\n");
  }

  @Test
  void aDamagedJournalStopsAPlanWhichNamesTheRepair() throws IOException {
    Files.writeString(journal, "not a journal");
    Ran ran = Ran.command(folder, "plan");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("ingot state repair");
    assertThat(journal).hasContent("not a journal");
  }

  @Test
  void aRepairKeepsTheDamagedJournalAndLetsThePlanGoOn() throws IOException {
    Files.writeString(journal, "not a journal");
    Ran repaired = Ran.command(folder, "state", "repair");
    assertThat(repaired.code()).as(repaired.all()).isEqualTo(ExitCode.OK);
    assertThat(repaired.out()).contains("The state was recovered. It has 1 resource instances");
    try (Stream<Path> kept = Files.list(folder)) {
      assertThat(kept.filter(path -> path.toString().contains(".journal.damaged-")))
          .singleElement()
          .satisfies(copy -> assertThat(copy).hasContent("not a journal"));
    }
    assertThat(journal).doesNotExist();
    Ran plan = Ran.command(folder, "plan", "-detailed-exitcode");
    assertThat(plan.code()).as(plan.all()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "state", "repair").out()).contains("is not damaged");
  }
}
