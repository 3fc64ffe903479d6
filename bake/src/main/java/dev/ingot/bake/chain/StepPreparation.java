package dev.ingot.bake.chain;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Components;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.template.ArgumentsReader;
import dev.ingot.bake.template.ComponentText;
import dev.ingot.bake.template.StepMeta;
import dev.ingot.bake.template.TemplateBlocks.Step;
import dev.ingot.bake.template.TemplateScope;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Evaluates and checks the provisioners and post-processors of one build.
 *
 * @param text fills in the templates in their arguments
 * @param scope the scope of their blocks
 * @param later the values that only the running machine has
 * @param names the names of builds in {@code only}, {@code except} and {@code override}
 * @param own receives problems
 * @param secrets collects secrets
 * @param open collects blocks that have an argument without a value
 */
record StepPreparation(
    Components components,
    BuildIdentity identity,
    ComponentText text,
    TemplateScope scope,
    Later later,
    Set<String> names,
    Diagnostics own,
    List<Value> secrets,
    List<SourceRange> open) {

  /**
   * What is known before the machine runs.
   *
   * @param values unknown where only the machine tells
   * @param scope without {@code build}
   */
  record Later(BuildValues values, TemplateScope scope) {}

  /** The same with the values of a running machine, or with unknown ones. */
  private StepPreparation with(SortedMap<String, Value> values) {
    TemplateScope inside = later.scope().with("build", values);
    return new StepPreparation(
        components,
        identity,
        new ComponentText(identity, values, inside),
        inside,
        later,
        names,
        new Diagnostics(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /** Whether arguments need values of the running machine. */
  private boolean isLate(Schema schema, Step step, Arguments given) {
    if (later.values().values().values().stream().allMatch(Value::isKnown)) {
      return false;
    }
    StepPreparation blank = with(later.values().values());
    Scope inside = step.iterators().in(blank.scope());
    SortedMap<String, Value> without =
        blank.raw(schema, step, StepMeta.read(step, inside, new Diagnostics()), inside).values();
    return given.values().entrySet().stream()
        .anyMatch(
            each ->
                later.values().isIn(each.getValue())
                    || BuildValues.isLate(
                        each.getValue(), without.getOrDefault(each.getKey(), each.getValue())));
  }

  /**
   * Where a component reports problems. An argument without a value (of a variable that was
   * reported, or a data source that wasn't read) is as one that isn't given, and what follows from
   * that is no problem of the template.
   */
  private Diagnostics problems(Arguments given) {
    if (given.values().values().stream().allMatch(Values::isWhollyKnown)) {
      return own;
    }
    open.add(given.block());
    return new Diagnostics();
  }

  /** Prepares a block again with values of a running machine. */
  private <T> Late<T> late(Function<StepPreparation, Optional<T>> prepare) {
    return values -> {
      StepPreparation now = with(later.values().with(values));
      Optional<T> prepared = prepare.apply(now);
      for (Diagnostic problem : now.own().list()) {
        if (problem.severity() == Severity.ERROR) {
          throw new StepException(problem.summary() + ": " + problem.detail());
        }
      }
      return prepared.orElseThrow(
          () -> new StepException("The arguments have no values while the build runs."));
    };
  }

  Optional<PreparedStep> step(Step step) {
    Provisioner provisioner = components.provisioners().get(step.type());
    if (provisioner == null) {
      UnknownComponent.report(
          "provisioner", step.type(), components.provisioners().keySet(), step.range(), own);
      return Optional.empty();
    }
    Scope inside = step.iterators().in(scope);
    StepMeta meta = StepMeta.read(step, inside, own);
    meta.checkNames(names, own);
    Optional<Arguments> arguments =
        meta.appliesTo(identity)
            ? arguments(provisioner.schema(), step, meta, inside)
            : Optional.empty();
    return arguments.map(
        given ->
            new PreparedStep(
                meta.label(step.type()),
                meta.settings(),
                configuration(step.type(), given),
                provisioner.prepare(given, identity, problems(given)),
                isLate(provisioner.schema(), step, given)
                    ? Optional.of(late(now -> now.step(step).map(PreparedStep::work)))
                    : Optional.empty(),
                step.range()));
  }

  PreparedUnit.PostChain postChain(List<Step> chain) {
    List<PreparedUnit.PostStep> steps = new ArrayList<>();
    InputHash hash = new InputHash("post-processors");
    for (Step step : chain) {
      PostProcessor processor = components.postProcessors().get(step.type());
      if (processor == null) {
        UnknownComponent.report(
            "post-processor", step.type(), components.postProcessors().keySet(), step.range(), own);
        continue;
      }
      Scope inside = step.iterators().in(scope);
      StepMeta meta = StepMeta.read(step, inside, own);
      meta.checkNames(names, own);
      if (meta.appliesTo(identity)) {
        arguments(processor.schema(), step, meta, inside)
            .ifPresent(
                given -> {
                  hash.key(configuration(step.type(), given));
                  steps.add(
                      new PreparedUnit.PostStep(
                          meta.label(step.type()),
                          processor.prepare(given, identity, problems(given)),
                          isLate(processor.schema(), step, given)
                              ? Optional.of(
                                  late(
                                      now ->
                                          now.postChain(List.of(step)).steps().stream()
                                              .findFirst()
                                              .map(PreparedUnit.PostStep::work)))
                              : Optional.empty(),
                          step.range()));
                });
      }
    }
    return new PreparedUnit.PostChain(steps, hash.key());
  }

  /** The arguments before the templates in them are filled in. */
  private Arguments raw(Schema schema, Step step, StepMeta meta, Scope inside) {
    Arguments given = ArgumentsReader.read(schema, step.body(), step.range(), inside, own);
    secrets.addAll(ArgumentsReader.secrets(schema, step.body(), inside));
    SortedMap<String, Value> replacements = meta.overrides(identity);
    if (!replacements.isEmpty()) {
      given =
          ArgumentsReader.override(
              schema, given, replacements, meta.overridePlace(step.range()), own);
    }
    return given;
  }

  private Optional<Arguments> arguments(Schema schema, Step step, StepMeta meta, Scope inside) {
    StepPreparation reader =
        new StepPreparation(
            components, identity, text, scope, later, names, new Diagnostics(), secrets, open);
    Arguments given = reader.raw(schema, step, meta, inside);
    Diagnostics reading = reader.own();
    if (!reading.hasErrors()) {
      given = text.fill(given, reading);
    }
    own.addAll(reading);
    return reading.hasErrors() ? Optional.empty() : Optional.of(given);
  }

  private static LayerKey configuration(String type, Arguments arguments) {
    InputHash hash = new InputHash("configuration").text(type);
    arguments
        .values()
        .forEach(
            (name, value) -> {
              // Arguments that aren't given are left out, so that a new argument doesn't change
              // existing keys.
              if (!value.isNull()) {
                hash.text(name).value(value);
              }
            });
    return hash.key();
  }
}
