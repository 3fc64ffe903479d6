package dev.ingot.cli.up;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.Components;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.bake.run.Bake;
import dev.ingot.bake.template.BuildSelection;
import dev.ingot.bake.template.Template;
import dev.ingot.bake.template.TemplateBlocks;
import dev.ingot.bake.template.VariableInputs;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Home;
import dev.ingot.cli.SystemRandom;
import dev.ingot.cli.Terminal;
import dev.ingot.cli.Terminal.Style;
import dev.ingot.cli.view.BakeText;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Bakes the templates of a folder: {@code ingot build}, and the first stage of {@code ingot up}.
 */
public final class Baking {
  /**
   * The time stamp of everything baked, unless {@code SOURCE_DATE_EPOCH} says another: the first
   * that zip files can hold.
   */
  private static final long MODIFIED = 315_532_800;

  private final Home home;
  private final Registry registry;
  private final Components components;
  private final Terminal terminal;
  private final Map<String, String> environment;

  public Baking(
      Home home,
      Registry registry,
      Components components,
      Terminal terminal,
      Map<String, String> environment) {
    this.home = home;
    this.registry = registry;
    this.components = components;
    this.terminal = terminal;
    this.environment = environment;
  }

  /**
   * The names of the variables templates declare; what is wrong with the templates is reported when
   * they are loaded.
   */
  public Set<String> variables(Path templates) {
    TemplateBlocks blocks = Template.parse(templates, surroundings(templates), new Diagnostics());
    return blocks.variables().keySet();
  }

  private Template.Surroundings surroundings(Path templates) {
    Path folder =
        java.nio.file.Files.isDirectory(templates)
            ? templates
            : templates.toAbsolutePath().getParent();
    Path base = Optional.ofNullable(folder).orElse(templates);
    return new Template.Surroundings(
        base,
        FunctionTable.packer(),
        new Scope.Environment(
            base,
            Path.of(environment.getOrDefault("HOME", "/")),
            home.clock(),
            new SystemRandom(),
            false));
  }

  /** Checks templates without baking. */
  public boolean validate(Path templates, VariableInputs inputs, BuildSelection selection) {
    Diagnostics diagnostics = new Diagnostics();
    Template template = Template.load(templates, inputs, surroundings(templates), diagnostics);
    if (!diagnostics.hasErrors()) {
      bake().validate(template, selection, UUID.randomUUID().toString(), diagnostics);
    }
    Problems.print(terminal, diagnostics.list());
    return !diagnostics.hasErrors();
  }

  private Bake bake() {
    return new Bake(
        registry, components, new TiedPrograms(), home.folder().resolve("cache"), home.clock());
  }

  /**
   * Bakes.
   *
   * @return the version of each build
   */
  public List<Version> run(
      Path templates,
      VariableInputs inputs,
      BuildSelection selection,
      boolean force,
      Cancellation cancellation)
      throws StackFailure, InterruptedException {
    Diagnostics diagnostics = new Diagnostics();
    Template template = Template.load(templates, inputs, surroundings(templates), diagnostics);
    if (diagnostics.hasErrors()) {
      Problems.print(terminal, diagnostics.list());
      throw new StackFailure(ExitCode.ERROR, "The template has errors; nothing was baked.");
    }
    String actor = Home.actor(environment);
    Bake.Options options =
        new Bake.Options(
            selection,
            UUID.randomUUID().toString(),
            actor,
            actor + ":" + ProcessHandle.current().pid(),
            modified(environment),
            0,
            force);
    BakeText text = new BakeText(terminal);
    Optional<Bake.Result> result =
        bake()
            .run(
                template,
                options,
                diagnostics,
                (BakeEvent event) -> text.print(event),
                cancellation);
    Problems.print(terminal, diagnostics.list());
    if (result.isEmpty()) {
      throw new StackFailure(ExitCode.ERROR, "The template has errors; nothing was baked.");
    }
    List<Version> versions = new ArrayList<>();
    int exitCode = ExitCode.OK;
    for (BuildOutcome outcome : result.get().outcomes()) {
      switch (outcome) {
        case BuildOutcome.Unchanged unchanged -> versions.add(unchanged.version());
        case BuildOutcome.Baked baked -> versions.add(baked.version());
        // What an interrupt broke off fails in many ways, and each of them only says that.
        case BuildOutcome.Failed _ when cancellation.isCancelled() ->
            exitCode = ExitCode.INTERRUPTED;
        case BuildOutcome.Failed failed -> {
          Problems.print(terminal, failed.diagnostics());
          exitCode = ExitCode.ERROR;
        }
        case BuildOutcome.Cancelled _ -> exitCode = ExitCode.INTERRUPTED;
      }
    }
    if (exitCode != ExitCode.OK) {
      throw new StackFailure(
          exitCode,
          exitCode == ExitCode.INTERRUPTED
              ? "Interrupted. What was baked is kept; the same command goes on from there."
              : "The bake failed. Nothing that runs was touched.");
    }
    for (Version version : versions) {
      terminal.line(
          terminal.styled(Style.BOLD, version.reference())
              + version.image().map(digest -> "  " + digest).orElse(""));
    }
    return versions;
  }

  static long modified(Map<String, String> environment) {
    try {
      return Long.parseLong(environment.getOrDefault("SOURCE_DATE_EPOCH", Long.toString(MODIFIED)));
    } catch (NumberFormatException e) {
      return MODIFIED;
    }
  }
}
