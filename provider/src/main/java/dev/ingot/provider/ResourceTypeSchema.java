package dev.ingot.provider;

import dev.ingot.lang.schema.Schema;
import java.util.Optional;

/**
 * What the objects of a resource type look like.
 *
 * @param block their attributes and blocks, and the version of their form in state
 * @param identity what identifies them in the system they live in
 */
public record ResourceTypeSchema(Schema block, Optional<IdentitySchema> identity) {
  /** A type without an identity. */
  public static ResourceTypeSchema of(Schema block) {
    return new ResourceTypeSchema(block, Optional.empty());
  }

  /** Rises when stored objects have to be upgraded. */
  public long version() {
    return block.version();
  }
}
