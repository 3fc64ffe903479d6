package dev.ingot.cli.recorded;

import dev.ingot.cli.Main;
import dev.ingot.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One recorded session: its commands are run and what they do is compared. */
final class Session {
  /**
   * How much is as recorded.
   *
   * @param differences what is not, one line each
   */
  record Score(int good, int total, List<String> differences) {
    boolean isPerfect() {
      return good == total;
    }
  }

  private final Archive archive;
  private final String name;
  private final Path work;
  private final Path home;
  private final Normalization normalization;
  private final List<String> differences = new ArrayList<>();
  private int good;
  private int total;

  Session(Archive archive, String name, Path folder) {
    this.archive = archive;
    this.name = name;
    this.work = folder.resolve("w");
    this.home = folder.resolve("h");
    this.normalization = new Normalization(work);
  }

  /** Whether it needs another process that holds a lock. */
  static boolean needsAnotherProcess(Json session) {
    return session.field("steps").map(Json::elements).orElse(List.of()).stream()
        .anyMatch(step -> step.field("hold_lock").isPresent());
  }

  Score run() throws IOException {
    archive.copyConfiguration(name, work);
    Files.createDirectories(home);
    List<Json> steps = archive.document(name, "case.json").field("steps").orElseThrow().elements();
    List<Json> expected =
        archive.document(name, "expected.json").field("steps").orElseThrow().elements();
    for (int i = 0; i < steps.size(); i++) {
      step(i, steps.get(i), expected.get(i));
    }
    return new Score(good, total, differences);
  }

  private static String text(Json json, String field) {
    return json.field(field).map(Json::string).orElse("");
  }

  private void step(int number, Json step, Json expected) throws IOException {
    for (Json edit : step.field("edits").map(Json::elements).orElse(List.of())) {
      edit(edit);
    }
    List<String> words =
        step.field("argv").orElseThrow().elements().stream().map(Json::string).toList();
    String where = text(step, "cwd");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(text(step, "stdin").getBytes(StandardCharsets.UTF_8)),
            printing(out),
            printing(err),
            false,
            false,
            false,
            78);
    Path folder = where.isEmpty() ? work : work.resolve(where);
    int code = Main.run(words, terminal, folder, environment(step));
    terminal.flush();
    normalization.learn();
    String label = number + " " + String.join(" ", words);
    compare(label + ": exit", expected.field("exit"), Optional.of(number(code)));
    boolean ordered = step.field("ordered").map(Json::isTrue).orElse(false);
    normalization.compareSerials(step.field("serial").map(Json::isTrue).orElse(false));
    List<String[]> masks =
        step.field("mask").map(Json::elements).orElse(List.of()).stream()
            .map(
                mask ->
                    new String[] {
                      mask.elements().getFirst().string(), mask.elements().getLast().string()
                    })
            .toList();
    String printed = out.toString(StandardCharsets.UTF_8);
    if (expected.field("stdout").isPresent()) {
      lines(
          label + ": stdout",
          expected.field("stdout").get(),
          normalization.lines(printed, ordered, masks, false));
    }
    if (expected.field("stderr").isPresent()) {
      lines(
          label + ": stderr",
          expected.field("stderr").get(),
          normalization.lines(err.toString(StandardCharsets.UTF_8), ordered, masks, true));
    }
    if (expected.field("json").isPresent()) {
      Optional<Json> found =
          text(step, "stdout").equals("jsonl")
              ? Optional.of(normalization.events(printed, ordered))
              : Json.parse(printed).map(normalization::document);
      Json wanted = expected.field("json").get();
      compare(
          label + ": json",
          Optional.of(ordered ? normalization.document(wanted) : normalization.sortedAgain(wanted)),
          found);
    }
    for (Json captured : step.field("capture").map(Json::elements).orElse(List.of())) {
      String path = text(captured, "path");
      Optional<Json> wanted =
          expected
              .field("files")
              .flatMap(files -> files.field(path))
              .map(normalization::sortedAgain);
      compare(label + ": " + path, wanted, Optional.of(file(path, text(captured, "as"))));
    }
  }

  private static PrintStream printing(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private static Json number(int code) {
    return new Json.Numeral(java.math.BigDecimal.valueOf(code));
  }

  private Map<String, String> environment(Json step) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("HOME", home.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("INGOT_WORDING", "terraform");
    if (step.field("env").orElse(Json.Word.NULL) instanceof Json.Fields(Map<String, Json> more)) {
      more.forEach((key, value) -> environment.put(key, value.string()));
    }
    return environment;
  }

  private void lines(String label, Json expected, List<String> found) {
    compare(
        label,
        Optional.of(expected),
        Optional.of(
            new Json.Array(found.stream().map(line -> (Json) new Json.Text(line)).toList())));
  }

  private void compare(String label, Optional<Json> expected, Optional<Json> found) {
    total++;
    if (expected.equals(found)) {
      good++;
    } else {
      differences.add(name + " " + label);
    }
  }

  private Json file(String path, String kind) throws IOException {
    Path file = work.resolve(path);
    if (!Files.exists(file)) {
      return Json.Word.NULL;
    }
    if (Files.isDirectory(file)) {
      try (Stream<Path> entries = Files.list(file)) {
        return new Json.Array(
            entries
                .map(entry -> String.valueOf(entry.getFileName()))
                .sorted()
                .map(entry -> (Json) new Json.Text(entry))
                .toList());
      }
    }
    String text = Files.readString(file);
    return kind.equals("json")
        ? Json.parse(text)
            .map(normalization::document)
            .orElseGet(() -> new Json.Text(normalization.text(text)))
        : new Json.Text(normalization.text(text));
  }

  private void edit(Json edit) throws IOException {
    Path path = work.resolve(text(edit, "path"));
    switch (text(edit, "op")) {
      case "write" -> {
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text(edit, "content"));
      }
      case "delete" -> delete(path);
      case "copy" -> {
        if (Files.exists(path)) {
          Path target = work.resolve(text(edit, "to"));
          Files.createDirectories(target.resolveSibling("."));
          Files.copy(path, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
      case "replace" -> {
        if (Files.exists(path)) {
          Files.writeString(
              path, Files.readString(path).replace(text(edit, "old"), text(edit, "new")));
        }
      }
      case "mkdir" -> Files.createDirectories(path);
      default -> throw new IllegalStateException("unknown edit " + edit);
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
