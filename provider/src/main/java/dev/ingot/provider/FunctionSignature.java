package dev.ingot.provider;

import dev.ingot.lang.value.Type;
import java.util.List;
import java.util.Optional;

/**
 * The signature of a provider's function.
 *
 * @param variadic the parameter for all further arguments
 * @param deprecation the deprecation message; empty if it isn't deprecated
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
   * @param allowNull whether null is passed to the function; otherwise it is an error
   * @param allowUnknown whether unknown is passed to the function; otherwise the result is unknown
   */
  public record Parameter(
      String name, Type type, boolean allowNull, boolean allowUnknown, String description) {}
}
