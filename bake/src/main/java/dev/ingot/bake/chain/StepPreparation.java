package dev.ingot.bake.chain;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Components;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.template.ArgumentsReader;
import dev.ingot.bake.template.ComponentText;
import dev.ingot.bake.template.StepMeta;
import dev.ingot.bake.template.TemplateBlocks.Step;
import dev.ingot.bake.template.TemplateScope;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Evaluates and checks the provisioners and post-processors of one build.
 *
 * @param text fills in the templates in their arguments
 * @param scope the scope of their blocks
 * @param names the names of builds in {@code only}, {@code except} and {@code override}
 * @param own receives problems
 * @param secrets collects secrets
 */
record StepPreparation(
    Components components,
    BuildIdentity identity,
    ComponentText text,
    TemplateScope scope,
    Set<String> names,
    Diagnostics own,
    List<Value> secrets) {

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
                provisioner.prepare(given, identity, own),
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
                          processor.prepare(given, identity, own),
                          step.range()));
                });
      }
    }
    return new PreparedUnit.PostChain(steps, hash.key());
  }

  private Optional<Arguments> arguments(Schema schema, Step step, StepMeta meta, Scope inside) {
    Diagnostics reading = new Diagnostics();
    Arguments given = ArgumentsReader.read(schema, step.body(), step.range(), inside, reading);
    secrets.addAll(ArgumentsReader.secrets(schema, step.body(), inside));
    SortedMap<String, Value> replacements = meta.overrides(identity);
    if (!replacements.isEmpty()) {
      given =
          ArgumentsReader.override(
              schema, given, replacements, meta.overridePlace(step.range()), reading);
    }
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
