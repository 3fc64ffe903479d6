package dev.ingot.cli;

import dev.ingot.address.ProviderAddress;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.install.LockFile;
import dev.ingot.provider.install.Platform;
import dev.ingot.provider.install.ProviderFolder;
import dev.ingot.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the common commands once, at packaging, while the JVM records what they load: the resulting
 * cache lets every later start skip that work.
 */
public final class Training {
  private static final String CONFIGURATION =
      """
      terraform {
        required_version = ">= 1.0"
      }
      variable "names" {
        description = "Each a thing."
        type        = set(string)
        default     = ["a", "b"]
        validation {
          condition     = length(var.names) > 0
          error_message = "No name."
        }
      }
      variable "password" {
        type      = string
        default   = "secret"
        sensitive = true
      }
      locals {
        greeting = join(", ", [for name in var.names : upper(name)])
        tags     = merge({ stage = "test" }, { for name in var.names : name => format("%s-%d", name, 1) })
        size     = length(var.names) > 1 ? try(lookup(local.tags, "size"), "large") : "small"
      }
      module "part" {
        source = "./part"
        name   = local.size
      }
      resource "terraform_data" "each" {
        for_each = var.names
        input    = { name = each.key, text = "${local.greeting}!" }
      }
      resource "terraform_data" "counted" {
        count            = 3
        input            = count.index
        triggers_replace = [for one in terraform_data.each : one.id]
        depends_on       = [module.part]
        lifecycle {
          create_before_destroy = true
          precondition {
            condition     = local.size != ""
            error_message = "No size."
          }
        }
      }
      output "ids" {
        value = terraform_data.counted[*].id
      }
      output "text" {
        value     = jsonencode({ tags = local.tags, password = var.password })
        sensitive = true
      }
      """;

  private static final String MODULE =
      """
      variable "name" {
        type = string
      }
      resource "terraform_data" "inner" {
        input = var.name
      }
      output "id" {
        value = terraform_data.inner.id
      }
      """;

  private static final String MODULES =
      """
      {"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"part","Source":"./part","Dir":"part"}]}
      """;

  /** What an apply of it leaves, in part: some of it changes again, some doesn't. */
  private static final String STATE =
      """
      {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 3,
        "lineage": "00000000-0000-4000-8000-000000000000",
        "outputs": {"ids": {"value": ["1"], "type": ["tuple", ["string"]]}},
        "resources": [
          {
            "mode": "managed",
            "type": "terraform_data",
            "name": "each",
            "provider": "provider[\\"terraform.io/builtin/terraform\\"]",
            "instances": [
              {
                "index_key": "a",
                "schema_version": 0,
                "attributes": {
                  "id": "1",
                  "input": {
                    "value": {"name": "a", "text": "A, B!"},
                    "type": ["object", {"name": "string", "text": "string"}]
                  },
                  "output": {
                    "value": {"name": "a", "text": "A, B!"},
                    "type": ["object", {"name": "string", "text": "string"}]
                  },
                  "triggers_replace": null
                },
                "sensitive_attributes": []
              },
              {
                "index_key": "b",
                "schema_version": 0,
                "attributes": {
                  "id": "2",
                  "input": {"value": "before", "type": "string"},
                  "output": {"value": "before", "type": "string"},
                  "triggers_replace": null
                },
                "sensitive_attributes": []
              }
            ]
          }
        ],
        "check_results": null
      }
      """;

  private static final String PROVIDER_CONFIGURATION =
      """
      terraform {
        required_providers {
          training = {
            source  = "example.org/ingot/training"
            version = "~> 1.0"
          }
        }
      }
      resource "training_thing" "each" {
        count = 3
        name  = "thing-${count.index}"
      }
      output "names" {
        value = training_thing.each[*].name
      }
      """;

