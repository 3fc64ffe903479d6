package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ImportKey;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.state.ObjectStatus;
import java.util.List;
import java.util.Optional;

/**
 * One instance and what it is planned with.
 *
 * @param configuration that of its provider
 * @param previous its address before a move; else the same
 * @param current the object it has; empty if it has none
 * @param importKey by what the current object was found to be imported
 */
record PlannedInstance(
    Node.Resource node,
    ResourceType type,
    GuardedProvider provider,
    ProviderConfigAddress configuration,
    InstanceAddress address,
    InstanceAddress previous,
    ModuleScope scope,
    Optional<ObjectReader.Found> current,
    Optional<ImportKey> importKey,
    Diagnostics diagnostics) {
  ResourceConfiguration resource() {
    return node.resource();
  }

  /** The current object's value; null if there is none. */
  Value prior() {
    return current.map(ObjectReader.Found::value).orElse(type.none());
  }

  ActionRule.Presence presence() {
    return current
        .map(
            found ->
                found.stored().status() == ObjectStatus.TAINTED
                    ? ActionRule.Presence.TAINTED_OBJECT
                    : ActionRule.Presence.OBJECT)
        .orElse(ActionRule.Presence.NOTHING);
  }

  /**
   * A change of it.
   *
   * @param paths what makes a replacement necessary
   */
  ResourceChange change(
      ChangeAction action,
      ActionReason reason,
      Value after,
      List<ValuePath> paths,
      Bytes plannedPrivate) {
    return new ResourceChange(
        address,
        previous,
        Optional.empty(),
        configuration,
        action,
        reason,
        type.withSchemaMarks(prior()),
        type.withSchemaMarks(after),
        paths,
        plannedPrivate,
        importKey,
        type.schema().version(),
        Optional.empty());
  }
}
