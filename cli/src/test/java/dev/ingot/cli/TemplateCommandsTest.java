package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on templates of images, from the command line. */
class TemplateCommandsTest {
  private static final String GOOD =
      """
      packer {
        required_version = ">= 1.12.0"
      }
      variable "name" {
        default = "x"
      }
      variable "pin" {
        default   = 4711
        sensitive = true
      }
      source "rootfs" "r" {
        base = "scratch"
      }
      build {
        name        = "golden"
        description = "for ${var.name}"
        sources     = ["source.rootfs.r"]
        provisioner "shell-local" {
          inline = ["echo ${build.name} ${source.name} ${var.name} in $(basename $PWD)"]
        }
        post-processor "manifest" {
          output = "{{ build_name }}.json"
        }
      }
      """;

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("work"));
  }

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  @Test
  void aPlaceInATemplateIsNamedInTheShortestForm() throws IOException {
    file("b.pkr.hcl", "build {\n  sources = [\"source.rootfs.none\"]\n}\n");
    for (String argument : List.of(".", "b.pkr.hcl", "./b.pkr.hcl")) {
      for (String command : List.of("build", "inspect", "validate")) {
        assertThat(Ran.command(folder, command, argument).all())
            .as(command + " " + argument)
            .contains("on " + folder.resolve("b.pkr.hcl") + " line 2");
      }
    }
  }

  @Test
  void aBrokenTemplateIsNotCalledValid() throws IOException {
    file(
        "b.pkr.hcl", "source \"rootfs\" \"r\" {}\nbuild {\n  sources = [\"source.rootfs.r\"]\n}\n");
    for (String argument : List.of(".", "b.pkr.hcl")) {
      Ran ran = Ran.command(folder, "validate", argument);
      assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
      assertThat(ran.all()).contains("The argument \"base\" is required");
    }
    assertThat(Ran.command(folder, "validate", "-syntax-only", ".").code()).isEqualTo(ExitCode.OK);
    file("c.pkr.hcl", "build {");
    assertThat(Ran.command(folder, "validate", "-syntax-only", ".").code())
        .isEqualTo(ExitCode.ERROR);
    assertThat(Ran.command(folder, "init", ".").code()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void aGoodTemplateIsValidAndNeedsNothing() throws IOException {
    file("b.pkr.hcl", GOOD);
    assertThat(Ran.command(folder, "validate", ".").code()).isEqualTo(ExitCode.OK);
    Ran init = Ran.command(folder, "init", ".");
    assertThat(init.code()).as(init.all()).isEqualTo(ExitCode.OK);
    assertThat(init.out()).contains("requires no plugins");
  }

  @Test
  void aFileOfRequiredPluginsAloneIsValid() throws IOException {
    file(
        "plugins.pkr.hcl",
        """
        packer {
          required_plugins {
            amazon = {
              source  = "github.com/hashicorp/amazon"
              version = ">= 1.2.8"
            }
          }
        }
        """);
    assertThat(Ran.command(folder, "validate", ".").code()).isEqualTo(ExitCode.OK);
    Path mirror = Files.createDirectory(folder.resolveSibling("mirror"));
    Ran init = Ran.command(folder, Map.of("INGOT_PLUGIN_MIRROR", mirror.toString()), "init", ".");
    assertThat(init.code()).isEqualTo(ExitCode.ERROR);
    assertThat(init.all()).contains("There is no plugin github.com/hashicorp/amazon");
  }

  @Test
  void relativePathsStartWhereTheCommandRuns() throws IOException {
    file("sub/b.pkr.hcl", GOOD);
    Ran ran = Ran.command(folder, "build", "sub");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("==> golden.rootfs.r:").contains("golden r x in work");
    assertThat(folder.resolve("r.json")).exists();
  }

  @Test
  void anOptionWinsOverAFileWhereverItStands() throws IOException {
    file("b.pkr.hcl", GOOD);
    file("v.pkrvars.hcl", "name = \"file\"\nunknown = 1\n");
    for (List<String> order :
        List.of(
            List.of("-var", "name=option", "-var-file", "v.pkrvars.hcl"),
            List.of("-var-file", "v.pkrvars.hcl", "-var", "name=option"))) {
      List<String> words = new ArrayList<>(List.of("build", "-color=false"));
      words.addAll(order);
      words.add(".");
      Ran ran = Ran.command(folder, words.toArray(new String[0]));
      assertThat(ran.out()).contains("golden r option");
      assertThat(ran.all()).doesNotContain("undeclared");
    }
    assertThat(
            Ran.command(
                    folder, "validate", "-warn-on-undeclared-var", "-var-file=v.pkrvars.hcl", ".")
                .all())
        .contains("undeclared");
  }

  @Test
  void machinesCanReadWhatABuildSays() throws IOException {
    file("b.pkr.hcl", GOOD);
    Ran ran = Ran.command(folder, "build", "-machine-readable", "-parallel-builds=1", ".");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines())
        .allMatch(line -> line.matches("[0-9]+,[^,]*,[a-z-]+,.*"))
        .anyMatch(line -> line.contains(",golden.rootfs.r,artifact,0,id,sha256:"));
    Ran timed = Ran.command(folder, "build", "-timestamp-ui", ".");
    assertThat(timed.out()).containsPattern("20[0-9-]+T[0-9:]+Z: ==> golden.rootfs.r:");
  }

  @Test
  void aLegacyTemplateBecomesOneInHcl() throws IOException {
    file(
        "t.json",
        """
        {"variables": {"name": "web", "token": "{{env `TOKEN`}}", "full": "{{user `name`}}-x"},
         "sensitive-variables": ["token"],
         "builders": [{"type": "null", "name": "one", "communicator": "none"},
          {"type": "file", "target": "{{user `full`}}-{{timestamp}}.txt", "content": "a ${b}"}],
         "provisioners": [{"type": "shell-local", "inline": ["echo {{build_name}}"],
          "only": ["one"], "pause_before": "5s"}],
         "post-processors": [["manifest", {"type": "checksum", "checksum_types": ["md5"]}]]}
        """);
    Ran ran = Ran.command(folder, "hcl2_upgrade", "-output-file=out.pkr.hcl", "t.json");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(folder.resolve("out.pkr.hcl"))
        .hasContent(
            """
            variable "name" {
              type    = string
              default = "web"
            }

            variable "token" {
              type      = string
              default   = "${env("TOKEN")}"
              sensitive = true
            }

            local "full" {
              expression = "${var.name}-x"
            }

            locals {
              timestamp = regex_replace(timestamp(), "[- TZ:]", "")
            }

            source "file" "autogenerated_1" {
              content = "a $${b}"
              target  = "${local.full}-${local.timestamp}.txt"
            }

            source "null" "one" {
              communicator = "none"
            }

            build {
              sources = ["source.file.autogenerated_1", "source.null.one"]

              provisioner "shell-local" {
                inline       = ["echo ${source.name}"]
                only         = ["null.one"]
                pause_before = "5s"
              }
              post-processors {
                post-processor "manifest" {
                }
                post-processor "checksum" {
                  checksum_types = ["md5"]
                }
              }
            }
            """
                .replace("\"${env(\"TOKEN\")}\"", "env(\"TOKEN\")"));
    assertThat(Ran.command(folder, "validate", "out.pkr.hcl").code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void whatOnlyLegacyTemplatesMayDoIsValidInHcl() throws IOException {
    file(
        "t.json",
        """
        {"variables": {"sha": "{{user `sha`}}", "url": "x-{{user `given` | lower}}", "a-b": "1"},
         "builders": [{"type": "file", "name": "{{user `sha`}} one", "target": "{{user `url`}}",
          "content": "{{split (user `csv`) `,` 1 | upper}} {{user `a-b` | replace_all `1` `2`}}"}],
         "provisioners": [{"type": "shell-local", "inline": "a,b", "valid_exit_codes": 3,
          "environment_vars": "{{user `csv`}}"}]}
        """);
    Ran ran = Ran.command(folder, "hcl2_upgrade", "-output-file=out.pkr.hcl", "t.json");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(folder.resolve("out.pkr.hcl")))
        .contains("variable \"sha\" {\n  type = string\n}")
        .contains("variable \"given\" {\n  type = string\n}")
        .contains("variable \"csv\" {\n  type    = string\n  default = \"\"\n}")
        .contains("expression = \"x-${lower(var.given)}\"")
        .contains("source \"file\" \"autogenerated_1\"")
        .contains("${upper(split(\",\", var.csv)[1])} ${replace(var.a-b, \"1\", \"2\")}")
        .contains("[\"a\", \"b\"]", "valid_exit_codes = [3]", "split(\",\", \"${var.csv}\")");
    Ran valid =
        Ran.command(
            folder,
            "validate",
            "-var",
            "sha=1",
            "-var",
            "given=X",
            "-var",
            "csv=A=1,B=2",
            "out.pkr.hcl");
    assertThat(valid.code()).as(valid.all()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aBuildIsToldInJson() throws IOException {
    file("b.pkr.hcl", GOOD);
    Ran ran = Ran.command(folder, "build", "-json", ".");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines())
        .allMatch(line -> line.startsWith("{\"@level\":\"") && line.endsWith("}"))
        .anyMatch(line -> line.contains("\"type\":\"step_started\",\"build\":\"golden.rootfs.r\""))
        .anyMatch(line -> line.contains("\"outcome\":\"baked\"") && line.contains("sha256:"))
        .last()
        .asString()
        .contains("\"type\":\"bake_summary\"");
    file("b.pkr.hcl", "source \"nothing\" \"a\" {}\nbuild {\n  sources = [\"nothing.a\"]\n}\n");
    Ran bad = Ran.command(folder, "build", "-json", ".");
    assertThat(bad.code()).isEqualTo(ExitCode.ERROR);
    assertThat(bad.out()).contains("\"type\":\"diagnostic\"", "nothing was baked");
  }

  @Test
  void whatATemplateConsistsOfIsShownWithoutItsSecrets() throws IOException {
    file("b.pkr.hcl", GOOD);
    Ran ran = Ran.command(folder, "inspect", "b.pkr.hcl");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains("var.name: \"x\"", "> golden:", "rootfs.r", "shell-local", "manifest")
        .doesNotContain("4711");
  }

  @Test
  void templatesAreLaidOutButNotRewritten() throws IOException {
    String template =
        """
        variable "a" {
          type    = "string"
          default = "${"x"}"
        }
        """;
    file("a.pkr.hcl", template);
    assertThat(Ran.command(folder, "fmt", "-check", "a.pkr.hcl").code()).isEqualTo(ExitCode.OK);
    file("b.pkr.hcl", "variable \"a\" {\n  type = string\n  default=\"x\"\n}\n");
    assertThat(Ran.command(folder, "fmt", "-check", "b.pkr.hcl").code()).isEqualTo(3);
  }

  @Test
  void wrongOptionsAreNamed() throws IOException {
    file("b.pkr.hcl", GOOD);
    assertThat(Ran.command(folder, "build", "-on-error=panic", ".").all()).contains("panic");
    assertThat(Ran.command(folder, "build", "-parallel-builds=x", ".").all())
        .contains("-parallel-builds must be a number");
  }

  @Test
  void versionsAreDeletedAndTheirLayersFreed() throws IOException {
    file("b.pkr.hcl", GOOD);
    assertThat(Ran.command(folder, "build", ".").code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "images").out()).contains("r:v1", "active", "latest");
    Ran deleted = Ran.command(folder, "images", "delete", "r:v1");
    assertThat(deleted.code()).as(deleted.all()).isEqualTo(ExitCode.OK);
    assertThat(Ran.command(folder, "images").out()).doesNotContain("r:v1");
    Ran pruned = Ran.command(folder, "images", "prune", "-cache", "-older-than=0s");
    assertThat(pruned.code()).as(pruned.all()).isEqualTo(ExitCode.OK);
    assertThat(pruned.out()).containsPattern("deleted [1-9][0-9]* unused blobs");
    assertThat(Ran.command(folder, "images", "delete", "r:v7").all())
        .contains("there is no version r:v7");
    assertThat(Ran.command(folder, "images", "delete", "r").all()).contains("BUCKET:vN");
    assertThat(Ran.command(folder, "build", ".").code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void inputsThatMayNeverEndAreRefused() throws Exception {
    file("b.pkr.hcl", GOOD);
    Process made = new ProcessBuilder("mkfifo", folder.resolve("p.pkrvars.hcl").toString()).start();
    assertThat(made.waitFor()).isZero();
    Ran ran = Ran.command(folder, "validate", "-var-file=p.pkrvars.hcl", ".");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.unwrapped()).contains("pipe, a device or a socket");
    file(
        "b.pkr.hcl",
        """
        source "rootfs" "r" {
          base = "scratch"
        }
        build {
          sources = ["source.rootfs.r"]
          provisioner "file" {
            source      = "/dev/zero"
            destination = "/zero"
          }
        }
        """);
    Ran zero = Ran.command(folder, "build", "b.pkr.hcl");
    assertThat(zero.code()).isEqualTo(ExitCode.ERROR);
    assertThat(zero.unwrapped()).contains("/dev/zero: it is a pipe");
  }
}
