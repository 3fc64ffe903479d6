package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a state file holds, it is said what is wrong with it, and never called a bug. */
class DamagedStateTest {
  private static final String STATE =
      """
      {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 3,
        "lineage": "11111111-2222-3333-4444-555555555555",
        "outputs": {
          "o": { "value": [1, "two"], "type": ["tuple", ["number", "string"]] }
        },
        "resources": [
          {
            "mode": "managed",
            "type": "terraform_data",
            "name": "a",
            "provider": "provider[\\"terraform.io/builtin/terraform\\"]",
            "instances": [
              {
                "index_key": 0,
                "schema_version": 0,
                "attributes": {
                  "id": "an-id",
                  "input": { "value": "x", "type": "string" },
                  "output": { "value": "x", "type": "string" },
                  "triggers_replace": null
                },
                "sensitive_attributes": [[{ "type": "get_attr", "value": "input" }]],
                "private": "bnVsbA==",
                "dependencies": ["terraform_data.b"]
              }
            ]
          }
        ],
        "check_results": [
          {
            "object_kind": "var",
            "config_addr": "var.v",
            "status": "pass",
            "objects": [{ "object_addr": "var.v", "status": "pass" }]
          }
        ]
      }
      """;

  private static final Pattern VALUE =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"(?!:)|\\b\\d+\\b|null|[\\[{][^\\[\\]{}]*[\\]}]");

  private static final List<String> OTHERS =
      List.of("null", "true", "7", "-1", "\"x y\"", "\"\"", "[]", "{}", "1e400");

  @TempDir Path temporary;

  private static List<String> damaged() {
    List<String> states = new ArrayList<>();
    Matcher value = VALUE.matcher(STATE);
    while (value.find()) {
      for (String other : OTHERS) {
        states.add(STATE.substring(0, value.start()) + other + STATE.substring(value.end()));
      }
    }
    for (int length = 1; length < STATE.length(); length += 37) {
      states.add(STATE.substring(0, length));
    }
    return states;
  }

  @Test
  void noDamageIsCalledABug() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("configuration"));
    Files.writeString(
        folder.resolve("main.tf"),
        "resource \"terraform_data\" \"a\" {\n  count = 1\n  input = \"x\"\n}\n");
    List<String> bugs = new ArrayList<>();
    for (String state : damaged()) {
      Files.writeString(folder.resolve("terraform.tfstate"), state);
      for (String command :
          List.of(
              "show",
              "show -json",
              "show terraform.tfstate",
              "output",
              "state list",
              "state show terraform_data.a[0]",
              "plan -lock=false")) {
        Ran ran = Ran.command(folder, command.split(" "));
        if (ran.all().contains("bug in Ingot")) {
          bugs.add(command + ": " + state.strip().length() + ran.err().strip() + "\n" + state);
        }
      }
    }
    assertThat(bugs).isEmpty();
  }
}
