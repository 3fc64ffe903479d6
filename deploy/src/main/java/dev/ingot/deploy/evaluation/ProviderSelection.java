package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.reference.ProviderKey;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses for the instances of a resource among the configurations that a provider's block with
 * {@code for_each} makes. Rules: the behaviour of OpenTofu 1.12.
 */
public final class ProviderSelection {
  private static final String INVALID = "Invalid provider instance key";

  private final World world;
  private final Predicate<ProviderConfigAddress> present;
  private final Diagnostics diagnostics;

  /**
   * @param present whether there is a configuration
   * @param diagnostics receives what is wrong
   */
  public ProviderSelection(
      World world, Predicate<ProviderConfigAddress> present, Diagnostics diagnostics) {
    this.world = world;
    this.present = present;
    this.diagnostics = diagnostics;
  }

  /** Chooses for all instances; returns whether there were no errors. */
  public boolean select(ModuleInstance module, ResourceInstances instances) {
    Optional<ProviderKey> key = instances.node().providerKey();
    boolean good = true;
    if (key.isPresent()) {
      for (Map.Entry<InstanceKey, RepetitionData> each :
          instances.expansion().instances().entrySet()) {
        InstanceAddress address = instances.address().instance(each.getKey());
        Optional<ProviderConfigAddress> found =
            value(key.get(), module, each.getValue())
                .flatMap(value -> key(value, key.get(), address))
                .map(instances.node().provider()::instance)
                .filter(provider -> isPresent(provider, address));
        found.ifPresent(provider -> instances.setProvider(each.getKey(), provider));
        good &= found.isPresent();
      }
    }
    return good;
  }

  /** Checks the key as far as nothing is known of instances. */
  public void check(ModuleInstance module, ProviderKey key, RepetitionData repetition) {
    value(key, module, repetition).ifPresent(value -> marks(value, key));
  }

  private Optional<Value> value(ProviderKey key, ModuleInstance module, RepetitionData repetition) {
    ModuleScope scope = world.scope(module, repetition);
    if (key.call().isPresent()) {
      ModuleInstance called = module;
      while (called.address().calls().size() > key.call().get()) {
        called = called.parent().orElseThrow();
      }
      scope = world.scope(called.parent().orElseThrow(), called.repetition());
    }
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(key.expression(), scope, own);
    diagnostics.addAll(own);
    return own.hasErrors() ? Optional.empty() : Optional.of(value);
  }

  private boolean marks(Value value, ProviderKey key) {
    if (value.marks().sensitive() || value.marks().ephemeral()) {
      diagnostics.error(
          INVALID,
          "A provider instance key must not be derived from "
              + (value.marks().sensitive() ? "a sensitive" : "an ephemeral")
              + " value.",
          key.expression().range());
      return false;
    }
    return true;
  }

  private Optional<InstanceKey> key(Value value, ProviderKey key, InstanceAddress address) {
    if (!marks(value, key)) {
      return Optional.empty();
    }
    if (value.isNull()) {
      return invalid("A provider instance key must not be null.", key);
    }
    Conversion.Result converted = Conversion.convert(value, Type.STRING);
    if (converted.problem().isPresent()) {
      return invalid(
          "The given instance key is unsuitable: " + converted.problem().get() + ".", key);
    }
    if (converted.value() instanceof Value.StringValue(String text)) {
      return Optional.of(InstanceKey.of(text));
    }
    diagnostics.error(
        INVALID,
        Phrase.of(
            "The provider instance key for %s depends on values that cannot be determined until"
                + " apply, and so Ingot cannot select a provider instance to create a plan for this"
                + " resource instance.",
            address),
        key.expression().range());
    return Optional.empty();
  }

  private Optional<InstanceKey> invalid(String why, ProviderKey key) {
    diagnostics.error(INVALID, why, key.expression().range());
    return Optional.empty();
  }

  private boolean isPresent(ProviderConfigAddress provider, InstanceAddress address) {
    boolean there = present.test(provider);
    if (!there) {
      diagnostics.add(missing(provider, address));
    }
    return there;
  }

  /** What is said where a configuration that an object needs is gone. */
  public static Diagnostic missing(ProviderConfigAddress provider, InstanceAddress address) {
    return Diagnostic.error(
        "Provider instance not present",
        "To work with "
            + address
            + " its original provider instance at "
            + provider
            + " is required, but it has been removed. This occurs when an element is removed from"
            + " the provider configuration's for_each collection while objects created by the"
            + " associated provider instance still exist in the state. Re-add the for_each element"
            + " to destroy "
            + address
            + ", after which you can remove the provider configuration again.\n\nThis is commonly"
            + " caused by using the same for_each collection both for a resource (or its containing"
            + " module) and its associated provider configuration. To successfully remove an"
            + " instance of a resource it must be possible to remove the corresponding element from"
            + " the resource's for_each collection while retaining the corresponding element in the"
            + " provider's for_each collection.");
  }
}
