package dev.ingot.cli.view;

import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.schema.Schema;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypeSchema;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The changes of a plan that are shown, in order: outer modules first. */
final class PlanOrder {
  private static final Comparator<ResourceChange> ORDER =
      Comparator.comparingInt((ResourceChange change) -> change.address().module().calls().size())
          .thenComparing(Comparator.naturalOrder());

  private PlanOrder() {}

  static List<ResourceChange> sorted(List<ResourceChange> changes) {
    return changes.stream().sorted(ORDER).toList();
  }

  /** The changes that are shown: actions, moves and imports. */
  static List<ResourceChange> shown(Plan plan) {
    return sorted(plan.changes()).stream()
        .filter(
            change ->
                change.action() != ChangeAction.NO_OP
                    || change.isMoved()
                    || change.importKey().isPresent())
        .filter(
            change ->
                change.action() != ChangeAction.DELETE
                    || change.address().resource().mode() == dev.ingot.address.ResourceMode.MANAGED)
        .toList();
  }

  /** The schema of a change's values. */
  static Schema schema(Plan plan, ResourceChange change) {
    return schema(Optional.ofNullable(plan.schemas().get(change.provider().provider())), change);
  }

  private static Schema schema(Optional<ProviderSchema> provider, ResourceChange change) {
    String type = change.address().resource().type();
    return provider
        .flatMap(
            found ->
                switch (change.address().resource().mode()) {
                  case MANAGED -> found.resourceType(type);
                  case DATA -> found.dataSource(type);
                  case EPHEMERAL -> found.ephemeralResource(type);
                })
        .map(ResourceTypeSchema::block)
        .orElse(Schema.EMPTY);
  }
}
