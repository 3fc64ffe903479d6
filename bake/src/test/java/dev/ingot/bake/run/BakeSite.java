package dev.ingot.bake.run;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.Builder;
import dev.ingot.bake.OnError;
import dev.ingot.bake.data.ImageData;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.plugin.InstalledPlugins;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.bake.template.BuildSelection;
import dev.ingot.bake.template.DataSources;
import dev.ingot.bake.template.Template;
import dev.ingot.bake.template.VariableInputs;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.Surroundings;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A folder with a registry, a cache and a template, and bakes with fake machines. */
final class BakeSite implements AutoCloseable {
  private Path plugins = Path.of("/nonexistent");
  private final Path folder;
  private final Registry registry;
  private final BakeJournal journal;
  private final List<Builder> builders;
  private final FakeBuilder builder = new FakeBuilder();
  private final List<BakeEvent> events = new CopyOnWriteArrayList<>();
  private Consumer<BakeEvent> watcher = _ -> {};
  private boolean force;
  private boolean read = true;
  private Map<String, String> environment = Map.of();

  BakeSite(Path folder, Builder... more) throws IOException {
    this.builders = Stream.concat(Stream.of(builder), Stream.of(more)).toList();
    this.folder = folder;
    this.journal = new BakeJournal(BakeJournal.folderIn(folder), "tester@host", Clock.systemUTC());
    Files.createDirectories(folder.resolve("work"));
    this.registry = Registry.open(folder.resolve("registry"), Clock.systemUTC());
  }

  BakeSite template(String text) throws IOException {
    Files.writeString(work().resolve("test.pkr.hcl"), text);
    return this;
  }

  BakeSite forced() {
    force = true;
    return this;
  }

  /** Looks at each event. */
  BakeSite watched(Consumer<BakeEvent> by) {
    watcher = by;
    return this;
  }

  BakeSite unforced() {
    force = false;
    return this;
  }

  /** The variables of the process. */
  BakeSite environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  /** Where plugins are looked for. */
  BakeSite plugins(Path other) {
    plugins = other;
    return this;
  }

  /** Data sources aren't read from here on. */
  BakeSite unread() {
    read = false;
    return this;
  }

  private InstalledPlugins installed() {
    return InstalledPlugins.of(
        Map.of(
            "PACKER_PLUGIN_PATH", plugins.toString(),
            "PACKER_LOG", "1",
            "PACKER_LOG_PATH", folder.resolve("plugins.log").toString()),
        new TiedPrograms(),
        journal);
  }

  Path work() {
    return folder.resolve("work");
  }

  Registry registry() {
    return registry;
  }

  /** What ran in machines since the last look. */
  List<String> ran() {
    return builder.ran().stream().filter(line -> !line.startsWith("$ ")).toList();
  }

  /** Does something with each command of a machine. */
  void onRun(Runnable action) {
    builder.onRun(action);
  }

  /** The command lines machines were given. */
  List<String> commands() {
    return builder.ran().stream().filter(line -> line.startsWith("$ ")).toList();
  }

  List<BakeEvent> events() {
    return List.copyOf(events);
  }

  Template.Surroundings surroundings() {
    return new Template.Surroundings(
        work(),
        FunctionTable.standard(),
        new Scope.Environment(work(), work(), Clock.systemUTC(), new SplittableRandom(1), false),
        new DataSources(Map.of("ingot-image", new ImageData(registry)), installed(), read));
  }

  BuildOutcome bake(String... variables) throws InterruptedException {
    return bake(new Cancellation(), variables);
  }

  /** A bake that is to succeed; another outcome is told with its reasons. */
  BuildOutcome.Baked baked(String... variables) throws InterruptedException {
    BuildOutcome outcome = bake(variables);
    if (outcome instanceof BuildOutcome.Baked baked) {
      return baked;
    }
    throw new AssertionError("Not baked: " + outcome);
  }

  BuildOutcome bake(Cancellation cancellation, String... variables) throws InterruptedException {
    Diagnostics diagnostics = new Diagnostics();
    Optional<Bake.Result> result = run(diagnostics, cancellation, variables);
    if (result.isEmpty()) {
      throw new AssertionError(diagnostics.list());
    }
    return result.get().outcomes().getFirst();
  }

  /** What is wrong with the template. */
  List<Diagnostic> problems() {
    Diagnostics diagnostics = new Diagnostics();
    Template template =
        Template.load(work(), new VariableInputs(List.of(), Map.of()), surroundings(), diagnostics);
    if (!diagnostics.hasErrors()) {
      var _ =
          bake()
              .validate(
                  template,
                  BuildSelection.ALL,
                  "00000000-0000-4000-8000-000000000000",
                  diagnostics);
    }
    return diagnostics.list();
  }

  private Bake bake() {
    return new Bake(
        registry,
        StandardComponents.with(
            builders,
            Surroundings.of(environment, Clock.systemUTC(), new Random()),
            registry,
            journal,
            folder.resolve("cache")),
        installed(),
        new TiedPrograms(),
        journal,
        folder.resolve("cache"),
        Clock.systemUTC());
  }

  Optional<Bake.Result> run(Diagnostics diagnostics, Cancellation cancellation, String... variables)
      throws InterruptedException {
    List<VariableInputs.Assignment> assignments =
        List.of(variables).stream()
            .map(text -> text.split("=", 2))
            .<VariableInputs.Assignment>map(
                parts -> new VariableInputs.Assignment.Text(parts[0], parts[1]))
            .toList();
    Template template =
        Template.load(
            work(), new VariableInputs(assignments, Map.of()), surroundings(), diagnostics);
    if (diagnostics.hasErrors()) {
      return Optional.empty();
    }
    events.clear();
    return bake()
        .run(
            template,
            new Bake.Options(
                BuildSelection.ALL,
                "00000000-0000-4000-8000-000000000000",
                "tester@host",
                "tester@host:1",
                0,
                0,
                OnError.CLEANUP,
                force),
            diagnostics,
            event -> {
              events.add(event);
              watcher.accept(event);
            },
            cancellation);
  }

  @Override
  public void close() {
    registry.close();
    journal.close();
  }
}
