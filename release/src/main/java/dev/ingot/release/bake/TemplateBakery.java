package dev.ingot.release.bake;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.run.Bake;
import dev.ingot.bake.template.DataSources;
import dev.ingot.bake.template.Template;
import dev.ingot.bake.template.TemplateBlocks;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.registry.catalog.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Bakes Packer templates. */
public final class TemplateBakery implements Bakery {
  /**
   * The time stamp of everything baked, unless {@code SOURCE_DATE_EPOCH} says another: the first
   * that zip files can hold. In seconds since 1970.
   */
  private static final long MODIFIED = 315_532_800;

  private final Bake bake;
  private final String actor;
  private final Map<String, String> environment;
  private final RandomGenerator random;

  /**
   * @param bake the registry and the components that templates can use
   * @param actor who bakes, as {@code user@host}
   * @param environment the environment variables of this process
   */
  public TemplateBakery(
      Bake bake, String actor, Map<String, String> environment, RandomGenerator random) {
    this.bake = bake;
    this.actor = actor;
    this.environment = Map.copyOf(environment);
    this.random = random;
  }

  private Template.Surroundings surroundings(Path templates, Path workingFolder, boolean read) {
    Path absolute = workingFolder.toAbsolutePath().resolve(templates).normalize();
    Path folder = Files.isDirectory(absolute) ? absolute : absolute.getParent();
    return new Template.Surroundings(
        workingFolder.toAbsolutePath().normalize(),
        FunctionTable.packer(),
        new Scope.Environment(
            Optional.ofNullable(folder).orElse(absolute),
            Path.of(environment.getOrDefault("HOME", "/")),
            bake.clock(),
            random,
            false),
        new DataSources(bake.components().dataSources(), bake.plugins(), read));
  }

  private Template.Surroundings surroundings(Request request, boolean read) {
    return surroundings(request.templates(), request.workingFolder(), read);
  }

  @Override
  public List<Diagnostic> validate(Request request, Depth depth) {
    Diagnostics diagnostics = new Diagnostics();
    if (depth == Depth.SYNTAX) {
      TemplateBlocks _ = parse(request, diagnostics);
      return diagnostics.list();
    }
    Template template =
        Template.load(
            request.templates(),
            request.inputs(),
            surroundings(request, depth == Depth.DATA),
            diagnostics);
    if (!template.builds().isEmpty()) {
      bake.validate(template, request.selection(), UUID.randomUUID().toString(), diagnostics);
    }
    return diagnostics.list();
  }

  @Override
  public TemplateBlocks parse(Request request, Diagnostics diagnostics) {
    return Template.parse(request.templates(), surroundings(request, false), diagnostics);
  }

  @Override
  public Template load(Request request, Diagnostics diagnostics) {
    return Template.load(
        request.templates(), request.inputs(), surroundings(request, false), diagnostics);
  }

  @Override
  public List<Diagnostic> needs(Request request) {
    Diagnostics diagnostics = new Diagnostics();
    TemplateBlocks blocks = parse(request, diagnostics);
    Template.checkVersion(blocks, diagnostics);
    return diagnostics.list();
  }

  @Override
  public Result bake(Request request, BakeEvent.Observer observer, Cancellation cancellation)
      throws InterruptedException {
    Diagnostics diagnostics = new Diagnostics();
    Template template;
    try (Cancellation.Registration _ = cancellation.interruptCaller()) {
      template =
          Template.load(
              request.templates(), request.inputs(), surroundings(request, true), diagnostics);
    }
    if (cancellation.isCancelled()) {
      return new Result(List.of(), new End.Cancelled());
    }
    if (diagnostics.hasErrors()) {
      return new Result(diagnostics.list(), new End.Invalid());
    }
    Optional<Bake.Result> result =
        bake.run(template, options(request), diagnostics, observer, cancellation);
    List<Diagnostic> all = new ArrayList<>(diagnostics.list());
    if (result.isEmpty()) {
      // A check that was interrupted fails in many ways, none of which says more than that.
      return cancellation.isCancelled()
          ? new Result(List.of(), new End.Cancelled())
          : new Result(all, new End.Invalid());
    }
    List<Version> versions = new ArrayList<>();
    boolean failed = false;
    boolean cancelled = false;
    for (BuildOutcome outcome : result.get().outcomes()) {
      switch (outcome) {
        case BuildOutcome.Unchanged unchanged -> versions.add(unchanged.version());
        case BuildOutcome.Baked baked -> versions.add(baked.version());
        // An interrupted build fails in many ways, none of which says more than that.
        case BuildOutcome.Provisioned _ -> {}
        case BuildOutcome.Failed _ when cancellation.isCancelled() -> cancelled = true;
        case BuildOutcome.Failed broken -> {
          all.addAll(broken.diagnostics());
          failed = true;
        }
        case BuildOutcome.Cancelled _ -> cancelled = true;
      }
    }
    return new Result(
        all, failed ? new End.Failed() : cancelled ? new End.Cancelled() : new End.Baked(versions));
  }

  private Bake.Options options(Request request) {
    return new Bake.Options(
        request.selection(),
        UUID.randomUUID().toString(),
        actor,
        actor + ":" + ProcessHandle.current().pid(),
        modified(environment),
        request.parallel(),
        request.onError(),
        request.force());
  }

  /** The time stamp of everything baked, in seconds since 1970. */
  public static long modified(Map<String, String> environment) {
    try {
      return Long.parseLong(environment.getOrDefault("SOURCE_DATE_EPOCH", Long.toString(MODIFIED)));
    } catch (NumberFormatException e) {
      return MODIFIED;
    }
  }
}
