package dev.ingot.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Main;
import dev.ingot.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls of the built-in provider's functions, each given to {@code console} as it was when the
 * group was recorded from Terraform 1.11.4.
 */
class RecordedConsoleTest {
  private static final String GROUP = "provider_terraform";

  @Test
  void functionsOfTheBuiltInProviderGiveWhatTerraformGives(@TempDir Path folder)
      throws IOException {
    try (InputStream file = resource("fixtures-tfprovider/main.tf")) {
      Files.copy(file, folder.resolve("main.tf"));
    }
    List<String> differences = new ArrayList<>();
    List<Json> cases = cases();
    for (Json recorded : cases) {
      String expression = text(recorded, "expr").orElseThrow();
      difference(folder, expression, text(recorded, "console"), text(recorded, "error_detail"))
          .ifPresent(differences::add);
      if (text(recorded, "error").isEmpty() && !expression.startsWith("type(")) {
        difference(folder, "type(" + expression + ")", text(recorded, "type"), Optional.empty())
            .ifPresent(differences::add);
      }
    }
    System.out.printf(
        "%-22s %d differences in %d cases%n", GROUP, differences.size(), cases.size());
    assertThat(differences).isEmpty();
  }

  private static Optional<String> difference(
      Path folder, String expression, Optional<String> printed, Optional<String> problems) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream((expression + "\n").getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            false,
            false,
            false,
            78);
    Main.run(
        List.of("console", "-no-color"),
        terminal,
        folder,
        Map.of("HOME", folder.toString(), "INGOT_WORDING", "terraform"));
    terminal.flush();
    String expected = printed.map(text -> text + "\n").orElse("") + problems.orElse("");
    String found =
        out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8).strip();
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of(expression + "\n  should give " + expected + "\n  gives       " + found);
  }

  private static List<Json> cases() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(resource(GROUP + ".jsonl.gz")), StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> Json.parse(line).orElseThrow()).toList();
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream resource = RecordedConsoleTest.class.getResourceAsStream("/expressions/" + name);
    if (resource == null) {
      throw new IOException("the recorded expressions lack " + name);
    }
    return resource;
  }

  private static Optional<String> text(Json json, String field) {
    return json.field(field).filter(value -> value instanceof Json.Text).map(Json::string);
  }
}
