package dev.ingot.provider;

import dev.ingot.lang.value.Type;
import java.util.List;

/** What identifies an object of a resource type in the system it lives in. */
public record IdentitySchema(long version, List<Attribute> attributes) {
  public IdentitySchema {
    attributes = List.copyOf(attributes);
  }

  /**
   * One part of an identity.
   *
   * @param requiredForImport must be given to import an object
   * @param optionalForImport may be given to import an object
   */
  public record Attribute(
      String name,
      Type type,
      boolean requiredForImport,
      boolean optionalForImport,
      String description) {}
}
