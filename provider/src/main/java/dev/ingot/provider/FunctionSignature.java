package dev.ingot.provider;

import dev.ingot.lang.value.Type;
import java.util.List;
import java.util.Optional;

/**
 * How a function of a provider is called.
 *
 * @param variadic takes all arguments after the others
 * @param deprecation why not to use it any more; empty if it isn't deprecated
 */
public record FunctionSignature(
    List<Parameter> parameters,
    Optional<Parameter> variadic,
    Type returnType,
    String summary,
    String description,
    String deprecation) {
  public FunctionSignature {
    parameters = List.copyOf(parameters);
  }

  /**
   * One parameter.
   *
   * @param allowNull null is given to the function; otherwise it is an error
   * @param allowUnknown unknown is given to the function; otherwise the result is unknown
   */
  public record Parameter(
      String name, Type type, boolean allowNull, boolean allowUnknown, String description) {}
}
