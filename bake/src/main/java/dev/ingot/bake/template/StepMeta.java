package dev.ingot.bake.template;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Secrets;
import dev.ingot.bake.template.TemplateBlocks.Step;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The arguments common to all provisioner and post-processor blocks. */
public final class StepMeta {
  private final Optional<String> name;
  private final Settings settings;
  private final List<String> only;
  private final List<String> except;
  private final SortedMap<String, Value> overrides;
  private final Optional<SourceRange> overridePlace;
  private final Map<String, SourceRange> places;
  private final SourceRange block;

  private StepMeta(
      Optional<String> name,
      Settings settings,
      List<String> only,
      List<String> except,
      SortedMap<String, Value> overrides,
      Optional<SourceRange> overridePlace,
      Step step) {
    this.places = new LinkedHashMap<>();
    step.meta()
        .forEach((argument, attribute) -> places.put(argument, attribute.expression().range()));
    this.block = step.range();
    this.name = name;
    this.settings = settings;
    this.only = only;
    this.except = except;
    this.overrides = overrides;
    this.overridePlace = overridePlace;
  }

  /**
   * The settings common to all provisioners.
   *
   * @param pauseBefore how long to wait before it runs
   * @param maxRetries the number of retries after a failure
   * @param timeout the time limit of one attempt
   * @param continueOnError whether its failure is only a warning
   */
  public record Settings(
      Duration pauseBefore, long maxRetries, Optional<Duration> timeout, boolean continueOnError) {}

  /** Evaluates them. */
  public static StepMeta read(Step step, Scope scope, Diagnostics diagnostics) {
    Reader reader = new Reader(step, scope, diagnostics);
    SortedMap<String, Value> overrides = new TreeMap<>(Value.KEY_ORDER);
    Optional<Value> override = reader.value("override", Type.DYNAMIC);
    if (override.isPresent()) {
      switch (override.get().unmarked()) {
        case Value.ObjectValue(SortedMap<String, Value> attributes) -> overrides.putAll(attributes);
        case Value.MapValue(var type, SortedMap<String, Value> entries) ->
            overrides.putAll(entries);
        default ->
            diagnostics.error(
                "Invalid override",
                "override takes arguments by the name of a source: override = { NAME = { ... } }.",
                reader.place("override"));
      }
    }
    return new StepMeta(
        reader.shown("name"),
        new Settings(
            reader.duration("pause_before").orElse(Duration.ZERO),
            Math.max(0, reader.number("max_retries")),
            reader.duration("timeout").filter(timeout -> !timeout.isZero()),
            reader.flag("continue_on_error")),
        reader.texts("only"),
        reader.texts("except"),
        overrides,
        override.isPresent() ? Optional.of(reader.place("override")) : Optional.empty(),
        step);
  }

  /** The block's name in messages. */
  public String label(String type) {
    return name.map(given -> type + " \"" + given + "\"").orElse(type);
  }

  /** The settings common to all provisioners. */
  public Settings settings() {
    return settings;
  }

  /** Whether {@code only} and {@code except} allow it in the build. */
  public boolean appliesTo(BuildIdentity build) {
    return (only.isEmpty() || names(only, build)) && !names(except, build);
  }

  /** Warns about names that match no build and so have no effect. */
  public void checkNames(Set<String> known, Diagnostics diagnostics) {
    check("only", only, known, diagnostics);
    check("except", except, known, diagnostics);
    check("override", List.copyOf(overrides.keySet()), known, diagnostics);
  }

  private void check(
      String argument, List<String> names, Set<String> known, Diagnostics diagnostics) {
    for (String name : names) {
      if (!known.contains(name)) {
        diagnostics.add(
            Diagnostic.warning(
                "Unknown build name",
                argument
                    + " names \""
                    + name
                    + "\", but this template has no build of that name."
                    + Suggestion.hint(name, known)
                    + " Builds are named TYPE.NAME.",
                places.getOrDefault(argument, block)));
      }
    }
  }

  /** The overridden arguments for a build. */
  public SortedMap<String, Value> overrides(BuildIdentity build) {
    for (String key : List.of(build.sourceName(), build.source(), build.name())) {
      Value value = overrides.get(key);
      if (value != null
          && value.unmarked() instanceof Value.ObjectValue(SortedMap<String, Value> given)) {
        return given;
      }
    }
    return Collections.emptySortedMap();
  }

  /** The place of {@code override}. */
  public SourceRange overridePlace(SourceRange block) {
    return overridePlace.orElse(block);
  }

  private static boolean names(List<String> list, BuildIdentity build) {
    return list.contains(build.source()) || list.contains(build.name());
  }

  private record Reader(Step step, Scope scope, Diagnostics diagnostics) {
    SourceRange place(String name) {
      Attribute attribute = step.meta().get(name);
      return attribute == null ? step.range() : attribute.expression().range();
    }

    Optional<Value> value(String name, Type type) {
      Attribute attribute = step.meta().get(name);
      if (attribute == null) {
        return Optional.empty();
      }
      Value value =
          TypeConstraints.convert(
              Evaluator.evaluate(attribute.expression(), scope, diagnostics),
              TypeConstraint.of(type),
              attribute.expression().range(),
              diagnostics);
      return Optional.of(value.unmarked()).filter(v -> v.isKnown() && !v.isNull());
    }

    /** A text for display, or nothing if it is sensitive. */
    Optional<String> shown(String name) {
      Attribute attribute = step.meta().get(name);
      boolean sensitive =
          attribute != null
              && Evaluator.evaluate(attribute.expression(), scope, new Diagnostics())
                  .marks()
                  .sensitive();
      return sensitive ? Optional.of(Secrets.SHOWN) : text(name);
    }

    Optional<String> text(String name) {
      return value(name, Type.STRING)
          .flatMap(
              value ->
                  value instanceof Value.StringValue(String text)
                      ? Optional.of(text)
                      : Optional.empty());
    }

    Optional<Duration> duration(String name) {
      return text(name).flatMap(text -> Arguments.duration(name, text, place(name), diagnostics));
    }

    long number(String name) {
      return value(name, Type.NUMBER).orElse(Value.of(false)) instanceof Value.NumberValue number
          ? number.number().asLong().orElse(0)
          : 0;
    }

    boolean flag(String name) {
      return value(name, Type.BOOL).orElse(Value.of(false))
              instanceof Value.BoolValue(boolean truth)
          && truth;
    }

    List<String> texts(String name) {
      return value(name, new Type.ListType(Type.STRING)).orElse(Value.of(false))
              instanceof Value.ListValue(var type, List<Value> elements)
          ? elements.stream()
              .flatMap(
                  element ->
                      element.unmarked() instanceof Value.StringValue(String text)
                          ? Optional.of(text).stream()
                          : java.util.stream.Stream.empty())
              .toList()
          : List.of();
    }
  }
}
