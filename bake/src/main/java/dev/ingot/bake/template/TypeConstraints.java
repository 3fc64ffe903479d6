package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;

/** Converts values to what their places ask for. */
public final class TypeConstraints {
  private TypeConstraints() {}

  /** The value converted; unknown, with an error reported, where it can't be. */
  public static Value convert(
      Value value, TypeConstraint constraint, SourceRange place, Diagnostics diagnostics) {
    Conversion.Result result = Conversion.convert(value, constraint);
    result
        .problem()
        .ifPresent(
            problem ->
                diagnostics.error(
                    "Invalid value type", "This value is not suitable: " + problem + ".", place));
    return result.value();
  }
}
