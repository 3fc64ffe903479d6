package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.winrm.FakeWindows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Provisioners of Windows machines, over WinRM to one that is played. */
@Timeout(120)
final class WindowsBakeTest {
  @TempDir Path folder;
  private final AtomicInteger trials = new AtomicInteger();
  private BakeSite site;
  private FakeWindows windows;

  @BeforeEach
  void open() throws IOException {
    site = new BakeSite(folder);
    windows = new FakeWindows(folder.resolve("disk"), this::answer);
  }

  @AfterEach
  void close() {
    site.close();
    windows.close();
  }

  private FakeWindows.Result answer(String line) {
    if (line.contains("ingot restart test")) {
      // 1115: it is going down.
      return new FakeWindows.Result("", "", trials.incrementAndGet() < 2 ? 1115 : 0);
    }
    if (line.contains("fail.bat")) {
      return new FakeWindows.Result("", "no such drive\r\n", 2);
    }
    return new FakeWindows.Result("ran\r\ngood\r\n", "", 0);
  }

  private BuildOutcome bake(String password, String more, String steps) throws Exception {
    return site.template(
            """
            source "null" "win" {
              communicator   = "winrm"
              winrm_host     = "127.0.0.1"
              winrm_port     = %d
              winrm_username = "%s"
              winrm_password = "%s"
              winrm_timeout  = "4s"
              %s
            }
            build {
              sources = ["source.null.win"]
              %s
            }
            """
                .formatted(windows.port(), FakeWindows.USER, password, more, steps))
        .bake();
  }

  private BuildOutcome bake(String steps) throws Exception {
    return bake(FakeWindows.PASSWORD, "", steps);
  }

  private List<String> said() {
    return site.events().stream()
        .filter(BakeEvent.Output.class::isInstance)
        .map(event -> ((BakeEvent.Output) event).line())
        .toList();
  }

  @Test
  void powershellRunsAScriptWithItsVariables() throws Exception {
    BuildOutcome outcome =
        bake(
            """
            provisioner "powershell" {
              inline     = ["Write-Output 'hi'", "exit 0"]
              env        = { WHO = "it's me" }
              skip_clean = true
            }
            """);
    assertThat(outcome.isSuccess()).as(outcome.toString()).isTrue();
    assertThat(said()).contains("ran", "good");
    assertThat(windows.ran())
        .singleElement()
        .asString()
        .startsWith("powershell -executionpolicy bypass \"& {")
        .contains(". c:/Windows/Temp/ingot-variables.ps1; &'c:/Windows/Temp/ingot-script.ps1';")
        .doesNotContain("it's me");
    assertThat(Files.readString(windows.file("c:/Windows/Temp/ingot-script.ps1")))
        .isEqualTo("Write-Output 'hi'\r\nexit 0\r\n");
    assertThat(Files.readString(windows.file("c:/Windows/Temp/ingot-variables.ps1")))
        .contains("${env:WHO}='it''s me'\r\n", "${env:PACKER_BUILD_NAME}='win'\r\n");
    assertThat(windows.shells()).isEmpty();
  }

  @Test
  void anElevatedScriptRunsAsATask() throws Exception {
    BuildOutcome outcome =
        bake(
            """
            provisioner "powershell" {
              inline            = ["exit 0"]
              elevated_user     = "SYSTEM"
              elevated_password = ""
            }
            """);
    assertThat(outcome.isSuccess()).as(outcome.toString()).isTrue();
    assertThat(windows.ran())
        .containsExactly(
            "powershell -executionpolicy bypass -file \"c:/Windows/Temp/ingot-elevated.ps1\"");
    assertThat(windows.file("c:/Windows/Temp/ingot-elevated.ps1")).doesNotExist();
    assertThat(windows.file("c:/Windows/Temp/ingot-script.ps1")).doesNotExist();
  }

  @Test
  void windowsShellRunsABatchFileWithItsVariablesInTheEnvironment() throws Exception {
    BuildOutcome outcome =
        bake(
            """
            provisioner "windows-shell" {
              inline           = ["echo hi"]
              environment_vars = ["WHO=me & you"]
            }
            """);
    assertThat(outcome.isSuccess()).as(outcome.toString()).isTrue();
    assertThat(windows.ran())
        .singleElement()
        .asString()
        .startsWith("\"c:\\Windows\\Temp\\ingot-script.bat\" {")
        .contains("WHO=me & you");
  }

  @Test
  void aFailingScriptIsShownWithWhatItPrinted() throws Exception {
    BuildOutcome outcome =
        bake(
            """
            provisioner "windows-shell" {
              inline      = ["dir x:"]
              remote_path = "c:/fail.bat"
            }
            """);
    assertThat(outcome.toString()).contains("exited with code 2", "no such drive");
  }

  @Test
  void aRestartIsOverWhenTheMachineTakesAnotherOne() throws Exception {
    BuildOutcome outcome = bake("provisioner \"windows-restart\" {}");
    assertThat(outcome.isSuccess()).as(outcome.toString()).isTrue();
    assertThat(windows.ran())
        .containsExactly(
            "shutdown /r /f /t 0 /c \"ingot restart\"",
            "shutdown /r /f /t 60 /c \"ingot restart test\"",
            "shutdown /r /f /t 60 /c \"ingot restart test\"",
            "shutdown /a",
            "powershell -command \"& {Write-Output 'restarted.'}\"");
  }

  @Test
  void filesAndFoldersAreCopiedBothWays() throws Exception {
    Path tree = Files.createDirectories(site.work().resolve("tree/sub"));
    byte[] large = new byte[300_000];
    new java.util.Random(1).nextBytes(large);
    Files.write(tree.resolve("large.bin"), large);
    Files.writeString(tree.resolveSibling("ümlaut.txt"), "x", StandardCharsets.UTF_8);
    BuildOutcome outcome =
        bake(
            """
            provisioner "file" {
              source      = "tree/"
              destination = "c:/data/"
            }
            provisioner "file" {
              direction   = "download"
              source      = "c:/data/"
              destination = "%s/back/"
            }
            """
                .formatted(folder));
    assertThat(outcome.isSuccess()).as(outcome.toString()).isTrue();
    assertThat(windows.file("c:/data/sub/large.bin")).hasBinaryContent(large);
    assertThat(folder.resolve("back/sub/large.bin")).hasBinaryContent(large);
    assertThat(folder.resolve("back/ümlaut.txt")).hasContent("x");
  }

  @Test
  void ntlmProvesThePassword() throws Exception {
    windows.ntlm();
    String step = "provisioner \"windows-shell\" {\n  inline = [\"echo hi\"]\n}";
    BuildOutcome outcome = bake(FakeWindows.PASSWORD, "winrm_use_ntlm = true", step);
    assertThat(outcome.isSuccess()).as(outcome.toString()).isTrue();
    assertThat(bake("wrong", "winrm_use_ntlm = true", step).toString())
        .contains("doesn't allow NTLM", "winrm_timeout");
  }

  @Test
  void aWrongPasswordSaysWhatWasTried() throws Exception {
    assertThat(
            bake("wrong", "", "provisioner \"windows-shell\" {\n  inline = [\"x\"]\n}").toString())
        .contains("vagrant@http://127.0.0.1:", "the user or the password is wrong")
        .doesNotContain("wrong:");
  }
}
