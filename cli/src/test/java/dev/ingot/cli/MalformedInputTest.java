package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Inputs of every kind, changed at random: each command ends, with an exit code it is documented to
 * have, and never calls what it was given a bug. {@code bench/malformed} makes many more; with the
 * seed that a failure names, one is made again.
 */
class MalformedInputTest {
  private static final int COUNT = Integer.getInteger("ingot.test.mutants", 400);
  private static final long SEED = Long.getLong("ingot.test.seed", 20_261_130L);
  private static final long SECONDS = 30;

  private static final String CONFIGURATION =
      """
      terraform {
        required_version = ">= 1.0"
      }

      variable "names" {
        type        = map(object({ port = number, tags = optional(list(string), []) }))
        default     = { a = { port = 80 }, b = { port = 81, tags = ["x", "y"] } }
        description = "what ${"is"} there"
        validation {
          condition     = alltrue([for n, v in var.names : v.port > 0 && length(n) < 20])
          error_message = "Ports are positive."
        }
      }

      locals {
        sorted = sort(keys(var.names))
        text   = <<-EOT
          %{for n in local.sorted~}
          ${n} = ${var.names[n].port}
          %{endfor~}
        EOT
        nested = { for k, v in var.names : upper(k) => v... if v.port != 82 }
      }

      resource "terraform_data" "one" {
        for_each = var.names
        input    = { name = each.key, port = each.value.port, all = local.sorted[*] }
        lifecycle {
          create_before_destroy = true
          precondition {
            condition     = each.value.port < 65536
            error_message = "Too high: ${each.value.port}"
          }
        }
        provisioner "local-exec" {
          when    = destroy
          command = "echo ${self.id}"
        }
      }

      output "ids" {
        value     = [for r in terraform_data.one : r.id]
        sensitive = true
      }
      """;

  private static final String JSON =
      """
      {
        "variable": { "a": { "type": "list(string)", "default": ["x", "${1 + 1}"] } },
        "locals": { "b": { "c": [1, 2.5e3, null, true, "${var.a[0]}"] } },
        "resource": {
          "terraform_data": {
            "one": [{ "count": 2, "input": "${local.b}", "lifecycle": { "ignore_changes": ["input"] } }]
          }
        },
        "output": { "o": { "value": "${terraform_data.one[*].id}" } }
      }
      """;

  private static final String TEMPLATE =
      """
      packer {
        required_version = ">= 1.7.0"
      }
      variable "name" {
        type    = string
        default = "web"
      }
      locals {
        when = formatdate("YYYY", timestamp())
      }
      source "null" "one" {
        communicator = "none"
      }
      build {
        name    = "b-${var.name}"
        sources = ["source.null.one"]
        provisioner "shell-local" {
          inline = ["echo ${local.when}", "true"]
          only   = ["null.one"]
        }
        post-processor "manifest" {
          output = "m.json"
        }
      }
      """;

  private static final String STATE =
      """
      {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 3,
        "lineage": "11111111-2222-3333-4444-555555555555",
        "outputs": { "o": { "value": [1, "two"], "type": ["tuple", ["number", "string"]] } },
        "resources": [
          {
            "mode": "managed", "type": "terraform_data", "name": "a",
            "provider": "provider[\\"terraform.io/builtin/terraform\\"]",
            "instances": [
              {
                "index_key": "k", "schema_version": 0,
                "attributes": { "id": "i", "input": { "value": "x", "type": "string" },
                  "output": { "value": "x", "type": "string" }, "triggers_replace": null },
                "sensitive_attributes": [[{ "type": "get_attr", "value": "input" }]],
                "private": "bnVsbA==", "dependencies": ["terraform_data.b"]
              }
            ]
          }
        ],
        "check_results": null
      }
      """;

  private static final String VALUES =
      """
      names = {
        a = { port = 1, tags = ["t"] }
        "b c" = { port = 2 }
      }
      """;

  private static final String LOCKS =
      """
      provider "registry.terraform.io/hashicorp/random" {
        version     = "3.6.0"
        constraints = "~> 3.0"
        hashes = [
          "h1:R5Ucn26riKIEijcsiOMBR3uOAjuOMfI1x7XvH4P6B1w=",
          "zh:03360ed3ecd31e8c5dac9c95fe0858be50f3e9a0d0c654b5e504109c2159287d",
        ]
      }
      """;

  private static final String LOCK_INFO =
      """
      {"ID":"6e2e3f5e-0000-4000-8000-000000000000","Operation":"OperationTypeApply","Info":"",
      "Who":"ada@forge","Version":"1.11.4","Created":"2026-11-30T12:00:00Z","Path":"terraform.tfstate"}
      """;

  private static final String BACKEND =
      """
      {"version":3,"terraform_version":"1.11.4","backend":{"type":"local","config":{"path":null,
      "workspace_dir":null},"hash":1234}}
      """;

  private static final String RELEASE =
      """
      promote "stable" {
        bucket = "web"
        boot_test {
          http = ":8080/health"
          within = "20s"
        }
      }
      rollout "terraform_data.one" {
        strategy "canary" {
          first = 1
        }
        health {
          http = ":8080/"
        }
      }
      """;

  private static final String TESTS =
      """
      variables {
        names = { a = { port = 9 } }
      }
      run "first" {
        command = plan
        assert {
          condition     = length(terraform_data.one) == 1
          error_message = "one, not ${length(terraform_data.one)}"
        }
      }
      """;

