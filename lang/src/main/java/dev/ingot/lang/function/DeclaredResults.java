package dev.ingot.lang.function;

import dev.ingot.lang.value.Type;
import java.util.Optional;

/**
 * The types that functions are said to return, where they are others than those they return: some
 * that depend on the arguments are told roughly, some that don't aren't told. Rules: the recorded
 * signatures of Terraform 1.11.4.
 */
final class DeclaredResults {
  private static final Type LIST = new Type.ListType(Type.DYNAMIC);
  private static final Type SET = new Type.SetType(Type.DYNAMIC);

  private DeclaredResults() {}

  static Optional<Type> of(String name) {
    return switch (name) {
      case "contains", "format", "formatlist", "index", "sum" -> Optional.of(Type.DYNAMIC);
      case "chunklist" -> Optional.of(new Type.ListType(LIST));
      case "distinct", "matchkeys", "regexall", "tolist" -> Optional.of(LIST);
      case "length", "tonumber" -> Optional.of(Type.NUMBER);
      case "setintersection", "setsubtract", "setunion", "toset" -> Optional.of(SET);
      case "tobool" -> Optional.of(Type.BOOL);
      case "tomap" -> Optional.of(new Type.MapType(Type.DYNAMIC));
      case "tostring" -> Optional.of(Type.STRING);
      default -> Optional.empty();
    };
  }
}
