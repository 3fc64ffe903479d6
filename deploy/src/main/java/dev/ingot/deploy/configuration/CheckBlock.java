package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import java.util.List;
import java.util.Optional;

/**
 * A {@code check} block.
 *
 * @param data its own data source, which is also among the module's resources
 * @param declaration the block's header
 */
public record CheckBlock(
    String name,
    Optional<ResourceConfiguration> data,
    List<Condition> assertions,
    SourceRange declaration) {
  public CheckBlock {
    assertions = List.copyOf(assertions);
  }
}