  private static final String LOCK =
      """
      provider "example.org/ingot/training" {
        version     = "1.0.0"
        constraints = "~> 1.0"
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

  /** The most frequent interactive commands; the launcher's list is longer. */
  private static final List<String> CORE =
      List.of(
          "version",
          "validate",
          "validate -json",
          "init",
          "plan",
          "plan -out=next.plan",
          "show next.plan",
          "apply next.plan",
          "apply -auto-approve",
          "show",
          "show -json",
          "state list",
          "output",
          "output -json",
          "fmt -check",
          "destroy -auto-approve");

  /** What is run again and again while a configuration is written: none of what changes things. */
  private static final List<String> PLAN =
      List.of("validate", "plan", "plan -target=terraform_data.each[\"a\"]");

  /** All the others, and those that find a template beside the configuration. */
  private static final List<String> REST =
      List.of(
          "validate",
          "init",
          "plan",
          "apply -auto-approve",
          "destroy -auto-approve",
          "build -validate small.pkr.hcl",
          "images",
          "history",
          "audit verify",
          "status");

  /** The most frequent ones where providers are processes. */
  private static final List<String> PROVIDERS =
      List.of(
          "validate",
          "plan",
          "plan -out=next.plan",
          "show next.plan",
          "apply next.plan",
          "apply -auto-approve",
          "plan",
          "show",
          "state list",
          "output",
          "destroy -auto-approve");

  private Training() {}

  /**
   * Trains in a folder, which is made and removed.
   *
   * @param words the family of commands, {@code version}, {@code plan}, {@code core}, {@code
   *     providers} or {@code rest}; the folder; the program of a provider of the type {@code
   *     training_thing}
   */
  public static void main(String[] words) throws IOException {
    List<String> commands =
        switch (words[0]) {
          case "version" -> List.of("version");
          case "plan" -> PLAN;
          case "core" -> CORE;
          case "providers" -> PROVIDERS;
          case "rest" -> REST;
          default -> throw new IllegalArgumentException("no family " + words[0]);
        };
    Path folder = Path.of(words[1]);
    Files.createDirectories(folder);
    int worst = ExitCode.OK;
    try {
      if (commands.equals(PROVIDERS)) {
        provider(folder, Path.of(words[2]));
      } else {
        Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
        Files.writeString(folder(folder, "part").resolve("main.tf"), MODULE);
        Files.writeString(folder(folder, ".terraform/modules").resolve("modules.json"), MODULES);
      }
      if (commands.equals(PLAN)) {
        Files.writeString(folder.resolve("terraform.tfstate"), STATE);
        // As an apply leaves it; INGOT_HOME while training.
        PrivateFiles.createFolders(folder.resolve("home"));
      }
      if (commands.equals(REST)) {
        Files.writeString(folder.resolve("small.pkr.hcl"), TEMPLATE);
      }
      // As Main does: anything left out here is not in the cache.
      Terminal terminal = Terminal.ofProcess(System.getenv());
      for (String command : commands) {
        int code = Main.run(List.of(command.split(" ")), terminal, folder, System.getenv());
        if (code != ExitCode.OK) {
          System.err.println("ingot " + command + " ended with code " + code);
          worst = code;
        }
      }
    } finally {
      delete(folder);
    }
    Runtime.getRuntime().exit(worst);
  }

  /** As {@code init} leaves a folder whose configuration needs a provider. */
  private static void provider(Path folder, Path program) throws IOException {
    Files.writeString(folder.resolve("main.tf"), PROVIDER_CONFIGURATION);
    Files.writeString(folder.resolve(LockFile.NAME), LOCK);
    Path place =
        ProviderFolder.in(folder.resolve(".terraform"), Platform.ofHost())
            .place(
                ProviderAddress.parse("example.org/ingot/training"),
                Version.parse("1.0.0").orElseThrow());
    Files.createDirectories(place);
    Files.copy(
        program,
        place.resolve("terraform-provider-training_v1.0.0"),
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static Path folder(Path parent, String name) throws IOException {
    return Files.createDirectories(parent.resolve(name));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
