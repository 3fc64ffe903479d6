package dev.ingot.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the common commands once, at packaging, while the JVM records what they load: the cache made
 * of it is what lets every later start skip that work.
 */
public final class Training {
  private static final String CONFIGURATION =
      """
      variable "names" {
        type    = set(string)
        default = ["a", "b"]
      }
      locals {
        greeting = join(", ", [for name in var.names : upper(name)])
      }
      resource "terraform_data" "each" {
        for_each = var.names
        input    = { name = each.key, text = "${local.greeting}!" }
      }
      resource "terraform_data" "counted" {
        count            = 3
        input            = count.index
        triggers_replace = [for one in terraform_data.each : one.id]
      }
      output "ids" {
        value = terraform_data.counted[*].id
      }
      """;

  private static final String TEMPLATE =
      """
      variable "message" {
        type    = string
        default = "hello"
      }
      source "rootfs" "small" {
        base     = "host"
        commands = ["sh"]
      }
      build {
        sources = ["source.rootfs.small"]
        provisioner "shell" {
          inline = ["echo ${var.message}"]
        }
      }
      """;

  private static final List<String> COMMANDS =
      List.of(
          "version",
          "validate",
          "init",
          "plan",
          "apply -auto-approve",
          "apply -auto-approve",
          "plan",
          "show",
          "show -json",
          "state list",
          "output -json",
          "fmt -check",
          "destroy -auto-approve",
          "build -validate small.pkr.hcl",
          "images",
          "history",
          "audit verify",
          "status");

  private Training() {}

  /** Trains in a folder given as the only argument, which is made and removed. */
  public static void main(String[] words) throws IOException {
    Path folder = Path.of(words[0]);
    Files.createDirectories(folder);
    try {
      Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
      Files.writeString(folder.resolve("small.pkr.hcl"), TEMPLATE);
      Terminal silent = silent();
      Map<String, String> environment =
          Map.of("HOME", folder.toString(), "INGOT_HOME", folder.resolve("home").toString());
      for (String command : COMMANDS) {
        int code = Main.run(List.of(command.split(" ")), silent, folder, environment);
        if (code != ExitCode.OK) {
          System.out.println("ingot " + command + " ended with code " + code);
        }
      }
    } finally {
      delete(folder);
    }
    Runtime.getRuntime().exit(0);
  }

  private static Terminal silent() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Terminal(
        new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, false, false, 78);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
