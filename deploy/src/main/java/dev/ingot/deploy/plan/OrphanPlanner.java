package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.ProviderConfiguration;
import dev.ingot.deploy.configuration.RemovedBlock;
import dev.ingot.deploy.evaluation.Expansion;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.ProviderSelection;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.value.Bytes;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ResourceState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Plans stored instances that are no longer declared. */
final class OrphanPlanner {
  private final PlanContext context;
  private final Removals removals;
  private final ObjectRefresh refresh;
  private final List<String> forgotten = Collections.synchronizedList(new ArrayList<>());

  OrphanPlanner(PlanContext context) {
    this.context = context;
    this.removals = new Removals(context.references);
    this.refresh = new ObjectRefresh(context);
  }

  private record Orphan(
      InstanceAddress address,
      ProviderConfigAddress provider,
      InstanceState state,
      ActionReason reason) {}

  void plan() {
    List<Orphan> orphans = new ArrayList<>();
    for (ResourceState resource : context.prior.resources().values()) {
      resource
          .instances()
          .forEach(
              (key, state) -> {
                InstanceAddress address = resource.address().instance(key);
                orphaned(address)
                    .ifPresent(
                        reason ->
                            orphans.add(
                                new Orphan(
                                    address, resource.provider(address.key()), state, reason)));
              });
    }
    context.throttle.forEach(orphans.size(), index -> plan(orphans.get(index)));
    if (!forgotten.isEmpty()) {
      List<String> sorted = new ArrayList<>(forgotten);
      Collections.sort(sorted);
      StringBuilder text = new StringBuilder();
      sorted.forEach(each -> text.append("\n - ").append(each));
      context.diagnostics.add(
          Diagnostic.warning(
              Phrase.of("Some objects will no longer be managed by Ingot"),
              Phrase.of(
                  "If you apply this plan, Ingot will discard its tracking information for the"
                      + " following objects, but it will not delete them:%s\n\nAfter applying this"
                      + " plan, Ingot will no longer manage these objects. You will need to import"
                      + " them into Ingot to manage them again.",
                  text)));
    }
  }

  private Optional<ActionReason> orphaned(InstanceAddress address) {
    Optional<ModuleInstance> module = context.world.instance(address.module());
    if (module.isEmpty()) {
      return context.unexpanded(address)
          ? unevaluated(address)
          : Optional.of(unconfigured(address, withoutModule(address)));
    }
    String key = address.resource().localText();
    if (!module.get().nodes().tree().module().resources().containsKey(key)) {
      return Optional.of(unconfigured(address, ActionReason.DELETE_BECAUSE_NO_RESOURCE_CONFIG));
    }
    Optional<ResourceInstances> instances = module.get().resource(key);
    if (instances.isEmpty()) {
      // Its instances are unknown, which was reported, or not targeted.
      return unevaluated(address);
    }
    Expansion expansion = instances.get().expansion();
    if (expansion.contains(address.key())) {
      return Optional.empty();
    }
    boolean fits =
        switch (address.key()) {
          case InstanceKey.None() -> expansion.kind() == Expansion.Kind.SINGLE;
          case InstanceKey.Index _ -> expansion.kind() == Expansion.Kind.COUNT;
          case InstanceKey.Text _ -> expansion.kind() == Expansion.Kind.FOR_EACH;
        };
    if (!fits) {
      return Optional.of(ActionReason.DELETE_BECAUSE_WRONG_REPETITION);
    }
    if (expansion.kind() == Expansion.Kind.SINGLE) {
      return Optional.of(ActionReason.DELETE_BECAUSE_ENABLED_FALSE);
    }
    return Optional.of(
        expansion.kind() == Expansion.Kind.COUNT
            ? ActionReason.DELETE_BECAUSE_COUNT_INDEX
            : ActionReason.DELETE_BECAUSE_EACH_KEY);
  }

  /** A call that is there has other instances; without it, no block is left. */
  private ActionReason withoutModule(InstanceAddress address) {
    ModuleTree tree = context.references.root().tree();
    for (ModuleAddress.Call call : address.module().calls()) {
      ModuleTree child = tree.children().get(call.name());
      if (child == null) {
        return ActionReason.DELETE_BECAUSE_NO_RESOURCE_CONFIG;
      }
      tree = child;
    }
    return tree.module().resources().containsKey(address.resource().localText())
        ? ActionReason.DELETE_BECAUSE_NO_MODULE
        : ActionReason.DELETE_BECAUSE_NO_RESOURCE_CONFIG;
  }

  /** What is destroyed needs no evaluation, and targets were looked at already. */
  private Optional<ActionReason> unevaluated(InstanceAddress address) {
    return context.options.mode() == PlanMode.DESTROY
            && context.change(address).isEmpty()
            && !context.diagnostics.hasErrors()
        ? Optional.of(ActionReason.NONE)
        : Optional.empty();
  }

