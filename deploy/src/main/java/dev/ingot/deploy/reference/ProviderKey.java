package dev.ingot.deploy.reference;

import dev.ingot.lang.syntax.Expression;
import java.util.Optional;

/**
 * Which configuration of a provider block with {@code for_each} a resource's instances use.
 *
 * @param call how many modules are around what the key is written for, where that is a module's
 *     call: the key is evaluated for an instance of that module, by its caller; empty for a key in
 *     the resource itself
 */
public record ProviderKey(Expression expression, Optional<Integer> call) {}
