package dev.ingot.deploy.plan;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refreshes the objects of one instance, and plans its deposed ones. */
final class ObjectRefresh {
  private final PlanContext context;
  private final ObjectReader reader;

  ObjectRefresh(PlanContext context) {
    this.context = context;
    this.reader = new ObjectReader(context.observer);
  }

  /**
   * What was found.
   *
   * @param current the current object, if there is one still
   * @param good whether all could be read
   */
  record Outcome(Optional<ObjectReader.Found> current, boolean good) {}

  /** The stored current object of an instance as it is, without asking the provider for it. */
  Outcome asStored(
      InstanceAddress address,
      InstanceState stored,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    Optional<ObjectReader.Found> found =
        stored
            .current()
            .flatMap(object -> ObjectReader.stored(address, object, type, provider, diagnostics));
    return new Outcome(found, found.isPresent());
  }

  Outcome instance(
      InstanceAddress address,
      InstanceState stored,
      ProviderConfigAddress providerAddress,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    InstanceState now = stored;
    boolean changed =
        !stored.providerKey().equals(providerAddress.key())
            || !context.hasProvider(address, providerAddress);
    boolean good = true;
    for (Map.Entry<DeposedKey, ObjectState> each : stored.deposed().entrySet()) {
      Optional<DeposedKey> key = Optional.of(each.getKey());
      Optional<ObjectReader.Found> before =
          ObjectReader.stored(address, each.getValue(), type, provider, diagnostics);
      if (before.isEmpty()) {
        good = false;
        continue;
      }
      switch (read(address, key, before.get(), type, provider, diagnostics)) {
        case ObjectReader.Present(ObjectReader.Found found, boolean _, boolean rewritten) -> {
          if (rewritten) {
            changed = true;
            now = now.withDeposed(each.getKey(), found.stored());
          }
          context.addDeposed(
              change(
                  address,
                  key,
                  providerAddress,
                  type,
                  ChangeAction.DELETE,
                  found.value(),
                  type.none()));
        }
        case ObjectReader.Gone() -> {
          now = now.withoutDeposed(each.getKey());
          changed = true;
        }
        case ObjectReader.Failed() -> good = false;
      }
    }
    Optional<ObjectReader.Found> current = Optional.empty();
    if (stored.current().isPresent()) {
      Optional<ObjectReader.Found> before =
          ObjectReader.stored(address, stored.current().get(), type, provider, diagnostics);
      if (before.isEmpty()) {
        good = false;
      } else {
        switch (read(address, Optional.empty(), before.get(), type, provider, diagnostics)) {
          case ObjectReader.Present(
                  ObjectReader.Found found,
                  boolean drifted,
                  boolean rewritten) -> {
            current = Optional.of(found);
            if (rewritten) {
              changed = true;
              now = now.withCurrent(found.stored());
            }
            if (drifted) {
              context.addDrift(
                  change(
                      address,
                      Optional.empty(),
                      providerAddress,
                      type,
                      ChangeAction.UPDATE,
                      before.get().value(),
                      found.value()));
            }
          }
          case ObjectReader.Gone() -> {
            changed = true;
            now = now.withoutCurrent();
            context.addDrift(
                change(
                    address,
                    Optional.empty(),
                    providerAddress,
                    type,
                    ChangeAction.DELETE,
                    before.get().value(),
                    type.none()));
          }
          case ObjectReader.Failed() -> good = false;
        }
      }
    }
    if (changed) {
      context.refresh(
          address, providerAddress, now.isEmpty() ? Optional.empty() : Optional.of(now));
    }
    return new Outcome(current, good);
  }

  private ObjectReader.Result read(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ObjectReader.Found before,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    return context.options.refresh()
        ? reader.again(address, deposed, before, type, provider, diagnostics)
        : new ObjectReader.Present(before, false, false);
  }

  private ResourceChange change(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ProviderConfigAddress provider,
      ResourceType type,
      ChangeAction action,
      Value before,
      Value after) {
    return new ResourceChange(
        address,
        context.previous(address),
        deposed,
        provider,
        action,
        ActionReason.NONE,
        type.withSchemaMarks(before),
        type.withSchemaMarks(after),
        List.of(),
        Bytes.EMPTY,
        Optional.empty(),
        type.schema().version(),
        Optional.empty());
  }
}
