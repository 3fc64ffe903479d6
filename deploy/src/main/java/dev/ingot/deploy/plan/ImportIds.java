package dev.ingot.deploy.plan;

import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.IdentitySchema;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Evaluates the ids and identities of import blocks. */
final class ImportIds {
  private static final String SUMMARY = "Invalid import id argument";

  private static final String IDENTITY = "Invalid import identity argument";

  private final World world;

  ImportIds(World world) {
    this.world = world;
  }

  /** The id for one element; empty after an error, and while checking where it isn't known yet. */
  Optional<String> id(ImportBlock block, RepetitionData repetition, Diagnostics diagnostics) {
    Expression expression = block.key();
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(expression, world.scope(world.root(), repetition), own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    Value plain = value.unmarked();
    if (plain.isNull()) {
      return wrong("The import ID cannot be null.", expression, diagnostics);
    }
    if (value.marks().ephemeral()) {
      return wrong(
          "The import ID value is ephemeral, so that it cannot be kept with the plan.",
          expression,
          diagnostics);
    }
    if (!plain.isKnown()) {
      return world.purpose() == World.Purpose.VALIDATE
          ? Optional.empty()
          : wrong(
              Phrase.of(
                  "The import block \"id\" argument depends on resource attributes that cannot be"
                      + " determined until apply, so Ingot cannot plan to import this resource."),
              expression,
              diagnostics);
    }
    Conversion.Result converted = Conversion.convert(plain, TypeConstraint.of(Type.STRING));
    if (converted.problem().isPresent()) {
      diagnostics.error(
          "Incorrect value type", "Invalid expression value: string required.", expression.range());
      return Optional.empty();
    }
    Optional<String> text = Values.text(converted.value());
    return text.isPresent() && text.get().isEmpty()
        ? wrong(
            "The import ID value evaluates to an empty string, please provide a non-empty value.",
            expression,
            diagnostics)
        : text;
  }

  /** Checks the id or identity for one element, as far as that can be done without a provider. */
  void check(ImportBlock block, RepetitionData repetition, Diagnostics diagnostics) {
    if (!block.identity()) {
      id(block, repetition, diagnostics);
      return;
    }
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(block.key(), world.scope(world.root(), repetition), own);
    diagnostics.addAll(own);
    if (!own.hasErrors() && value.isNull()) {
      refused("The import identity cannot be null.", block, diagnostics);
    }
  }

  /**
   * The identity for one element, in the form that its type has; empty after an error.
   *
   * @param type the type of the resource
   */
  Optional<Value> identity(
      ImportBlock block, RepetitionData repetition, ResourceType type, Diagnostics diagnostics) {
    Optional<IdentitySchema> schema = type.schema().identity();
    if (schema.isEmpty()) {
      return refused(
          "The provider gives resources of type \"" + type.name() + "\" no identity. Use \"id\".",
          block,
          diagnostics);
    }
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(block.key(), world.scope(world.root(), repetition), own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    Values.Unmarked plain = Values.unmarkDeep(value);
    for (Values.PathMarks marks : plain.marks()) {
      if (marks.marks().sensitive() || marks.marks().ephemeral()) {
        return refused(
            "The import identity cannot be "
                + (marks.marks().sensitive() ? "sensitive." : "ephemeral."),
            block,
            diagnostics);
      }
    }
    if (plain.value().isNull()) {
      return refused("The import identity cannot be null.", block, diagnostics);
    }
    if (!Values.isWhollyKnown(plain.value())) {
      diagnostics.error(
          IDENTITY,
          Phrase.of(
              "The import block \"identity\" argument depends on resource attributes that cannot be"
                  + " determined until apply, so Ingot cannot plan to import this resource."),
          block.key().range());
      return Optional.empty();
    }
    return plain.value() instanceof Value.ObjectValue(Map<String, Value> given)
        ? whole(given, schema.get(), block, diagnostics)
        : refused("An object is required.", block, diagnostics);
  }

  private static Optional<Value> whole(
      Map<String, Value> given, IdentitySchema schema, ImportBlock block, Diagnostics diagnostics) {
    TreeMap<String, Value> identity = new TreeMap<>(Value.KEY_ORDER);
    Set<String> unknown = new TreeSet<>(given.keySet());
    for (IdentitySchema.Attribute attribute : schema.attributes()) {
      unknown.remove(attribute.name());
      Value value = given.getOrDefault(attribute.name(), Value.nullOf(attribute.type()));
      if (value.isNull() && attribute.requiredForImport()) {
        return refused(
            "The attribute \"" + attribute.name() + "\" is required.", block, diagnostics);
      }
      Conversion.Result converted = Conversion.convert(value, attribute.type());
      if (converted.problem().isPresent()) {
        return refused(
            "The attribute \"" + attribute.name() + "\": " + converted.problem().get() + ".",
            block,
            diagnostics);
      }
      identity.put(attribute.name(), converted.value());
    }
    return unknown.isEmpty()
        ? Optional.of(new Value.ObjectValue(identity))
        : refused(
            "The identity has no attribute \"" + unknown.iterator().next() + "\".",
            block,
            diagnostics);
  }

  private static <T> Optional<T> refused(String why, ImportBlock block, Diagnostics diagnostics) {
    diagnostics.error(IDENTITY, why, block.key().range());
    return Optional.empty();
  }

  private static Optional<String> wrong(String what, Expression id, Diagnostics diagnostics) {
    return wrong(Phrase.quoted(what), id, diagnostics);
  }

  private static Optional<String> wrong(Phrase what, Expression id, Diagnostics diagnostics) {
    diagnostics.error(SUMMARY, what, id.range());
    return Optional.empty();
  }
}
