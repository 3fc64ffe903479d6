package dev.ingot.provider;

import dev.ingot.lang.schema.Schema;
import java.util.Optional;

/**
 * The schema of a resource type.
 *
 * @param block their attributes and blocks, and the version of their form in state
 * @param identity their identity in the remote system
 */
public record ResourceTypeSchema(Schema block, Optional<IdentitySchema> identity) {
  /** A type without an identity. */
  public static ResourceTypeSchema of(Schema block) {
    return new ResourceTypeSchema(block, Optional.empty());
  }

  /** Increases when stored objects have to be upgraded. */
  public long version() {
    return block.version();
  }
}
