package dev.ingot.bake.chain;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.Components;
import dev.ingot.bake.ImageDestination;
import dev.ingot.bake.PostProcessor;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.Source;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.template.ArgumentsReader;
import dev.ingot.bake.template.BuildUnit;
import dev.ingot.bake.template.StepMeta;
import dev.ingot.bake.template.TemplateBlocks.BucketBlock;
import dev.ingot.bake.template.TemplateBlocks.Step;
import dev.ingot.bake.template.TemplateScope;
import dev.ingot.bake.template.TypeConstraints;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Evaluates and checks everything of a build before anything runs. */
public final class UnitPreparation {
  private final Components components;
  private final String runId;
  private final Diagnostics diagnostics;

  /**
   * @param runId the id of this run, {@code build.PackerRunUUID}
   */
  public UnitPreparation(Components components, String runId, Diagnostics diagnostics) {
    this.components = components;
    this.runId = runId;
    this.diagnostics = diagnostics;
  }

  /** The build ready to run; empty when an error was reported. */
  public Optional<PreparedUnit> prepare(BuildUnit unit) {
    Diagnostics own = new Diagnostics();
    Optional<PreparedUnit> prepared = prepare(unit, own);
    // What two builds have in common is told once.
    own.list().stream()
        .filter(found -> !diagnostics.list().contains(found))
        .forEach(diagnostics::add);
    return own.hasErrors() ? Optional.empty() : prepared;
  }

  private Optional<PreparedUnit> prepare(BuildUnit unit, Diagnostics own) {
    BuildIdentity identity = unit.identity();
    Builder builder = components.builders().get(identity.sourceType());
    if (builder == null) {
      unknown(
          "builder",
          "source",
          identity.sourceType(),
          components.builders().keySet(),
          unit.source().range(),
          own);
      return Optional.empty();
    }
    Arguments arguments =
        ArgumentsReader.read(
            builder.schema(),
            unit.source().body(),
            unit.use().additions(),
            unit.source().range(),
            unit.scope(),
            own);
    // What comes after is checked also when the source is wrong, so that all is told at once.
    Optional<Source> prepared =
        own.hasErrors() ? Optional.empty() : Optional.of(builder.prepare(arguments, identity, own));
    TemplateScope scope =
        unit.scope()
            .with("build", buildValues(identity, prepared.map(Source::generated).orElse(Map.of())));
    List<PreparedStep> steps = new ArrayList<>();
    for (Step step : unit.build().provisioners()) {
      step(step, identity, scope, own).ifPresent(steps::add);
    }
    Optional<PreparedStep> cleanup =
        unit.build().errorCleanup().flatMap(step -> step(step, identity, scope, own));
    List<PreparedUnit.PostChain> chains = new ArrayList<>();
    for (List<Step> chain : unit.build().postProcessors()) {
      chains.add(postChain(chain, identity, scope, own));
    }
    if (prepared.isEmpty()) {
      return Optional.empty();
    }
    Source source = prepared.get();
    Optional<BucketBlock> bucket = unit.build().bucket();
    return Optional.of(
        new PreparedUnit(
            identity,
            source,
            new ImageDestination(
                bucket
                    .flatMap(BucketBlock::name)
                    .flatMap(e -> text(e, scope, own))
                    .orElse(source.bucket()),
                bucket
                    .flatMap(BucketBlock::description)
                    .or(unit.build()::description)
                    .flatMap(e -> text(e, scope, own))
                    .orElse(""),
                bucket
                    .map(block -> labels(block, scope, own))
                    .orElse(Collections.emptySortedMap())),
            steps,
            cleanup,
            chains.stream().filter(chain -> !chain.steps().isEmpty()).toList(),
            unit.source().range()));
  }

