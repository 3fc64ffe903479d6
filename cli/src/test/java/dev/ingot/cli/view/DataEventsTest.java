package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of data sources while planning, as Terraform 1.11 tells it. */
class DataEventsTest {
  private static final String READ =
      """
        data "terraform_remote_state" "other" {
          backend = "local"
          config  = { path = "other.tfstate" }
        }
      """;

  @TempDir Path folder = Path.of("");

  private void state() throws IOException {
    Files.writeString(
        folder.resolve("other.tfstate"),
        """
        {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x",
         "outputs": {"z": {"value": 12345, "type": "number"}}, "resources": []}
        """);
  }

  @Test
  void programsHearThatADataSourceIsRefreshed() throws Exception {
    Files.writeString(folder.resolve("main.tf"), READ);
    state();
    String events = Ran.command(folder, "plan", "-json").out();
    assertThat(events)
        .contains("data.terraform_remote_state.other: Refreshing...")
        .contains("data.terraform_remote_state.other: Refresh complete after 0s")
        .containsPattern("\"@timestamp\":\"[^\"]+(Z|[+-](?!00:00)[0-9:]+)\"");
  }

  @Test
  void programsHearOfAnErrorOnlyByItsDiagnostic() throws Exception {
    Files.writeString(folder.resolve("main.tf"), READ);
    assertThat(Ran.command(folder, "plan", "-json").out())
        .contains("Unable to find remote state")
        .doesNotContain("apply_errored");
  }

  @Test
  void whatACheckReadIsShownThoughItIsReadAgain() throws Exception {
    Files.writeString(
        folder.resolve("main.tf"),
        "check \"c\" {\n"
            + READ
            + "  assert {\n"
            + "    condition     = data.terraform_remote_state.other.outputs.z == 12345\n"
            + "    error_message = \"No.\"\n"
            + "  }\n}\nresource \"terraform_data\" \"a\" {}\n");
    state();
    assertThat(Ran.command(folder, "plan").out())
        .contains("z = 12345")
        .contains("will be reloaded to verify a check block");
  }
}
