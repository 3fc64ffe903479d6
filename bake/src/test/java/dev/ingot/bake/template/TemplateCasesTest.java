package dev.ingot.bake.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.chain.PreparedStep;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.bake.data.NullData;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.plugin.InstalledPlugins;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.bake.run.Bake;
import dev.ingot.bake.run.StandardComponents;
import dev.ingot.http.client.Surroundings;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourcePosition;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.registry.Registry;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Templates in folders: what each says is in {@code expected.txt}; {@code options.txt} holds
 * command-line options, one a line.
 */
class TemplateCasesTest {
  @TestFactory
  Stream<DynamicTest> eachTemplateMeansWhatIsExpected() throws IOException, URISyntaxException {
    Path cases =
        Path.of(TemplateCasesTest.class.getResource("/templates/README.txt").toURI()).getParent();
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> children = Files.list(cases)) {
      children.filter(Files::isDirectory).sorted().forEach(folders::add);
    }
    return folders.stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(),
                    () ->
                        assertThat(describe(folder))
                            .isEqualTo(Files.readString(folder.resolve("expected.txt")))));
  }

  private static String describe(Path folder) throws IOException {
    List<VariableInputs.Assignment> assignments = new ArrayList<>();
    List<String> only = new ArrayList<>();
    List<String> except = new ArrayList<>();
    Path options = folder.resolve("options.txt");
    for (String line : Files.exists(options) ? Files.readAllLines(options) : List.<String>of()) {
      String[] parts = line.split("[ =]", 3);
      switch (parts[0]) {
        case "-var" -> assignments.add(new VariableInputs.Assignment.Text(parts[1], parts[2]));
        case "-var-file" ->
            assignments.add(
                new VariableInputs.Assignment.ValuesFile(folder.resolve(line.substring(10))));
        case "-only" -> only.add(line.substring(6));
        case "-except" -> except.add(line.substring(8));
        default -> throw new IllegalArgumentException(line);
      }
    }
    Diagnostics diagnostics = new Diagnostics();
    Template template =
        Template.load(
            Files.exists(folder.resolve("template.json"))
                ? folder.resolve("template.json")
                : folder,
            new VariableInputs(assignments, Map.of("PKR_VAR_from_env", "env", "HOME", "/home")),
            new Template.Surroundings(
                folder,
                FunctionTable.packer(),
                new Scope.Environment(
                    folder, folder, Clock.systemUTC(), new SplittableRandom(1), false),
                new DataSources(Map.of("null", new NullData()), DataSources.Others.NONE, true)),
            diagnostics);
    List<PreparedUnit> units = List.of();
    if (!diagnostics.hasErrors()) {
      units =
          new Bake(
                  Registry.open(folder.resolve("none"), Clock.systemUTC()),
                  StandardComponents.with(
                      List.of(new RecordingBuilder()),
                      Surroundings.of(Map.of(), Clock.systemUTC(), new Random(1)),
                      Registry.open(folder.resolve("none"), Clock.systemUTC()),
                      new BakeJournal(
                          BakeJournal.folderIn(folder), "tester@host", Clock.systemUTC()),
                      folder.resolve("cache")),
                  InstalledPlugins.of(
                      Map.of("PACKER_PLUGIN_PATH", "/nonexistent"),
                      new TiedPrograms(),
                      new BakeJournal(
                          BakeJournal.folderIn(folder), "tester@host", Clock.systemUTC())),
                  new TiedPrograms(),
                  new BakeJournal(BakeJournal.folderIn(folder), "tester@host", Clock.systemUTC()),
                  folder,
                  Clock.systemUTC())
              .validate(
                  template,
                  new BuildSelection(only, except),
                  "00000000-0000-4000-8000-000000000000",
                  diagnostics);
    }
    StringBuilder text = new StringBuilder();
    diagnostics.list().forEach(diagnostic -> describe(diagnostic, text));
    units.forEach(unit -> describe(unit, text));
    return text.toString().replace(folder.toString(), "FOLDER");
  }

  private static void describe(Diagnostic diagnostic, StringBuilder text) {
    text.append(diagnostic.isError() ? "error: " : "warning: ").append(diagnostic.summary());
    diagnostic
        .subject()
        .ifPresent(
            range -> {
              SourcePosition start = range.startPosition();
              String file = range.file().name();
              text.append("\n  at ")
                  .append(file.substring(file.lastIndexOf('/') + 1))
                  .append(':')
                  .append(start.line())
                  .append(',')
                  .append(start.column())
                  .append(": ")
                  .append(range.text().replace("\n", "\\n"));
            });
    text.append("\n  ").append(diagnostic.detail().replace("\n", "\n  ")).append('\n');
  }

  private static void describe(PreparedUnit unit, StringBuilder text) {
    text.append("build ").append(unit.identity().name());
    text.append(" in ").append(unit.destination().bucket()).append('\n');
    text.append("  ").append(unit.source()).append('\n');
    unit.destination()
        .labels()
        .forEach((name, value) -> text.append("  label ").append(name + "=" + value + "\n"));
    for (PreparedStep step : unit.steps()) {
      text.append("  step ").append(step.label());
      StepMeta.Settings settings = step.settings();
      if (!settings.pauseBefore().isZero()) {
        text.append(" after ").append(settings.pauseBefore());
      }
      settings.timeout().ifPresent(timeout -> text.append(" within ").append(timeout));
      if (settings.maxRetries() > 0) {
        text.append(" retries ").append(settings.maxRetries());
      }
      text.append("\n    ").append(step.work().toString().replace("\n", "\n    ")).append('\n');
    }
    unit.postProcessors()
        .forEach(
            chain ->
                text.append("  then ")
                    .append(
                        String.join(
                            ", ",
                            chain.steps().stream().map(PreparedUnit.PostStep::label).toList()))
                    .append('\n'));
  }
}
