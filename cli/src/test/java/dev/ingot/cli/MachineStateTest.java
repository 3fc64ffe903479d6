package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} and {@code logs} know machines by the state of the selected workspace. */
class MachineStateTest {
  private static final String STATE =
      """
      {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 1,
        "lineage": "11111111-2222-3333-4444-555555555555",
        "outputs": {},
        "resources": [
          {
            "mode": "managed",
            "type": "ingot_machine",
            "name": "web",
            "provider": "provider[\\"ingot.dev/ingot/ingot\\"]",
            "instances": [
              {
                "index_key": 0,
                "schema_version": 0,
                "attributes": { "id": "web-1" }
              }
            ]
          }
        ]
      }
      """;

  private static final String ABSENT = "There is no ingot_machine.web[0] in the state here";

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
    Files.writeString(folder.resolve("main.tf"), "");
  }

  private Ran logs() {
    return Ran.command(folder, "logs", "ingot_machine.web[0]");
  }

  @Test
  void logsFindAMachineInTheStateOfTheSelectedWorkspace() throws IOException {
    assertThat(Ran.command(folder, "workspace", "new", "other").code()).isEqualTo(ExitCode.OK);
    assertThat(logs().err()).contains(ABSENT);
    Path state = folder.resolve("terraform.tfstate.d/other/terraform.tfstate");
    Files.createDirectories(state.getParent());
    Files.writeString(state, STATE);
    assertThat(logs().err()).contains("no machine has been started yet").doesNotContain(ABSENT);
    assertThat(Ran.command(folder, "workspace", "select", "default").code()).isEqualTo(ExitCode.OK);
    assertThat(logs().err()).contains(ABSENT);
  }

  @Test
  void logsFindAMachineInTheStateOfAnotherFolder() throws IOException {
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.writeString(other.resolve("main.tf"), "");
    Files.writeString(other.resolve("terraform.tfstate"), STATE);
    assertThat(logs().err()).contains(ABSENT);
    assertThat(Ran.command(folder, "logs", "-folder=../other", "ingot_machine.web[0]").err())
        .contains("no machine has been started yet");
  }

  @Test
  void statusStartsNoAgentForMachinesOfAWorkspaceThatIsNotSelected() throws IOException {
    Files.writeString(folder.resolve("terraform.tfstate"), STATE);
    assertThat(Ran.command(folder, "workspace", "new", "other").code()).isEqualTo(ExitCode.OK);
    Ran ran = Ran.command(folder, "status");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).isEqualTo("Nothing is running.\n");
    assertThat(temporary.resolve("ingot-home/platform")).doesNotExist();
  }
}
