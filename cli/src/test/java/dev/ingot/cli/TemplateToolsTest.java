package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands do with templates besides baking them. */
class TemplateToolsTest {
  private static final String LEGACY =
      """
      {
        "variables": { "name": "web", "size": "2" },
        "builders": [
          { "type": "rootfs", "name": "ubuntu-16.04", "base": "scratch" }
        ],
        "provisioners": [
          { "type": "shell-local", "inline": ["echo {{user `name`}} {{build_name}}"] }
        ]
      }
      """;

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("work"));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aConsoleOfATemplateKnowsItsNames() throws IOException {
    file(
        "b.pkr.hcl",
        """
        variable "name" {
          default = "web"
        }
        data "null" "x" {
          input = "in"
        }
        locals {
          upper = upper(var.name)
        }
        """);
    Ran ran = Ran.piped("\"${local.upper}-${var.name}\"\n", folder, "console", "b.pkr.hcl");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).isEqualTo("\"WEB-web\"\n");
    assertThat(Ran.piped("local.nope\n", folder, "console").code()).isEqualTo(ExitCode.ERROR);
    assertThat(Ran.piped("var.name\n", folder, "console", "-var", "name=other", "b.pkr.hcl").out())
        .isEqualTo("\"other\"\n");
  }

  @Test
  void aLegacyTemplateIsValidatedAndInspected() throws IOException {
    file("old.json", LEGACY);
    Ran valid = Ran.command(folder, "validate", "old.json");
    assertThat(valid.code()).as(valid.all()).isEqualTo(ExitCode.OK);
    Ran shown = Ran.command(folder, "inspect", "-var", "name=other", "old.json");
    assertThat(shown.out()).contains("var.name: \"other\"", "rootfs.ubuntu-16.04", "shell-local");
    file("undeclared.json", LEGACY.replace("`name`", "`nam`"));
    Ran warned = Ran.command(folder, "validate", "undeclared.json");
    assertThat(warned.code()).isEqualTo(ExitCode.OK);
    assertThat(warned.all()).contains("no variable \"nam\"", "Did you mean \"name\"?");
  }

  @Test
  void aLegacyTemplateIsBaked() throws IOException {
    file("old.json", LEGACY);
    Ran ran = Ran.command(folder, "build", "old.json");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("web ubuntu-16.04");
  }

  @Test
  void aLegacyTemplateIsBroughtUpToDate() throws IOException {
    file(
        "old.json",
        """
        {"builders": [{"type": "vmware", "iso_md5": "x", "ssh_wait_timeout": "5m",
          "vm_name": "{{clean_ami_name `a`}}", "tags": []}],
         "post-processors": [[{"type": "manifest", "filename": "m.json"}], "vagrant"]}
        """);
    Ran ran = Ran.command(folder, "fix", "old.json");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .isEqualTo(
            """
            {
              "builders": [
                {
                  "iso_checksum": "md5:x",
                  "ssh_timeout": "5m",
                  "tags": [],
                  "type": "vmware-iso",
                  "vm_name": "{{clean_resource_name `a`}}"
                }
              ],
              "post-processors": [
                [
                  {
                    "output": "m.json",
                    "type": "manifest"
                  }
                ],
                "vagrant"
              ]
            }
            """);
    assertThat(Ran.command(folder, "fix", "b.pkr.hcl").code()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void pluginsAreListed() throws IOException {
    file(
        "b.pkr.hcl",
        """
        packer {
          required_plugins {
            docker = {
              source  = "github.com/hashicorp/docker"
              version = ">= 1.0.8"
            }
          }
        }
        """);
    assertThat(Ran.command(folder, "plugins", "required", "b.pkr.hcl").out())
        .isEqualTo("github.com/hashicorp/docker >= 1.0.8\n");
    assertThat(Ran.command(folder, "plugins", "installed").code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "plugins").code()).isEqualTo(ExitCode.ERROR);
    assertThat(Ran.command(folder, "plugins", "list").all()).contains("Unknown action \"list\"");
  }

  @Test
  void aPluginOfThisHostIsInstalledForInitAndRemoved() throws IOException {
    String source = "github.com/acme/things";
    file(
        "things",
        "#!/bin/sh\necho '{\"version\":\"1.2.3\",\"api_version\":\"x5.0\",\"builders\":[]}'\n");
    file(
        "b.pkr.hcl",
        """
        packer {
          required_plugins {
            things = {
              source  = "%s"
              version = ">= 1.0.8"
            }
          }
        }
        """
            .formatted(source));
    Ran installed = Ran.command(folder, "plugins", "install", "-path", "things", source);
    assertThat(installed.out()).as(installed.all()).contains("Installed plugin " + source);
    assertThat(Ran.command(folder, "plugins", "installed").out())
        .contains("packer-plugin-things_v1.2.3_x5.0_linux_");
    Ran init = Ran.command(folder, "init", "b.pkr.hcl");
    assertThat(init.code()).as(init.all()).isEqualTo(ExitCode.OK);
    assertThat(folder.resolve(".ingot.plugins.lock.hcl")).content().contains("\"1.2.3\"");
    assertThat(Ran.command(folder, "plugins", "remove", source, "< 1").code())
        .isEqualTo(ExitCode.ERROR);
    assertThat(Ran.command(folder, "plugins", "remove", source).out()).contains("Removed ");
    assertThat(Ran.command(folder, "plugins", "installed").out()).isEmpty();
    assertThat(Ran.command(folder, "plugins", "install").code()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void aTemplateOnStandardInputIsLaidOutAsOne() {
    String text = "source \"a\" \"b\" {\n  x = \"${var.x}\"\n  yy= 1\n}\n";
    assertThat(Ran.piped(text, folder, "fmt", "-").out())
        .isEqualTo("source \"a\" \"b\" {\n  x  = \"${var.x}\"\n  yy = 1\n}\n");
    String configuration = "locals {\n  x = \"${var.x}\"\n}\n";
    assertThat(Ran.piped(configuration, folder, "fmt", "-").out())
        .isEqualTo("locals {\n  x = var.x\n}\n");
  }

  @Test
  void whoIsAskedAboutAFailedStepDecides() throws IOException {
    file(
        "b.pkr.hcl",
        """
        source "rootfs" "r" {
          base = "scratch"
        }
        build {
          sources = ["source.rootfs.r"]
          provisioner "shell-local" {
            inline = ["test -e ready || { touch ready; false; }"]
          }
          error-cleanup-provisioner "shell-local" {
            inline = ["echo CLEANED UP"]
          }
        }
        """);
    Ran aborted = Ran.piped("x\na\n", folder, "build", "-on-error=ask", ".");
    assertThat(aborted.code()).isEqualTo(ExitCode.ERROR);
    assertThat(aborted.out()).contains("Answer with c, a or r.").doesNotContain("CLEANED UP");
    Files.delete(folder.resolve("ready"));
    Ran cleaned = Ran.piped("", folder, "build", "-on-error=ask", ".");
    assertThat(cleaned.out()).contains("CLEANED UP");
    Files.delete(folder.resolve("ready"));
    Ran tried = Ran.piped("r\n", folder, "build", "-on-error=ask", ".");
    assertThat(tried.code()).as(tried.all()).isEqualTo(ExitCode.OK);
  }

  @Test
  void eachStepWaitsWhereABuildIsDebugged() throws IOException {
    file(
        "b.pkr.hcl",
        """
        source "rootfs" "r" {
          base = "scratch"
        }
        build {
          sources = ["source.rootfs.r"]
          provisioner "shell-local" {
            inline = ["echo hello"]
          }
        }
        """);
    Ran ran = Ran.piped("\n\n\n\n", folder, "build", "-debug", ".");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines().filter(line -> line.contains("Pausing before")).toList())
        .isNotEmpty();
    assertThat(List.of(ran.out().split("Pausing before shell-local"))).hasSize(2);
  }
}
