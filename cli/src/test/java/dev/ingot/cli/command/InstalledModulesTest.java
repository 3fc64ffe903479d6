package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledModulesTest {
  @TempDir Path folder;
  private Path work = Path.of("");

  @BeforeEach
  void makeConfiguration() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    Path other = Files.createDirectories(folder.resolve("package/inner"));
    Files.writeString(other.resolve("main.tf"), "output \"v\" {\n  value = \"inner\"\n}\n");
    Files.writeString(
        work.resolve("main.tf"),
        "module \"m\" {\n  source = \""
            + folder.resolve("package")
            + "//inner\"\n}\noutput \"v\" {\n  value = module.m.v\n}\n");
  }

  private String source() {
    return "file://" + folder.resolve("package");
  }

  @Test
  void whatIsNotInstalledIsNamedWithTheNextStep() {
    for (String command : new String[] {"validate", "plan", "modules", "providers", "graph"}) {
      Ran ran = Ran.command(work, command);
      assertThat(ran.code()).as(command).isEqualTo(1);
      assertThat(ran.out() + ran.err()).contains("Module not installed", "Run \"ingot init\"");
    }
    Ran kept = Ran.command(work, "init", "-get=false");
    assertThat(kept.code()).isEqualTo(1);
    assertThat(kept.out() + kept.err()).contains("Module not installed");
  }

  @Test
  void getTellsWhatItInstallsOnce() {
    Ran first = Ran.command(work, "get");
    assertThat(first.out())
        .isEqualTo("Downloading " + source() + " for m...\n- m in .terraform/modules/m/inner\n");
    assertThat(first.code()).isZero();
    assertThat(Ran.command(work, "get").out()).isBlank();
    assertThat(Ran.command(work, "get", "-update").out()).isEqualTo(first.out());
    assertThat(Ran.command(work, "modules", "-json").out())
        .contains("\"key\":\"m\",\"source\":\"" + source() + "//inner\",\"version\":\"\"");
  }

  @Test
  void initInstallsModulesAndAPlanKeepsThem() {
    Ran init = Ran.command(work, "init");
    assertThat(init.code()).isZero();
    assertThat(init.out())
        .containsSubsequence(
            "Initializing modules...", "Downloading ", "- m in", "Initializing provider plugins");
    assertThat(Ran.command(work, "init", "-upgrade").out()).contains("Upgrading modules...");
    assertThat(Ran.command(work, "plan", "-out", "p").code()).isZero();
    assertThat(Ran.command(work, "show", "-json", "p").out()).contains("\"inner\"");
    assertThat(Ran.command(work, "apply", "p").code()).isZero();
    assertThat(Ran.command(work, "output", "-raw", "v").out()).isEqualTo("inner");
  }

  @Test
  void theDataFolderMayBeElsewhere() {
    Map<String, String> elsewhere = Map.of("TF_DATA_DIR", folder.resolve("data").toString());
    assertThat(Ran.command(work, elsewhere, "init").out())
        .contains("- m in " + folder.resolve("data/modules/m/inner"));
    assertThat(Ran.command(work, elsewhere, "validate").code()).isZero();
    assertThat(work.resolve(".terraform")).doesNotExist();
  }

  @Test
  void variablesInSourcesAreForIngotAlone() throws IOException {
    Files.writeString(
        work.resolve("main.tf"),
        "variable \"p\" {}\nmodule \"m\" {\n  source = \"${var.p}//inner\"\n}\n");
    String variable = "-var=p=" + folder.resolve("package");
    assertThat(Ran.command(work, "init", variable).code()).isZero();
    assertThat(Ran.command(work, "plan", variable).code()).isZero();
    Ran unset = Ran.command(work, "plan", "-input=false");
    assertThat(unset.code()).isEqualTo(1);
    assertThat(unset.out() + unset.err()).contains("No value for required variable");
    Ran terraform = Ran.command(work, Map.of("INGOT_WORDING", "terraform"), "plan", variable);
    assertThat(terraform.code()).isEqualTo(1);
    assertThat(terraform.out() + terraform.err()).contains("Variables not allowed");
  }

  @Test
  void aConfigurationMayBeginAsACopy() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Ran ran = Ran.command(empty, "init", "-from-module=" + folder.resolve("package") + "//inner");
    assertThat(ran.out()).contains("Copying configuration from \"");
    assertThat(ran.code()).isZero();
    assertThat(empty.resolve("main.tf")).exists();
    Ran again = Ran.command(empty, "init", "-from-module=" + folder.resolve("package"));
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out() + again.err()).contains("not empty");
  }
}
