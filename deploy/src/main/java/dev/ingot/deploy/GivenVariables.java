package dev.ingot.deploy;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import java.util.Map;

/**
 * What is known of the values given for the root module's variables, by the variables' names.
 *
 * @param places where files give them
 * @param misfits why some can't be values of their variables
 */
public record GivenVariables(Map<String, SourceRange> places, Map<String, Diagnostic> misfits) {
  /** Nothing is known. */
  public static final GivenVariables NONE = new GivenVariables(Map.of(), Map.of());

  public GivenVariables {
    places = Map.copyOf(places);
    misfits = Map.copyOf(misfits);
  }
}