  private Map<String, Value> buildValues(BuildIdentity identity, Map<String, Value> generated) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("name", Value.of(identity.sourceName()));
    values.put("ID", Value.of(identity.name()));
    values.put("PackerRunUUID", Value.of(runId));
    for (String absent :
        List.of(
            "Host",
            "Port",
            "User",
            "Password",
            "ConnType",
            "PackerHTTPIP",
            "PackerHTTPPort",
            "PackerHTTPAddr",
            "SSHPublicKey",
            "SSHPrivateKey",
            "WinRMPassword")) {
      values.put(absent, Value.of(""));
    }
    values.putAll(generated);
    return values;
  }

  private Optional<PreparedStep> step(
      Step step, BuildIdentity identity, TemplateScope scope, Diagnostics own) {
    Provisioner provisioner = components.provisioners().get(step.type());
    if (provisioner == null) {
      unknown(
          "provisioner",
          "provisioner",
          step.type(),
          components.provisioners().keySet(),
          step.range(),
          own);
      return Optional.empty();
    }
    StepMeta meta = StepMeta.read(step, scope, own);
    Optional<Arguments> arguments =
        meta.appliesTo(identity)
            ? arguments(provisioner.schema(), step, meta, identity, scope, own)
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

  private PreparedUnit.PostChain postChain(
      List<Step> chain, BuildIdentity identity, TemplateScope scope, Diagnostics own) {
    List<PreparedUnit.PostStep> steps = new ArrayList<>();
    InputHash hash = new InputHash("post-processors");
    for (Step step : chain) {
      PostProcessor processor = components.postProcessors().get(step.type());
      if (processor == null) {
        unknown(
            "post-processor",
            "post-processor",
            step.type(),
            components.postProcessors().keySet(),
            step.range(),
            own);
        continue;
      }
      StepMeta meta = StepMeta.read(step, scope, own);
      if (meta.appliesTo(identity)) {
        arguments(processor.schema(), step, meta, identity, scope, own)
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

  private static Optional<Arguments> arguments(
      Schema schema,
      Step step,
      StepMeta meta,
      BuildIdentity identity,
      TemplateScope scope,
      Diagnostics own) {
    Diagnostics reading = new Diagnostics();
    Arguments given = ArgumentsReader.read(schema, step.body(), step.range(), scope, reading);
    SortedMap<String, Value> replacements = meta.overrides(identity);
    if (!replacements.isEmpty()) {
      given =
          ArgumentsReader.override(
              schema, given, replacements, meta.overridePlace(step.range()), reading);
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
              // What isn't given doesn't count, so that a new argument keeps the keys there are.
              if (!value.isNull()) {
                hash.text(name).value(value);
              }
            });
    return hash.key();
  }

  private static SortedMap<String, String> labels(
      BucketBlock block, TemplateScope scope, Diagnostics own) {
    SortedMap<String, String> labels = new TreeMap<>(Value.KEY_ORDER);
    block.bucketLabels().ifPresent(e -> labels.putAll(textMap(e, scope, own)));
    block.buildLabels().ifPresent(e -> labels.putAll(textMap(e, scope, own)));
    return labels;
  }

  private static SortedMap<String, String> textMap(
      Expression expression, TemplateScope scope, Diagnostics own) {
    Value value =
        TypeConstraints.convert(
            Evaluator.evaluate(expression, scope, own),
            TypeConstraint.of(new Type.MapType(Type.STRING)),
            expression.range(),
            own);
    SortedMap<String, String> texts = new TreeMap<>(Value.KEY_ORDER);
    if (value.unmarked() instanceof Value.MapValue(var type, SortedMap<String, Value> entries)) {
      entries.forEach(
          (key, each) -> {
            if (each.unmarked() instanceof Value.StringValue(String text)) {
              texts.put(key, text);
            }
          });
    }
    return texts;
  }

  private static Optional<String> text(
      Expression expression, TemplateScope scope, Diagnostics own) {
    Value value =
        TypeConstraints.convert(
            Evaluator.evaluate(expression, scope, own),
            TypeConstraint.of(Type.STRING),
            expression.range(),
            own);
    return value.unmarked() instanceof Value.StringValue(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static void unknown(
      String kind,
      String block,
      String type,
      java.util.Collection<String> known,
      SourceRange place,
      Diagnostics own) {
    own.error(
        "Unknown " + kind,
        "There is no "
            + kind
            + " \""
            + type
            + "\"."
            + Suggestion.hint(type, known)
            + " A "
            + block
            + " can be one of: "
            + String.join(", ", known)
            + ". Plugins of Packer can't be run yet.",
        place);
  }
}