  /** Where something was moved to a place that isn't there, that is why it goes. */
  private ActionReason unconfigured(InstanceAddress address, ActionReason reason) {
    return context.previous(address).equals(address)
            || context.references.resource(address.resource().configuration()).isPresent()
        ? reason
        : ActionReason.DELETE_BECAUSE_NO_MOVE_TARGET;
  }

  private void plan(Orphan orphan) {
    InstanceAddress address = orphan.address();
    boolean left =
        context
            .references
            .resource(address.resource().configuration())
            .map(TargetFilter.excluded(context.references.graph(), context.options)::contains)
            .orElse(false);
    if (left || !context.options.includes(address)) {
      return;
    }
    if (address.resource().mode() != ResourceMode.MANAGED) {
      context.refresh(address, orphan.provider(), Optional.empty());
      return;
    }
    Diagnostics diagnostics = new Diagnostics();
    managed(orphan, diagnostics);
    context.diagnostics.addAll(diagnostics);
  }

  private void managed(Orphan orphan, Diagnostics diagnostics) {
    InstanceAddress address = orphan.address();
    ProviderConfigAddress providerAddress = orphan.provider();
    Optional<GuardedProvider> provider = provider(providerAddress, address, diagnostics);
    Optional<ResourceType> type =
        context.type(
            providerAddress.provider(), address.resource().mode(), address.resource().type());
    if (provider.isEmpty() || type.isEmpty()) {
      if (!diagnostics.hasErrors()) {
        diagnostics.add(
            Diagnostic.error(
                "Resource type no longer supported",
                "The provider "
                    + providerAddress.provider()
                    + " does not support the resource type \""
                    + address.resource().type()
                    + "\" of "
                    + address
                    + ", which is in the state."));
      }
      return;
    }
    Optional<RemovedBlock> removed = removals.of(address);
    boolean forget =
        context.options.mode() == PlanMode.NORMAL
            && removed.map(block -> !block.destroy()).orElse(false);
    // What is to be left alone is not even looked at.
    ObjectRefresh.Outcome outcome =
        forget && orphan.state().deposed().isEmpty()
            ? refresh.asStored(address, orphan.state(), type.get(), provider.get(), diagnostics)
            : refresh.instance(
                address, orphan.state(), providerAddress, type.get(), provider.get(), diagnostics);
    if (outcome.current().isEmpty() || context.options.mode() == PlanMode.REFRESH_ONLY) {
      return;
    }
    if (forget) {
      forgotten.add(address.toString());
    } else {
      context
          .references
          .resource(address.resource().configuration())
          .ifPresent(node -> PreventDestroy.check(node.resource(), address, diagnostics));
    }
    context.add(
        new ResourceChange(
            address,
            context.previous(address),
            Optional.empty(),
            providerAddress,
            forget ? ChangeAction.FORGET : ChangeAction.DELETE,
            context.options.mode() == PlanMode.DESTROY
                ? ActionReason.NONE
                : removed.isPresent()
                    ? unconfigured(address, ActionReason.DELETE_BECAUSE_NO_RESOURCE_CONFIG)
                    : orphan.reason(),
            type.get().withSchemaMarks(outcome.current().get().value()),
            type.get().none(),
            List.of(),
            Bytes.EMPTY,
            Optional.empty(),
            type.get().schema().version(),
            Optional.empty()));
  }

  /** The provider of an orphan: its configuration, or the default one where that is gone. */
  private Optional<GuardedProvider> provider(
      ProviderConfigAddress wanted, InstanceAddress address, Diagnostics diagnostics) {
    Optional<GuardedProvider> known = context.pool.configured(wanted);
    if (known.isPresent()) {
      return known.map(found -> context.metadata.with(found, address));
    }
    var schema = context.pool.find(wanted.provider());
    if (schema.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              "Missing required provider",
              "The state holds "
                  + address
                  + ", which belongs to the provider "
                  + wanted.provider()
                  + ", but that provider is not available."));
      return Optional.empty();
    }
    if (context.references.graph().nodes().stream()
        .anyMatch(
            node ->
                node instanceof Node.Provider block
                    && block.address().equals(wanted.block())
                    && block.configuration().flatMap(ProviderConfiguration::forEach).isPresent())) {
      diagnostics.add(ProviderSelection.missing(wanted, address));
      return Optional.empty();
    }
    if (wanted.alias().isPresent()
        || schema.get().provider().attributes().values().stream()
            .anyMatch(attribute -> attribute.required())) {
      diagnostics.add(
          Diagnostic.error(
              "Provider configuration not present",
              "To work with "
                  + address
                  + " its original provider configuration at "
                  + wanted
                  + " is required, but it has been removed. Add it again, destroy the object, and"
                  + " remove the configuration afterwards."));
      return Optional.empty();
    }
    return context
        .pool
        .configuredOrDefault(wanted, diagnostics)
        .map(found -> context.metadata.with(found, address));
  }
}
