package dev.ingot.provider;

import dev.ingot.lang.value.Type;
import java.util.List;

/** The identity of a resource type's objects in their remote system. */
public record IdentitySchema(long version, List<Attribute> attributes) {
  public IdentitySchema {
    attributes = List.copyOf(attributes);
  }

  /**
   * One part of an identity.
   *
   * @param requiredForImport whether it is required to import an object
   * @param optionalForImport whether it is optional to import an object
   */
  public record Attribute(
      String name,
      Type type,
      boolean requiredForImport,
      boolean optionalForImport,
      String description) {}
}