  private record Kind(
      String file, String content, boolean withConfiguration, List<String> commands) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "main.tf",
              CONFIGURATION,
              false,
              List.of("validate", "fmt -check", "plan -lock=false")),
          new Kind("main.tf.json", JSON, false, List.of("validate", "plan -lock=false")),
          new Kind("terraform.tfvars", VALUES, true, List.of("plan -lock=false")),
          new Kind(
              "terraform.tfvars.json",
              "{\"names\": {\"a\": {\"port\": 1}}}",
              true,
              List.of("plan -lock=false")),
          new Kind(
              "terraform.tfstate",
              STATE,
              true,
              List.of("show", "state list", "plan -lock=false", "output -json")),
          new Kind(
              ".terraform/terraform.tfstate",
              BACKEND,
              true,
              List.of("plan -lock=false", "init -input=false")),
          new Kind(".terraform.lock.hcl", LOCKS, true, List.of("validate", "init -input=false")),
          new Kind(
              ".terraform.tfstate.lock.info",
              LOCK_INFO,
              true,
              List.of("force-unlock -force x", "plan")),
          new Kind("main.tftest.hcl", TESTS, true, List.of("validate", "test")),
          new Kind(
              "web.pkr.hcl",
              TEMPLATE,
              false,
              List.of("validate web.pkr.hcl", "fmt -check", "inspect web.pkr.hcl")),
          new Kind("web.ingot.hcl", RELEASE, true, List.of("validate")));

  private static final Map<String, List<String>> FLAGS =
      new TreeMap<>(
          Map.of(
              "plan",
                  List.of(
                      "-out=x",
                      "-var",
                      "a=1",
                      "-var=",
                      "-target=a.b",
                      "-refresh=",
                      "-json",
                      "-destroy"),
              "show", List.of("-json", "x", "-", ""),
              "validate", List.of("-json", ".", "-syntax-only", "nowhere"),
              "fmt", List.of("-check", "-", "-diff", "-recursive", "-list=false", "nowhere"),
              "state", List.of("list", "show", "mv", "rm", "-dry-run", "a.b", "module.m", "a.b[0]"),
              "output", List.of("-json", "-raw", "x", "-state=x"),
              "workspace", List.of("list", "show", "select", "new", "x", "-or-create"),
              "import", List.of("a.b", "x", "-var=a=1"),
              "images", List.of("-json", "delete", "prune", "x:v1", "-older-than=1h"),
              "history", List.of("-json", "nowhere")));

  @TempDir Path temporary;

  private Path folder(int number) throws IOException {
    return Files.createDirectories(temporary.resolve("f" + number % 8).resolve("configuration"));
  }

  private static void clear(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file :
          (Iterable<Path>) files.sorted(java.util.Comparator.reverseOrder())::iterator) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }

  /** What is wrong with how a command ended; empty if nothing is. */
  private static String problem(Path folder, List<String> words) throws InterruptedException {
    CompletableFuture<Ran> running = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    running.complete(Ran.command(folder, words.toArray(String[]::new)));
                  } catch (RuntimeException | Error e) {
                    running.completeExceptionally(e);
                  }
                });
    try {
      Ran ran = running.get(SECONDS, TimeUnit.SECONDS);
      if (ran.all().contains("bug in Ingot")) {
        return "was called a bug: " + ran.err();
      }
      return Set.of(0, 1, 2, 3).contains(ran.code()) ? "" : "exit code " + ran.code();
    } catch (ExecutionException e) {
      return "threw " + e.getCause();
    } catch (TimeoutException e) {
      return "hangs: " + Arrays.toString(thread.getStackTrace());
    }
  }

  @Test
  void whateverAFileHoldsACommandEnds() throws IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < COUNT && problems.size() < 5; i++) {
      Mutants mutants = new Mutants(SEED + i);
      Kind kind = mutants.oneOf(KINDS);
      Path folder = folder(i);
      clear(folder);
      if (kind.withConfiguration()) {
        Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
      }
      byte[] content = mutants.of(kind.content().getBytes(StandardCharsets.UTF_8));
      Path file = folder.resolve(kind.file());
      Files.createDirectories(folder.resolve(".terraform"));
      Files.write(file, content);
      for (String command : kind.commands()) {
        String problem = problem(folder, List.of(command.split(" ")));
        if (!problem.isEmpty()) {
          problems.add(
              "seed %d, %s, %s: %s%n%s"
                  .formatted(
                      SEED + i,
                      kind.file(),
                      command,
                      problem,
                      content.length < 4000
                          ? new String(content, StandardCharsets.ISO_8859_1)
                          : HexFormat.of().formatHex(content, 0, 200)));
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "show", "fmt -check", "plan -out", "apply", "state push"})
  void aNameThatNoFileCanHaveIsNoBug(String command) throws IOException, InterruptedException {
    Path folder = folder(0);
    clear(folder);
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    if (words.getLast().equals("-out")) {
      words.set(words.size() - 1, "-out=a\0b");
    } else {
      words.add("a\0b");
    }
    assertThat(problem(folder, words)).isEmpty();
  }

  @Test
  void whateverTheWordsOfACommandAreItEnds() throws IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    List<String> commands = List.copyOf(FLAGS.keySet());
    for (int i = 0; i < COUNT / 2 && problems.size() < 5; i++) {
      Mutants mutants = new Mutants(SEED + i);
      Path folder = folder(i);
      clear(folder);
      Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
      String command = mutants.oneOf(commands);
      List<String> words = new ArrayList<>(List.of(command));
      int count = mutants.below(5);
      for (int w = 0; w < count; w++) {
        String word =
            mutants.below(3) == 0
                ? mutants.word()
                : mutants.oneOf(FLAGS.getOrDefault(command, List.of("x")));
        words.add(
            mutants.below(4) == 0
                ? new String(
                    mutants.of(word.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)
                : word);
      }
      String problem = problem(folder, words);
      if (!problem.isEmpty()) {
        problems.add("seed %d, %s: %s".formatted(SEED + i, words, problem));
      }
    }
    assertThat(problems).isEmpty();
  }
}
