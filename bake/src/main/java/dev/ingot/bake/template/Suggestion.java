package dev.ingot.bake.template;

import dev.ingot.lang.eval.NearestName;
import java.util.Collection;

/** Says which name was probably meant. */
public final class Suggestion {
  private Suggestion() {}

  /** {@code Did you mean "x"?} with a leading space, or nothing. */
  public static String of(String written, Collection<String> known) {
    return NearestName.of(written, known).map(name -> " Did you mean \"" + name + "\"?").orElse("");
  }
}
