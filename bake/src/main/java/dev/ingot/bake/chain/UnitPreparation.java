package dev.ingot.bake.chain;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.Components;
import dev.ingot.bake.Secrets;
import dev.ingot.bake.Source;
import dev.ingot.bake.template.ArgumentsReader;
import dev.ingot.bake.template.BuildUnit;
import dev.ingot.bake.template.ComponentText;
import dev.ingot.bake.template.TemplateBlocks.Step;
import dev.ingot.bake.template.TemplateScope;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluates and checks a whole build before anything runs. */
public final class UnitPreparation {
  private final Components components;
  private final String runId;
  private final Set<String> names;
  private final Diagnostics diagnostics;

  /**
   * @param runId the id of this run, {@code build.PackerRunUUID}
   * @param names the names of the template's builds
   */
  public UnitPreparation(
      Components components, String runId, Set<String> names, Diagnostics diagnostics) {
    this.components = components;
    this.runId = runId;
    this.names = Set.copyOf(names);
    this.diagnostics = diagnostics;
  }

  /** The build ready to run; empty when an error was reported. */
  public Optional<PreparedUnit> prepare(BuildUnit unit) {
    Diagnostics own = new Diagnostics();
    Optional<PreparedUnit> prepared = prepare(unit, own);
    // Problems shared by several builds are reported once.
    own.list().stream()
        .filter(found -> !diagnostics.list().contains(found))
        .forEach(diagnostics::add);
    return own.hasErrors() ? Optional.empty() : prepared;
  }

  private Optional<PreparedUnit> prepare(BuildUnit unit, Diagnostics own) {
    BuildIdentity identity = unit.identity();
    List<Value> secrets = new ArrayList<>();
    List<SourceRange> open = new ArrayList<>();
    // The later blocks are checked even if the source is invalid, to report every problem at once.
    Optional<Source> source = source(unit, own, secrets, open);
    BuildValues values =
        BuildValues.of(identity, runId, source.map(Source::generated).orElse(Map.of()));
    boolean known = components.builders().containsKey(identity.sourceType());
    TemplateScope scope =
        known
            ? unit.scope().with("build", values.placeholders())
            : unit.scope().withUnknown("build");
    StepPreparation preparation =
        new StepPreparation(
            components,
            identity,
            new ComponentText(identity, values.placeholders(), scope),
            scope,
            new StepPreparation.Later(values, unit.scope()),
            names,
            own,
            secrets,
            open);
    List<PreparedStep> steps = new ArrayList<>();
    for (Step step : unit.build().provisioners()) {
      preparation.step(step).ifPresent(steps::add);
    }
    if (!steps.isEmpty() && !source.map(Source::runsProvisioners).orElse(true)) {
      own.add(
          Diagnostic.warning(
              "Provisioners are not run",
              "Sources of type \""
                  + identity.sourceType()
                  + "\" have no machine, so the provisioners of this build are left out.",
              unit.source().range()));
      steps.clear();
    }
    Optional<PreparedStep> cleanup = unit.build().errorCleanup().flatMap(preparation::step);
    List<PreparedUnit.PostChain> chains =
        unit.build().postProcessors().stream().map(preparation::postChain).toList();
    return source.map(
        prepared ->
            new PreparedUnit(
                identity,
                prepared,
                new DestinationReader(scope, own).read(unit, prepared),
                steps,
                cleanup,
                chains.stream().filter(chain -> !chain.steps().isEmpty()).toList(),
                Secrets.of(secrets),
                open.isEmpty(),
                unit.source().range()));
  }

  private Optional<Source> source(
      BuildUnit unit, Diagnostics own, List<Value> secrets, List<SourceRange> open) {
    BuildIdentity identity = unit.identity();
    Builder builder = components.builders().get(identity.sourceType());
    if (builder == null) {
      UnknownComponent.report(
          "builder",
          identity.sourceType(),
          components.builders().keySet(),
          unit.source().range(),
          own);
      return Optional.empty();
    }
    Scope scope = unit.use().iterators().in(unit.scope());
    Arguments arguments =
        ArgumentsReader.read(
            builder.schema(),
            unit.source().body(),
            unit.use().additions(),
            unit.source().range(),
            scope,
            own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    secrets.addAll(ArgumentsReader.secrets(builder.schema(), unit.source().body(), scope));
    Arguments filled =
        new ComponentText(identity, BuildValues.of(identity, runId, Map.of()).placeholders(), scope)
            .fill(arguments, own);
    // As in steps: what follows from an argument without a value is no problem of the template.
    boolean known = filled.values().values().stream().allMatch(Values::isWhollyKnown);
    if (!known) {
      open.add(filled.block());
    }
    return Optional.of(builder.prepare(filled, identity, known ? own : new Diagnostics()));
  }
}
