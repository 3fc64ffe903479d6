package dev.ingot.deploy;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import java.util.List;
import java.util.Optional;

/**
 * What a plan does to one object.
 *
 * @param previousAddress where the object was before a move; the same address if it wasn't moved
 * @param deposed which deposed object it is about; empty for the current one
 * @param before the object before, with marks; null if there is none
 * @param after the object after, with marks, unknown where it will be known after apply only; null
 *     where there is none
 * @param replacePaths what made another object necessary
 * @param plannedPrivate what the provider keeps with the plan
 * @param importKey what the object is imported by, if it is
 * @param schemaVersion the version of the schema both values follow
 * @param generated the block that was generated for the object, if it had none
 */
public record ResourceChange(
    InstanceAddress address,
    InstanceAddress previousAddress,
    Optional<DeposedKey> deposed,
    ProviderConfigAddress provider,
    ChangeAction action,
    ActionReason reason,
    Value before,
    Value after,
    List<ValuePath> replacePaths,
    Bytes plannedPrivate,
    Optional<ImportKey> importKey,
    long schemaVersion,
    Optional<String> generated)
    implements Comparable<ResourceChange> {
  public ResourceChange {
    replacePaths = List.copyOf(replacePaths);
  }

  /** Whether the object was moved here. */
  public boolean isMoved() {
    return !address.equals(previousAddress);
  }

  /** The same with another action. */
  public ResourceChange with(ChangeAction other, ActionReason why) {
    return new ResourceChange(
        address,
        previousAddress,
        deposed,
        provider,
        other,
        why,
        before,
        after,
        replacePaths,
        plannedPrivate,
        importKey,
        schemaVersion,
        generated);
  }

  /** The same with another object after it. */
  public ResourceChange withAfter(Value other) {
    return new ResourceChange(
        address,
        previousAddress,
        deposed,
        provider,
        action,
        reason,
        before,
        other,
        replacePaths,
        plannedPrivate,
        importKey,
        schemaVersion,
        generated);
  }

  /** The same for a resource whose block was generated. */
  public ResourceChange generatedAs(String block) {
    return new ResourceChange(
        address,
        previousAddress,
        deposed,
        provider,
        action,
        reason,
        before,
        after,
        replacePaths,
        plannedPrivate,
        importKey,
        schemaVersion,
        Optional.of(block));
  }

  /** By address, current objects before deposed ones. */
  @Override
  public int compareTo(ResourceChange other) {
    int order = address.compareTo(other.address);
    return order != 0
        ? order
        : deposed
            .map(DeposedKey::text)
            .orElse("")
            .compareTo(other.deposed.map(DeposedKey::text).orElse(""));
  }
}
