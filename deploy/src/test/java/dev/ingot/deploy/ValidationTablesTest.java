package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of the language, block by block: which arguments and blocks there are, what they may
 * refer to, which types they have. A table is a text of groups. {@code ==== with} begins one, with
 * what follows the text of every case in {@code main.tf}, and other files; {@code ==== case} begins
 * a case; what validation finds follows {@code == found}, a line each: severity, summary and line.
 * What is found is what Terraform 1.11.4 finds, but for messages that have a place here and none
 * there, and mistakes that are found sooner here.
 */
final class ValidationTablesTest {
  /** The parts of a group or case: files by name, and what is found. */
  private record Section(Map<String, String> files, List<String> found) {
    static Section parse(String text) {
      Map<String, String> files = new TreeMap<>();
      List<String> found = new ArrayList<>();
      String name = "main.tf";
      for (String line : text.split("\n", -1)) {
        if (line.startsWith("== file ")) {
          name = line.substring("== file ".length());
        } else if (line.equals("== found")) {
          name = "";
        } else if (!name.isEmpty()) {
          files.merge(name, line + "\n", String::concat);
        } else if (!line.isEmpty()) {
          found.add(line);
        }
      }
      return new Section(files, found);
    }
  }

  @TestFactory
  Stream<DynamicContainer> tables() throws IOException, URISyntaxException {
    Path folder =
        Path.of(
            Objects.requireNonNull(ValidationTablesTest.class.getResource("/validate")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream().map(ValidationTablesTest::table);
    }
  }

  private static DynamicContainer table(Path file) {
    return DynamicContainer.dynamicContainer(
        String.valueOf(file.getFileName()), Stream.of(file).flatMap(ValidationTablesTest::cases));
  }

  private static Stream<DynamicTest> cases(Path file) {
    List<DynamicTest> tests = new ArrayList<>();
    for (String group : text(file).split("(?m)^==== with\n")) {
      List<String> parts = Arrays.asList(group.split("(?m)^==== case\n", -1));
      Section shared = Section.parse(parts.getFirst());
      for (String part : parts.subList(1, parts.size())) {
        Section section = Section.parse(part);
        String title = String.join(" ", section.files().values()).strip().replace('\n', ' ');
        tests.add(
            DynamicTest.dynamicTest(
                title.isEmpty() ? "nothing" : title, () -> check(shared, section)));
      }
    }
    return tests.stream();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void check(Section shared, Section section) {
    Workbench bench = new Workbench();
    Map<String, String> files = new TreeMap<>(shared.files());
    section.files().forEach((name, text) -> files.merge(name, text, (rest, own) -> own + rest));
    files.forEach(
        (name, text) -> {
          if (!text.isBlank() || name.endsWith(".json")) {
            bench.file(name, text);
          }
        });
    List<String> found =
        bench.found().stream().map(ValidationTablesTest::line).distinct().sorted().toList();
    assertThat(found).as(String.join("\n", files.values())).isEqualTo(section.found());
  }

  private static String line(Diagnostic diagnostic) {
    return (diagnostic.isError() ? "error " : "warning ")
        + diagnostic.summary()
        + diagnostic
            .subject()
            .map(place -> " " + place.file().name() + ":" + place.startPosition().line())
            .orElse("");
  }
}
