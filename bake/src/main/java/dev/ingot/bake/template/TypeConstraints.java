package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;

/** Converts values to the required types. */
public final class TypeConstraints {
  private TypeConstraints() {}

  /** The converted value; unknown, with an error reported, if that is impossible. */
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
