package dev.ingot.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import dev.ingot.provider.fake.FakePlugin;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code test} does what Terraform 1.11.4 was recorded to do in the folders of {@code tests}. A
 * case has commands ({@code $}), files, and for each command the exit code and what is printed;
 * {@code instead} says what Ingot prints where it differs on purpose, which the case's first lines
 * ({@code #}) explain.
 */
class RecordedTestsTest {
  private static final Pattern SECTION = Pattern.compile("(?m)^-- (.*) --\n");
  private static final Pattern GENERATED = Pattern.compile("\"[a-z0-9]{8}\"(?!:)");
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("time=\"[0-9.]+\" timestamp=\"[^\"]*\"|\"@timestamp\":\"[^\"]*\",?");

  @TempDir Path temporary = Path.of("");

  static Stream<String> cases() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .map(name -> name.substring(0, name.length() - ".txt".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(RecordedTestsTest.class.getResource("/tests")).toURI());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void doesWhatWasRecorded(String name) throws Exception {
    String text = Files.readString(folder().resolve(name + ".txt"));
    Map<String, String> sections = sections(text);
    Path work = Files.createDirectory(temporary.resolve("w"));
    for (Map.Entry<String, String> section : sections.entrySet()) {
      if (!section.getKey().startsWith("expected ") && !section.getKey().startsWith("instead ")) {
        Path file = work.resolve(section.getKey());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, section.getValue());
      }
    }
    Map<String, String> environment = new TreeMap<>(Map.of("INGOT_WORDING", "terraform"));
    if (text.contains("example.org/test/fake")) {
      environment.put("TF_CLI_CONFIG_FILE", mirror().toString());
      Ran.command(work, environment, "init", "-no-color");
    }
    List<String> commands =
        text.lines()
            .takeWhile(line -> !line.startsWith("-- "))
            .filter(l -> l.startsWith("$ "))
            .map(line -> line.substring(2))
            .toList();
    StringBuilder expected = new StringBuilder();
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < commands.size(); i++) {
      Ran ran = run(work, environment, commands.get(i));
      String number = i + ": ";
      section(sections, number, expected);
      found.append(number).append(ran.code()).append('\n').append(normal(ran.out()));
      found.append("stderr\n").append(normal(ran.err()));
    }
    assertThat(found.toString()).isEqualTo(expected.toString());
  }

  private static Map<String, String> sections(String text) {
    Map<String, String> sections = new LinkedHashMap<>();
    Matcher matcher = SECTION.matcher(text);
    String name = "";
    int start = 0;
    while (matcher.find()) {
      if (!name.isEmpty()) {
        sections.put(name, text.substring(start, matcher.start()));
      }
      name = matcher.group(1);
      start = matcher.end();
    }
    sections.put(name, text.substring(start));
    return sections;
  }

  /** What is expected of a command: what was recorded, or what is said to be instead. */
  private static void section(Map<String, String> sections, String number, StringBuilder expected) {
    String out = "";
    String err = "";
    for (String prefix : List.of("expected ", "instead ")) {
      for (Map.Entry<String, String> section : sections.entrySet()) {
        if (!section.getKey().startsWith(prefix + number)) {
          continue;
        }
        String rest = section.getKey().substring((prefix + number).length());
        if (rest.equals("stderr")) {
          err = normal(section.getValue());
        } else {
          out = number + rest + "\n" + normal(section.getValue());
        }
      }
    }
    expected.append(out).append("stderr\n").append(err);
  }

  private Ran run(Path work, Map<String, String> environment, String command)
      throws IOException, InterruptedException {
    if (!command.startsWith("!")) {
      return Ran.command(work, environment, command.split(" "));
    }
    Process process =
        new ProcessBuilder("sh", "-c", command.substring(1)).directory(work.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out, "");
  }

  /** A CLI configuration with a mirror that has the provider for mocks. */
  private Path mirror() throws IOException {
    Path mirror = temporary.resolve("mirror");
    Path version =
        Files.createDirectories(mirror.resolve("example.org/test/fake/1.0.0").resolve(platform()));
    Path program = version.resolve("terraform-provider-fake_v1.0.0");
    Files.writeString(
        program,
        "#!/bin/sh\nexec "
            + FakePlugin.command("6", "rich").stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "))
            + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return Files.writeString(
        temporary.resolve("cli.tfrc"),
        "provider_installation {\n  filesystem_mirror {\n    path = \"" + mirror + "\"\n  }\n}\n");
  }

  private static String platform() {
    return System.getProperty("os.arch").equals("aarch64") ? "linux_arm64" : "linux_amd64";
  }

  /** Without line breaks inside of paragraphs, and with what is random masked. */
  private static String normal(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    for (String line : (text + "\n\n").lines().toList()) {
      if (line.startsWith("{\"@level\"")) {
        lines.add(String.valueOf(Json.parse(TIME.matcher(line).replaceAll("")).orElseThrow()));
      } else if (line.isBlank()) {
        if (!paragraph.isEmpty()) {
          lines.add(paragraph.toString().trim().replaceAll("\\s+", " "));
        }
        paragraph.setLength(0);
      } else {
        paragraph.append(line).append(' ');
      }
    }
    String joined = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    joined = TIME.matcher(joined).replaceAll("TIME");
    return GENERATED.matcher(ID.matcher(joined).replaceAll("ID")).replaceAll("\"GENERATED\"");
  }
}
