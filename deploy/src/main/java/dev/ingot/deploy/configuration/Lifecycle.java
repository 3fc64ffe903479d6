package dev.ingot.deploy.configuration;

import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Optional;

/**
 * The {@code lifecycle} block of a resource.
 *
 * @param enabled whether there is an instance, if that depends on a value
 * @param createBeforeDestroy empty if not set: then it may be inherited from dependents
 * @param ignoreAll {@code ignore_changes = all}
 * @param ignoreChanges paths from the resource's root; the traversal's root is an attribute
 * @param replaceTriggeredBy references whose change replaces this resource
 */
public record Lifecycle(
    Optional<Enabled> enabled,
    Optional<Boolean> createBeforeDestroy,
    boolean preventDestroy,
    boolean ignoreAll,
    List<Traversal> ignoreChanges,
    List<Expression> replaceTriggeredBy,
    List<Condition> preconditions,
    List<Condition> postconditions) {
  /** The settings without the block. */
  public static final Lifecycle NONE =
      new Lifecycle(
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          List.of(),
          List.of(),
          List.of(),
          List.of());

  public Lifecycle {
    ignoreChanges = List.copyOf(ignoreChanges);
    replaceTriggeredBy = List.copyOf(replaceTriggeredBy);
    preconditions = List.copyOf(preconditions);
    postconditions = List.copyOf(postconditions);
  }
}
