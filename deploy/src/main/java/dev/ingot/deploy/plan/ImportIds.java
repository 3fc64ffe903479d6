package dev.ingot.deploy.plan;

import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Optional;

/** Evaluates the ids of import blocks. */
final class ImportIds {
  private static final String SUMMARY = "Invalid import id argument";

  private final World world;

  ImportIds(World world) {
    this.world = world;
  }

  /** The id for one element; empty after an error, and while checking where it isn't known yet. */
  Optional<String> id(ImportBlock block, RepetitionData repetition, Diagnostics diagnostics) {
    Expression expression = block.id();
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

  private static Optional<String> wrong(String what, Expression id, Diagnostics diagnostics) {
    return wrong(Phrase.quoted(what), id, diagnostics);
  }

  private static Optional<String> wrong(Phrase what, Expression id, Diagnostics diagnostics) {
    diagnostics.error(SUMMARY, what, id.range());
    return Optional.empty();
  }
}
